"""What tests share: the repository's fixtures, the command, and the foreign corpus where it is."""

import json
import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "fixtures"


def cases() -> list[dict]:
    return json.loads((FIXTURES / "cases.json").read_text())["cases"]


def skip(why: str):
    print(f"skipped: {why}")
    pytest.skip(why)


def shared(*parts: str) -> Path:
    """A folder of the foreign material; the test is skipped where it is not."""
    root = Path(os.environ.get("LONGSEAL_SHARED", REPOSITORY.parent / "shared"))
    folder = root.joinpath(*parts)
    if not folder.exists():
        skip(f"no {'/'.join(('../shared', *parts))}")
    return folder


@pytest.fixture(scope="session")
def command() -> Path:
    """The command `longseal`, the oracle of bytes: built from the same tree by the step `python` of `cargo xtask test`."""
    given = os.environ.get("LONGSEAL_COMMAND")
    places = [Path(given)] if given else [REPOSITORY / "target" / profile / "longseal" for profile in ("debug", "release")]
    for place in places:
        if place.is_file():
            return place
    skip("the command `longseal` is not built")


def run(command: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
