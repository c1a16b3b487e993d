"""The examples of docs/python.md run as they stand there, from top to bottom; those for engines and other programs each by itself."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FIXTURES, REPOSITORY, java, skip

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the page speaks of."""
    (tmp_path / "roots").mkdir()
    shutil.copy(ROOT, tmp_path / "roots")
    shutil.copy(SIGNED, tmp_path / "decree.pdf")
    shutil.copytree(FIXTURES / "files/pades/baseline-t", tmp_path / "2019")
    (tmp_path / "2019/damaged.pdf").write_text("Dear Sir or Madam")
    (tmp_path / "paths.txt").write_text("decree.pdf\n2019/damaged.pdf\nmissing.pdf\n")
    return tmp_path


def blocks(tag: str) -> list[str]:
    """The examples marked so, each with as many lines before it as on the page: a failure names the page's line."""
    text = PAGE.read_text()
    found = re.finditer(rf"^```{tag}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return ["\n" * text.count("\n", 0, block.start(1)) + block[1] for block in found]


def test_the_tutorial(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    examples = blocks("python")
    assert len(examples) >= 12
    for example in examples:
        exec(compile(example, PAGE, "exec"), names)
    events = list((folder / "2019").glob("*.premis.xml"))
    assert len(events) == 1
    assert "TOTAL-PASSED" in events[0].read_text()


def run_by_itself(engine: str, folder: Path) -> str:
    """Runs the example of an engine as a program; what it prints."""
    [example] = blocks(f"python {engine}")
    # Engines that start processes need a file that can be imported again.
    program = folder / "example.py"
    guarded = "".join(f"    {line}\n" for line in example.splitlines())
    program.write_text(f"if __name__ == '__main__':\n{guarded}")
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    ran = subprocess.run([sys.executable, program], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-5000:]
    return ran.stdout


# Of the three documents, one passes, one is damaged and one is missing.
ROWS = [
    ("2019/damaged.pdf", None, "error.not-pdf"),
    ("decree.pdf", "TOTAL-PASSED", None),
    ("missing.pdf", None, "error.unreadable-file"),
]


def rows(folder: Path) -> list[tuple[str, str | None, str | None]]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(folder / "verdicts", columns=["path", "document_indication", "error_code"])
    return sorted(tuple(row.values()) for row in table.to_pylist())


def test_the_recipe_for_spark(folder: Path) -> None:
    java()
    shown = run_by_itself("spark", folder)
    assert rows(folder) == ROWS
    assert re.search(r"TOTAL-PASSED\s*\|\s*1", shown), shown


def test_the_recipe_for_dask(folder: Path) -> None:
    shown = run_by_itself("dask", folder)
    assert re.search(r"TOTAL-PASSED\s+1", shown), shown


@pytest.mark.ray
def test_the_recipe_for_ray(folder: Path) -> None:
    if importlib.util.find_spec("ray") is None:
        skip("Ray: it is installed and tested by `cargo xtask test ray` only")
    shown = run_by_itself("ray", folder)
    assert rows(folder) == ROWS
    assert "{'indication': 'TOTAL-PASSED', 'count()': 1}" in shown


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (SIGNED.read_bytes(), "partial pass"),
        (SIGNED.read_bytes().replace(b"(So Noi vu", b"(Xo Noi vu", 1), "fail"),
        (b"no PDF", "partial pass"),
        (UNSIGNED, "pass"),
    ],
)
def test_the_command_for_archivematica(data: bytes, expected: str, tmp_path: Path) -> None:
    """As Archivematica's `validate_file` runs it: a file of its own, the path as its argument, the output read as a literal."""
    document, script = tmp_path / "document.pdf", tmp_path / "script"
    document.write_bytes(data)
    [example] = blocks("python archivematica")
    example = example.lstrip("\n").replace("/opt/longseal/bin/python", sys.executable)
    script.write_text(example.replace("/etc/longseal/roots", str(ROOT)).replace("/etc/longseal/material", str(ROOT)))
    script.chmod(0o770)
    ran = subprocess.run([script, document], capture_output=True, text=True, check=True)
    said = ast.literal_eval(ran.stdout)
    assert said["eventOutcomeInformation"] == expected
    assert set(said) == {"eventOutcomeInformation", "eventOutcomeDetailNote"}
