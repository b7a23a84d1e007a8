"""Install what is missing, bring the library up to date, open the page.

`python .ci/launch.py [--port N] [--articles DIR]`, on any Python 3.11 to 3.14 of the machine.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import install

ADDRESS = "127.0.0.1"
# Left by a running page, so that a second `make run` can tell it from somebody else's.
NOTE = install.ROOT / "var" / "page-address"
SOME_SKIPPED = 3


def is_taken(port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((ADDRESS, port)) == 0


def is_ours(address: str) -> bool:
    """Whether the page of this very folder answers there."""
    if not NOTE.exists() or NOTE.read_text() != address:
        return False
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:  # noqa: S310 - loopback
            return bool(reply.read() == b"ok")
    except (urllib.error.URLError, OSError):
        return False


def has_display() -> bool:
    """Whether a browser can open here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def update_library(articles: Path | None) -> None:
    """Rebuild where something changed; skipped files are named and do not stop the page."""
    command = [str(install.PYTHON), "-m", "index.rebuild"]
    if articles:
        command += ["--articles", str(articles)]
    status = subprocess.run(command, cwd=install.ROOT, check=False).returncode
    if status == SOME_SKIPPED:
        print("Some files were skipped, with the reasons above; the page has all the others.")
    elif status:
        raise install.SetupError("The library could not be built, for the reason above.")


def page_command(port: int) -> list[str]:
    """How the page is served: on this machine alone, asking and telling nobody anything."""
    return [
        *(str(install.PYTHON), "-m", "streamlit", "run", "ui/app.py"),
        *("--server.address", ADDRESS),
        *("--server.port", str(port)),
        *("--server.headless", str(not has_display()).lower()),
        *("--server.showEmailPrompt", "false"),
        *("--browser.gatherUsageStats", "false"),
        # our own line says where the page is; streamlit's would also advertise
        *("--logger.level", "warning"),
        *("--logger.hideWelcomeMessage", "true"),
        # the watcher would load every optional part of the model libraries to look for changes
        *("--server.fileWatcherType", "none"),
        *("--client.toolbarMode", "minimal"),
    ]


def serve(port: int) -> int:
    """Serve the page until it is stopped, leaving a note of where it is."""
    NOTE.parent.mkdir(exist_ok=True)
    NOTE.write_text(f"http://{ADDRESS}:{port}")
    try:
        return subprocess.run(page_command(port), cwd=install.ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 0
    finally:
        NOTE.unlink(missing_ok=True)


def launch(port: int, articles: Path | None) -> int:
    """Everything from an empty machine to an open page."""
    address = f"http://{ADDRESS}:{port}"
    if is_taken(port):
        if is_ours(address):
            print(f"The page is already open: {address} (`make rebuild` reads changed articles)")
            return 0
        raise install.SetupError(
            f"Port {port} is used by another program; take the next: make run PORT={port + 1}"
        )
    install.install("run")
    update_library(articles)
    print(f"The page: {address} (Ctrl-C stops it)", flush=True)
    return serve(port)


def main() -> int:
    """Read the command line; every failure is one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--articles", type=Path, help="a folder other than config.toml names")
    options = parser.parse_args()
    try:
        return launch(options.port, options.articles)
    except install.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
