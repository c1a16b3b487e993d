"""Spark in local mode with two workers: the rows of `verify_many`, each exactly once, whatever happens to a task."""

import doctest
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pytest

import longseal
import longseal.spark
from conftest import FIXTURES, java

ROOT = FIXTURES / "files/pki/root.pem"
AT = "2026-01-01T00:00:00Z"
DOCUMENTS = 2000


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    java()
    import pyspark.cloudpickle
    from pyspark.sql import SparkSession

    # Workers do not have this module.
    pyspark.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Two workers; a task may fail three times.
    builder = SparkSession.builder.master("local[2,4]").appName("longseal").config(map=longseal.spark.SETTINGS)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def verifier() -> longseal.Verifier:
    return longseal.Verifier(trust=ROOT, at=AT, revocation="none")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents of every kind, each different; every twentieth is damaged."""
    folder = tmp_path_factory.mktemp("documents")
    files = [path for path in sorted((FIXTURES / "files").rglob("*.pdf")) if path.stat().st_size < 100_000]
    for number in range(DOCUMENTS):
        data = files[number % len(files)].read_bytes()
        if number % 20 == 7:
            data = [b"", b"no document", data[: len(data) // 3], data.replace(b"/Type", b"/Tipe")][number // 20 % 4]
        (folder / f"{number:04}.pdf").write_bytes(data + b"\n" * (number // len(files)))
    return folder


@pytest.fixture(scope="module")
def expected(verifier: longseal.Verifier, folder: Path) -> list[dict[str, Any]]:
    rows = pyarrow.table(verifier.verify_many(folder)).to_pylist()
    assert len(rows) == DOCUMENTS
    assert sum(row["error_code"] is not None for row in rows) >= 50
    assert len({row["document_indication"] for row in rows}) == 4
    return rows


def sorted_rows(frame: Any) -> list[dict[str, Any]]:
    return sorted(frame.toArrow().to_pylist(), key=lambda row: row["path"])


def paths(session: Any, folder: Path, partitions: int) -> Any:
    return session.createDataFrame([(str(path),) for path in sorted(folder.iterdir())], "path string").repartition(partitions)


def test_rows_are_those_of_verify_many(
    session: Any, verifier: longseal.Verifier, folder: Path, expected: list[dict[str, Any]]
) -> None:
    assert sorted_rows(longseal.spark.verify(paths(session, folder, 4), verifier)) == expected


def test_content_goes_through_spark(
    session: Any, verifier: longseal.Verifier, folder: Path, expected: list[dict[str, Any]]
) -> None:
    frame = session.read.format("binaryFile").option("pathGlobFilter", "00*.pdf").load(str(folder))
    rows = sorted_rows(longseal.spark.verify(frame, verifier))
    # Spark's own reader passes over empty files: docs/python.md warns of it.
    not_empty = [row for row in expected[:100] if row["size"] != 0]
    assert 90 < len(rows) < 100
    assert rows == [{**row, "path": f"file:{row['path']}"} for row in not_empty]


def test_the_table_of_signatures(session: Any, verifier: longseal.Verifier, folder: Path) -> None:
    small = paths(session, folder, 3).filter("path like '%/00%'")
    rows = sorted_rows(longseal.spark.verify(small, verifier, table="signatures"))
    some = sorted(folder.glob("00*.pdf"))
    expected = pyarrow.table(verifier.verify_many(some, table="signatures")).to_pylist()
    assert sorted(rows, key=lambda row: (row["path"], row["number"] or 0)) == expected
    assert longseal.spark.schema(verifier, table="signatures").names == list(expected[0])


class DiesOnce(longseal.BatchVerifier):
    """Its process is killed in the middle of a task, once."""

    marker = ""

    def __call__(self, batch: Any) -> Any:
        result = super().__call__(batch)
        try:
            os.close(os.open(self.marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return result
        os.kill(os.getpid(), signal.SIGKILL)
        return result


def test_a_killed_worker_loses_and_doubles_nothing(
    session: Any,
    verifier: longseal.Verifier,
    folder: Path,
    expected: list[dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(longseal.spark, "BatchVerifier", DiesOnce)
    monkeypatch.setattr(DiesOnce, "marker", str(tmp_path / "killed"))
    rows = sorted_rows(longseal.spark.verify(paths(session, folder, 4), verifier))
    assert (tmp_path / "killed").exists()
    assert rows == expected


@pytest.mark.parametrize("function", [longseal.spark.verify, longseal.spark.schema])
def test_examples_in_docstrings(
    session: Any, verifier: longseal.Verifier, function: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They need a session, which no other docstring has."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(FIXTURES / "files/pades/baseline-t/signature-timestamp.pdf", "decree.pdf")
    names = {"longseal": longseal, "session": session, "verifier": verifier}
    example = doctest.DocTestParser().get_doctest(function.__doc__, names, function.__name__, None, None)
    assert doctest.DocTestRunner().run(example).failed == 0
    assert example.examples
