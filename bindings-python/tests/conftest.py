"""What tests share: the repository's fixtures, the command, and the foreign corpus where it is."""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "fixtures"
SKIPS: list[str] = []


def cases() -> list[dict]:
    return json.loads((FIXTURES / "cases.json").read_text())["cases"]


def skip(why: str) -> NoReturn:
    """Skips a test and says so where the suite counts it."""
    SKIPS.append(why)
    pytest.skip(why)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.ensure_newline()
    for why in dict.fromkeys(SKIPS):
        terminalreporter.write_line(f"skipped: {why}")


def shared(*parts: str) -> Path:
    """A folder of the foreign material; the test is skipped where it is not."""
    root = Path(os.environ.get("LONGSEAL_SHARED", REPOSITORY.parent / "shared"))
    folder = root.joinpath(*parts)
    if not folder.exists():
        skip(f"no {'/'.join(('../shared', *parts))}")
    return folder


def java() -> None:
    """Skips a test of Spark where that cannot run."""
    if shutil.which("java") is None or subprocess.run(["java", "-version"], capture_output=True, check=False).returncode != 0:
        skip("Spark: Java is not installed")
    if importlib.util.find_spec("pyspark") is None:
        skip("Spark: pyspark is not installed")


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
