"""Write requirements.lock and requirements-dev.lock from pyproject.toml.

Versions already locked stay while pyproject.toml allows them; `--upgrade` takes the newest.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
HEADER = """\
# {what} Made by `make lock` (pip-compile from pyproject.toml).
# Left out on purpose: index addresses, local versions such as +cpu, and the CUDA libraries,
# which come with the build of PyTorch that a machine gets.
"""
FLAGS = ["--quiet", "--allow-unsafe", "--strip-extras", "--no-header", "--no-emit-options"]
CUDA = re.compile(r"(nvidia|cuda|triton)[a-z0-9-]*==")


def compile_lock(target: Path, what: str, *flags: str) -> None:
    """Resolve into `target`, in words that install on any platform."""
    command = [sys.executable, "-m", "piptools", "compile", *FLAGS, *flags]
    command += ["--output-file", str(target.relative_to(ROOT)), "pyproject.toml"]
    subprocess.run(command, cwd=ROOT, check=True)
    blocks = re.split(r"^(?=\S)", target.read_text(), flags=re.MULTILINE)
    kept = [block for block in blocks if block.strip() and not block.startswith("#")]
    kept = [block for block in kept if not CUDA.match(block)]
    pins = [re.sub(r"(==[^+\s]+)\+\S+", r"\1", block) for block in kept]
    body = "".join(f"{pin.strip()}\n" for pin in pins)
    target.write_text(HEADER.format(what=what) + body)


def main() -> None:
    """Lock what the page needs, then what its developers need on top."""
    upgrade = [argument for argument in sys.argv[1:] if argument == "--upgrade"]
    compile_lock(RUNTIME, "All that running needs.", *upgrade)
    dev = ["--extra", "dev", "--constraint", RUNTIME.name]
    compile_lock(DEVELOPMENT, "All that running and developing need.", *dev, *upgrade)


if __name__ == "__main__":
    main()
