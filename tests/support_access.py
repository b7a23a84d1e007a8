"""What axe-core has to say to a page, for the tests that look whether everybody can use it."""

import time
from importlib.resources import files

from support_browser import Reader

LOOK = """
    const done = arguments[0];
    axe.run(document, { resultTypes: ["violations"] }).then((found) => done(found));
"""
GRAVE = {"serious", "critical"}
# Streamlit's day fields have no number while they are empty, as ARIA 1.2 allows: the rule was the
# mistake, by axe-core's issue 3505 (https://github.com/dequelabs/axe-core/issues/3505).
STREAMLITS_OWN = ("aria-required-attr", 'role="spinbutton" aria-valuetext="Empty"')


def complaints(reader: Reader) -> list[str]:
    """Give what axe-core finds that is serious, light and dark: the rule and the element."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    reader.browser.execute_script(script)
    return [line for scheme in ("light", "dark") for line in complaints_in(reader, scheme)]


def complaints_in(reader: Reader, scheme: str) -> list[str]:
    """Give what axe-core finds that is serious in one colour scheme."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    time.sleep(0.5)  # colours fade into one another
    found = reader.browser.execute_async_script(LOOK)
    assert len(found["passes"]) > 10, "axe-core did not look at the page"
    return [
        f"{scheme}, {violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
        if not (violation["id"] == STREAMLITS_OWN[0] and STREAMLITS_OWN[1] in node["html"])
    ]
