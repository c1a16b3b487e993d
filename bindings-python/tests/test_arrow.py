"""Verdicts as Arrow streams, read by four libraries; documents from Arrow streams."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import longseal
from conftest import FIXTURES

ROOT = FIXTURES / "files/pki/root.pem"
AT = "2026-01-01T00:00:00Z"
TABLES = ["documents", "signatures"]


@pytest.fixture(scope="module")
def verifier() -> longseal.Verifier:
    return longseal.Verifier(trust=ROOT, at=AT, revocation="none")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for number, file in enumerate(sorted((FIXTURES / "files").rglob("*.pdf"))[:80]):
        (folder / f"{number:03}.pdf").write_bytes(file.read_bytes())
    (folder / "text.pdf").write_bytes(b"hello")
    return folder


@pytest.fixture(scope="module")
def reports(verifier: longseal.Verifier, folder: Path) -> list[dict[str, Any]]:
    return [row.to_dict() for row in verifier.verify_many(folder)]


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_those_of_the_documentation(verifier: longseal.Verifier, table: str, folder: Path) -> None:
    verdicts = verifier.verify_many(folder, table=table)
    schema = pyarrow.schema(verdicts)
    assert verdicts.schema_name == f"longseal/{table}/1"
    assert schema.metadata[b"longseal.schema"].decode() == verdicts.schema_name
    page = (FIXTURES.parent / "docs/arrow.md").read_text()
    section = page.split(f"## `{verdicts.schema_name}`")[1].split("\n## ")[0]
    documented = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert schema.names == [name for name in documented if "[" not in name and "." not in name]
    assert pyarrow.table(verdicts).schema == schema


def test_nested_rows_are_the_reports(verifier: longseal.Verifier, folder: Path, reports: list[dict[str, Any]]) -> None:
    table = pyarrow.table(verifier.verify_many(folder, rows_per_batch=7))
    table.validate(full=True)
    assert table.num_rows == len(reports) == 81
    for row, report in zip(table.to_pylist(), reports, strict=True):
        assert row["path"] == report["document"]["path"]
        assert row["sha256"] == report["document"]["sha256"]
        assert row["document_indication"] == report["indication"]
        assert row["error_code"] == (report["error"] or {}).get("code")
        own = [(signature["field"], signature["indication"], signature["sub_indication"]) for signature in row["signatures"]]
        expected = [(sig["field"], sig["indication"], sig["sub_indication"]) for sig in report["signatures"]]
        assert own == expected
        codes = [[reason["code"] for reason in signature["reasons"]] for signature in row["signatures"]]
        assert codes == [[reason["code"] for reason in sig["reasons"]] for sig in report["signatures"]]


def test_flat_rows_are_the_signatures(verifier: longseal.Verifier, folder: Path, reports: list[dict[str, Any]]) -> None:
    table = pyarrow.table(verifier.verify_many(folder, table="signatures"))
    table.validate(full=True)
    expected = [
        (report["document"]["path"], signature and signature["field"], signature and signature["indication"])
        for report in reports
        for signature in report["signatures"] or [None]
    ]
    rows = table.select(["path", "field", "indication"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == expected


def test_four_libraries_read_the_same(verifier: longseal.Verifier, folder: Path) -> None:
    verdicts = verifier.verify_many(folder, table="signatures", rows_per_batch=32)
    expected = pyarrow.table(verdicts)
    counts = {}
    for row in expected.to_pylist():
        counts[row["indication"]] = counts.get(row["indication"], 0) + 1
    assert len(counts) >= 3

    frame = polars.DataFrame(verdicts)
    assert frame.shape == expected.shape
    assert dict(frame.group_by("indication").len().iter_rows()) == counts

    grouped = duckdb.sql("select indication, count(*) from verdicts group by all").fetchall()
    assert dict(grouped) == counts

    table = pandas.DataFrame.from_arrow(verdicts)
    assert table.shape == expected.shape
    assert {None if pandas.isna(key) else key: count for key, count in table["indication"].value_counts(dropna=False).items()} == counts


def test_nested_lists_reach_duckdb_and_polars(verifier: longseal.Verifier, folder: Path, reports: list[dict[str, Any]]) -> None:
    verdicts = verifier.verify_many(folder)
    signatures = sum(len(report["signatures"]) for report in reports)
    assert duckdb.sql("select sum(len(signatures)) from verdicts").fetchall() == [(signatures,)]
    assert polars.DataFrame(verdicts)["signatures"].list.len().sum() == signatures


def test_batches_one_by_one(verifier: longseal.Verifier, folder: Path) -> None:
    verdicts = verifier.verify_many(folder, rows_per_batch=25)
    batches = [pyarrow.record_batch(batch) for batch in verdicts.batches()]
    assert [batch.num_rows for batch in batches] == [25, 25, 25, 6]
    assert pyarrow.Table.from_batches(batches).equals(pyarrow.table(verdicts))


@pytest.fixture(scope="module")
def contents(folder: Path) -> pyarrow.Table:
    paths = sorted(folder.glob("*.pdf"))
    return pyarrow.table({"path": [str(path) for path in paths], "content": [path.read_bytes() for path in paths]})


@pytest.mark.parametrize("threads", [1, 2])
def test_documents_from_a_table(verifier: longseal.Verifier, folder: Path, contents: pyarrow.Table, threads: int) -> None:
    expected = pyarrow.table(verifier.verify_many(folder))
    string, binary = pyarrow.string_view(), pyarrow.binary_view()
    given = {
        "content": contents,
        "paths only": contents.select(["path"]),
        "large": contents.cast(pyarrow.schema({"path": pyarrow.large_string(), "content": pyarrow.large_binary()})),
        "views": contents.cast(pyarrow.schema({"path": string, "content": binary})),
        "in pieces": pyarrow.Table.from_batches(contents.to_batches(max_chunksize=9)),
        "a slice of more": pyarrow.concat_tables([contents, contents]).slice(len(contents)),
        "polars": polars.DataFrame(contents),
        "pandas": contents.to_pandas(),
        "a reader": contents.to_reader(),
    }
    for name, documents in given.items():
        assert pyarrow.table(verifier.verify_many(documents, threads=threads)).equals(expected), name


def test_content_without_names_and_rows_without_content(verifier: longseal.Verifier, contents: pyarrow.Table) -> None:
    nameless = list(verifier.verify_many(contents.select(["content"])))
    assert {row.path for row in nameless} == {""}
    table = pyarrow.table({"path": ["a", None], "content": pyarrow.array([None, None], pyarrow.binary())})
    rows = list(verifier.verify_many(table))
    assert [(row.path, str(row.error)) for row in rows] == [("a", "a: the row has no content"), ("", ": the row has no content")]
    [row] = verifier.verify_many(pyarrow.table({"path": pyarrow.array([None], pyarrow.string())}))
    assert json.loads(row.to_json())["error"]["code"] == "error.unreadable-file"


def test_a_table_without_documents_is_refused(verifier: longseal.Verifier) -> None:
    with pytest.raises(ValueError, match="need a column"):
        pyarrow.table(verifier.verify_many(pyarrow.table({"file": ["a"]})))
    with pytest.raises(ValueError, match="`content` cannot be"):
        pyarrow.table(verifier.verify_many(pyarrow.table({"content": [1]})))


def test_an_error_of_the_stream_is_the_readers(verifier: longseal.Verifier, contents: pyarrow.Table) -> None:
    def broken():
        yield contents.to_batches()[0]
        raise ZeroDivisionError("no more")

    reader = pyarrow.RecordBatchReader.from_batches(contents.schema, broken())
    with pytest.raises(Exception, match="no more"):
        pyarrow.table(verifier.verify_many(reader))
