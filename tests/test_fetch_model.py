"""The embedding model is the one we know, wherever it comes from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.embed import PACKAGED_MODEL, find_model
from index.errors import ModelMissingError
from index.fetch_model import check_weights, fetch_model

ROOT = Path(__file__).resolve().parent.parent


def test_a_model_that_is_here_is_only_checked() -> None:
    """Where the model lies already, its folder is named and nothing is fetched."""
    assert str(find_model(PACKAGED_MODEL)) in fetch_model()


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """Weights that are not the published ones are refused, with the cure."""
    (tmp_path / "model.safetensors").write_bytes(b"something else")

    with pytest.raises(ModelMissingError, match="run `make model`"):
        check_weights(tmp_path)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    """A folder without weights is refused, naming the file."""
    with pytest.raises(ModelMissingError, match=r"model\.safetensors is missing"):
        check_weights(tmp_path)


def test_a_hub_out_of_reach_is_one_line(tmp_path: Path) -> None:
    """With no package and no hub there is one line of error and no half-made folder."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.errors import ModelMissingError\n"
        "from index.fetch_model import fetch_from_hub\n"
        "try:\n"
        "    fetch_from_hub(Path(sys.argv[1]))\n"
        "except ModelMissingError as error:\n"
        "    print(error)\n"
    )
    # another process, because the hub's library reads the setting once, when it is imported
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "model")],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hub")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("sentence-transformers/all-MiniLM-L6-v2 can be had neither")
    assert done.stdout.count("\n") == 1
    assert not (tmp_path / "model").exists()
