"""The examples of docs/python.md run as they stand there, from top to bottom."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FIXTURES, REPOSITORY

PAGE = REPOSITORY / "docs/python.md"
SIGNED = FIXTURES / "files/pades/baseline-t/signature-timestamp.pdf"
ROOT = FIXTURES / "files/pki/root.pem"
UNSIGNED = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
xref
0 3
0000000000 65535 f 
0000000009 00000 n 
0000000058 00000 n 
trailer
<< /Size 3 /Root 1 0 R >>
startxref
110
%%EOF
"""


def test_the_tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roots").mkdir()
    shutil.copy(ROOT, tmp_path / "roots")
    shutil.copy(SIGNED, tmp_path / "decree.pdf")
    shutil.copytree(FIXTURES / "files/pades/baseline-t", tmp_path / "2019")
    (tmp_path / "2019/damaged.pdf").write_bytes(SIGNED.read_bytes()[:500])
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text()
    names: dict[str, object] = {}
    blocks = list(re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert len(blocks) >= 12
    for block in blocks:
        before = text.count("\n", 0, block.start(1))
        # So that a failure names the line of the page.
        exec(compile("\n" * before + block[1], PAGE, "exec"), names)
    assert len(list((tmp_path / "2019").glob("*.premis.xml"))) >= 1


@pytest.mark.parametrize(
    ("data", "expected"), [(SIGNED.read_bytes(), "partial pass"), (b"no PDF", "partial pass"), (UNSIGNED, "pass")]
)
def test_the_command_for_archivematica(data: bytes, expected: str, tmp_path: Path) -> None:
    document = tmp_path / "document.pdf"
    document.write_bytes(data)
    script = re.search(r"^```python archivematica\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert script is not None
    code = script[1].replace("/etc/longseal/roots", str(ROOT)).replace("/etc/longseal/material", str(ROOT))
    ran = subprocess.run([sys.executable, "-c", code, document], capture_output=True, text=True, check=True)
    said = json.loads(ran.stdout)
    assert said["eventOutcomeInformation"] == expected
    assert set(said) == {"eventOutcomeInformation", "eventOutcomeDetailNote"}
