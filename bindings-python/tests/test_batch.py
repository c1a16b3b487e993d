"""`BatchVerifier` by itself: what engines do with it."""

import pickle
import subprocess
import sys
from pathlib import Path

import pyarrow
import pytest

import longseal
from conftest import FIXTURES

ROOT = FIXTURES / "files/pki/root.pem"
AT = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def documents() -> pyarrow.Table:
    paths = sorted((FIXTURES / "files/pades").rglob("*.pdf"))[:20]
    paths.append(Path("missing.pdf"))
    return pyarrow.table({"path": [str(path) for path in paths], "of_no_interest": range(len(paths))})


@pytest.mark.parametrize("table", ["documents", "signatures"])
def test_what_goes_in_comes_out(documents: pyarrow.Table, table: str) -> None:
    verifier = longseal.Verifier(trust=ROOT, at=AT, revocation="none")
    examine = longseal.BatchVerifier(verifier, table=table)
    expected = pyarrow.table(verifier.verify_many(documents, table=table))
    assert expected.schema == examine.schema
    assert "error.unreadable-file" in expected["error_code"].to_pylist()

    assert examine(documents).equals(expected)
    [batch] = documents.combine_chunks().to_batches()
    result = examine(batch)
    assert isinstance(result, pyarrow.RecordBatch)
    assert pyarrow.Table.from_batches([result]).equals(expected)

    empty = examine(batch.slice(0, 0))
    assert isinstance(empty, pyarrow.RecordBatch)
    assert (empty.num_rows, empty.schema) == (0, expected.schema)


def test_a_pickle_needs_no_file_and_keeps_the_time(documents: pyarrow.Table, tmp_path: Path) -> None:
    """Without `at` the time is that at which the verifier was made, not that of the worker."""
    root = tmp_path / "root.pem"
    root.write_bytes(ROOT.read_bytes())
    examine = longseal.BatchVerifier(longseal.Verifier(trust=root, revocation="none"))
    expected = examine(documents)
    root.unlink()
    (tmp_path / "examine").write_bytes(pickle.dumps(examine))
    code = f"""
import pickle, pathlib, pyarrow.feather
examine = pickle.loads(pathlib.Path({str(tmp_path / "examine")!r}).read_bytes())
documents = pyarrow.feather.read_table({str(tmp_path / "documents")!r})
pyarrow.feather.write_feather(examine(documents), {str(tmp_path / "result")!r})
"""
    import pyarrow.feather

    pyarrow.feather.write_feather(documents, str(tmp_path / "documents"))
    subprocess.run([sys.executable, "-c", code], check=True)
    assert pyarrow.feather.read_table(str(tmp_path / "result")).equals(expected)


def test_a_wrong_table_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="tables are"):
        longseal.BatchVerifier(longseal.Verifier(trust=ROOT), table="pages")
