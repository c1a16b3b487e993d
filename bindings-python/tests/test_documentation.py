"""The examples of docs/python.md run as they stand there, from top to bottom."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import FIXTURES, REPOSITORY


def test_the_tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roots").mkdir()
    shutil.copy(FIXTURES / "files/pki/root.pem", tmp_path / "roots")
    shutil.copy(FIXTURES / "files/pades/baseline-t/signature-timestamp.pdf", tmp_path / "decree.pdf")
    monkeypatch.chdir(tmp_path)
    page = REPOSITORY / "docs/python.md"
    text = page.read_text()
    names: dict[str, object] = {}
    blocks = list(re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert len(blocks) >= 6
    for block in blocks:
        before = text.count("\n", 0, block.start(1))
        # So that a failure names the line of the page.
        exec(compile("\n" * before + block[1], page, "exec"), names)
