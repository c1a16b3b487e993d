"""Many documents: every one is a row."""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest

import longseal
from conftest import FIXTURES, run, skip

ROOT = FIXTURES / "files/pki/root.pem"
SIGNED = FIXTURES / "files/pades/baseline-t/signature-timestamp.pdf"
AT = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def verifier() -> longseal.Verifier:
    return longseal.Verifier(trust=ROOT, at=AT, revocation="none")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed, damaged and hostile documents, and what is no document."""
    folder = tmp_path_factory.mktemp("documents")
    files = sorted((FIXTURES / "files").rglob("*.pdf"))[:60]
    for number, file in enumerate(files):
        (folder / f"{number:03}.pdf").write_bytes(file.read_bytes())
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "text.pdf").write_bytes(b"hello")
    (folder / "header.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "cut.pdf").write_bytes(files[0].read_bytes()[:1000])
    (folder / "dangling.pdf").symlink_to(folder / "missing")
    return folder


def test_every_row_is_that_of_the_command(verifier: longseal.Verifier, folder: Path, command: Path) -> None:
    listed = run(command, "verify", folder, "--trust", ROOT, "--at", AT, "--revocation", "none", "--format", "jsonl")
    expected = listed.stdout.splitlines()
    assert len(expected) == 65
    for threads in (1, 2, 5):
        assert [row.to_json() for row in verifier.verify_many(folder, threads=threads)] == expected


def test_a_row_has_a_report_or_an_error(verifier: longseal.Verifier, folder: Path) -> None:
    rows = {Path(row.path).name: row for row in verifier.verify_many(folder)}
    good = rows["000.pdf"]
    assert good.error is None
    assert good.report is not None
    assert good.report.to_dict() == good.to_dict()
    assert rows["text.pdf"].report is None
    assert isinstance(rows["text.pdf"].error, longseal.NotPdf)
    assert rows["text.pdf"].to_dict()["document"] == {"path": str(folder / "text.pdf"), "size": 5, "sha256": None}
    assert isinstance(rows["dangling.pdf"].error, FileNotFoundError)
    assert rows["dangling.pdf"].error.filename == str(folder / "dangling.pdf")


def test_any_order_has_the_same_rows(verifier: longseal.Verifier, folder: Path) -> None:
    paths = sorted(folder.iterdir())
    ordered = [row.to_json() for row in verifier.verify_many(paths, threads=1)]
    finished = [row.to_json() for row in verifier.verify_many(map(str, paths), threads=3, ordered=False)]
    assert len(ordered) == 65
    assert sorted(finished) == sorted(ordered)


def test_verdicts_are_read_as_often_as_wanted(verifier: longseal.Verifier, folder: Path) -> None:
    verdicts = verifier.verify_many(folder)
    assert [row.path for row in verdicts] == [row.path for row in verdicts]
    assert len([row for row in itertools.islice(verdicts, 3)]) == 3


def test_bytes_with_names(verifier: longseal.Verifier) -> None:
    data = SIGNED.read_bytes()
    good, same, bad = verifier.verify_many([("good", data), (Path("same"), memoryview(bytearray(data))), ("bad", b"hello")])
    assert good.report is not None and same.report is not None
    assert (good.path, same.path, bad.path) == ("good", "same", "bad")
    assert good.report.sha256 == same.report.sha256
    assert isinstance(bad.error, longseal.NotPdf)


def test_progress_counts_every_document(verifier: longseal.Verifier, folder: Path) -> None:
    from tqdm import tqdm

    with tqdm(total=65, disable=None) as bar, open(os.devnull, "w") as nowhere:
        bar.fp = nowhere
        counted: list[int] = []
        rows = list(verifier.verify_many(folder, progress=lambda count: (counted.append(count), bar.update(count))))
    assert sum(counted) == len(rows) == 65
    counted.clear()
    assert sum(map(len, verifier.verify_many(folder, progress=counted.append).batches())) == 65
    assert sum(counted) == 65


def test_an_error_of_the_progress_callback_ends_the_run(verifier: longseal.Verifier, folder: Path) -> None:
    rows = iter(verifier.verify_many(folder, progress=lambda count: 1 // 0))
    with pytest.raises(ZeroDivisionError):
        list(rows)
    assert list(rows) == []


def test_documents_are_taken_as_they_are_needed(verifier: longseal.Verifier) -> None:
    taken = 0

    def endless() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        while True:
            taken += 1
            yield ("document", b"hello")

    rows = iter(verifier.verify_many(endless(), threads=2, ordered=False))
    assert taken == 0
    for _ in range(500):
        next(rows)
    del rows
    # Read, taken and not read, waiting to be taken, waiting to be examined.
    assert taken <= 500 + 128 + 128 + 32
    time.sleep(0.2)
    after = taken
    time.sleep(0.2)
    assert taken == after


def test_an_error_of_the_documents_is_raised_after_the_rows_before(verifier: longseal.Verifier) -> None:
    def broken() -> Iterator[str]:
        yield str(SIGNED)
        raise ZeroDivisionError

    rows = iter(verifier.verify_many(broken(), threads=2))
    assert next(rows).report is not None
    with pytest.raises(ZeroDivisionError):
        next(rows)
    with pytest.raises(StopIteration):
        next(rows)


def test_a_mistake_of_the_caller_is_raised(verifier: longseal.Verifier) -> None:
    with pytest.raises(TypeError, match="bytes of one document"):
        verifier.verify_many(SIGNED.read_bytes())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="int is none"):
        verifier.verify_many(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not int"):
        list(verifier.verify_many([5]))  # type: ignore[list-item]
    with pytest.raises(ValueError, match="tables are"):
        verifier.verify_many(SIGNED, table="pages")


def test_one_thread_reads(verifier: longseal.Verifier) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow() -> Iterator[tuple[str, bytes]]:
        entered.set()
        leave.wait(10)
        yield ("document", b"hello")

    rows = iter(verifier.verify_many(slow()))
    results: list[longseal.Row] = []
    reader = threading.Thread(target=lambda: results.extend(rows))
    reader.start()
    assert entered.wait(10)
    with pytest.raises(RuntimeError, match="another thread"):
        next(rows)
    leave.set()
    reader.join(10)
    assert len(results) == 1


def test_a_large_run_with_hostile_files_has_every_row(verifier: longseal.Verifier, tmp_path: Path) -> None:
    data = SIGNED.read_bytes()
    bomb = b"%PDF-1.7\n1 0 obj\n" + b"<<" * 200_000
    loop = b"%PDF-1.7\nstartxref\n9\n%%EOF\n" + b"trailer << /Prev 9 /Root 1 0 R >>\n" * 1000
    hostile = {100: bomb, 500: loop, 900: b"\0" * 100_000, 1300: data[:-1] + b"x" * 50_000, 1700: data[:5000] * 20}

    def documents() -> Iterator[tuple[str, bytes]]:
        for number in range(2000):
            yield (f"{number}.pdf", hostile.get(number, data))

    rows = list(verifier.verify_many(documents(), threads=2))
    assert [row.path for row in rows] == [f"{number}.pdf" for number in range(2000)]
    passed = [row.report is not None and row.report.indication == "TOTAL-PASSED" for row in rows]
    assert [number for number, is_passed in enumerate(passed) if not is_passed] == sorted(hostile)


PANICS = b"%PDF panic"


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_panic_is_a_row(verifier: longseal.Verifier, threads: int) -> None:
    """Nothing is known that makes the module panic, so it is built with a document that does."""
    if "panics" not in os.environ.get("LONGSEAL_FEATURES", ""):
        with pytest.raises(longseal.LongsealError) as caught:
            verifier.verify(PANICS)
        assert not isinstance(caught.value, longseal.InternalError), "a back door in a wheel for users"
        skip("panics: the module has no document that makes it panic")
    data = SIGNED.read_bytes()
    documents = [(str(number), PANICS if number % 50 == 7 else data) for number in range(300)]
    rows = list(verifier.verify_many(documents, threads=threads))
    assert [row.path for row in rows] == [str(number) for number in range(300)]
    failed = [row for row in rows if row.report is None]
    assert [row.path for row in failed] == ["7", "57", "107", "157", "207", "257"]
    for row in failed:
        assert isinstance(row.error, longseal.InternalError)
        assert row.error.code == row.to_dict()["error"]["code"] == "error.internal"
        assert str(row.error) == "a mistake in Longseal, not in the document: as asked for"
    codes = [code for batch in verifier.verify_many(documents, threads=threads).batches() for code in pyarrow.record_batch(batch)["error_code"].to_pylist()]
    assert [number for number, code in enumerate(codes) if code == "error.internal"] == [7, 57, 107, 157, 207, 257]
    for work in (verifier.verify, verifier.collect):
        with pytest.raises(longseal.InternalError, match="as asked for"):
            work(PANICS)
    assert verifier.verify(data).indication == "TOTAL-PASSED"


def test_a_row_does_not_wait_for_others(verifier: longseal.Verifier) -> None:
    leave = threading.Event()

    def documents() -> Iterator[tuple[str, bytes]]:
        yield ("first", SIGNED.read_bytes())
        # Long enough to be told from the time that a row waits for others.
        leave.wait(20)
        yield ("second", b"hello")

    rows = iter(verifier.verify_many(documents(), threads=1))
    start = time.monotonic()
    assert next(rows).path == "first"
    took = time.monotonic() - start
    leave.set()
    assert [row.path for row in rows] == ["second"]
    assert took < 10


INTERRUPTED = """
import itertools, pathlib, sys, threading
import longseal
verifier = longseal.Verifier(trust={root!r}, at={at!r})
data = pathlib.Path({signed!r}).read_bytes()
def progress(count, seen=[0]):
    seen[0] += count
    if seen[0] > 5:
        print("running", flush=True)
        seen[0] = -1 << 60
documents = ((str(number), data) for number in itertools.count())
verdicts = verifier.verify_many(documents, progress=progress, rows_per_batch=1 << 30)
{read}
"""


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("for row in verdicts: pass", "KeyboardInterrupt"),
        ("for batch in verdicts.batches(): pass", "KeyboardInterrupt"),
        # A reader outside Python raises its own error first; the interrupt comes after it.
        ("import pyarrow\ntry: pyarrow.table(verdicts)\nexcept pyarrow.ArrowException: print('swallowed')", "KeyboardInterrupt"),
    ],
)
def test_an_interrupt_stops_within_a_second(read: str, expected: str) -> None:
    code = INTERRUPTED.format(root=str(ROOT), at=AT, signed=str(SIGNED), read=read)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "running\n"
    start = time.monotonic()
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    took = time.monotonic() - start
    print(f"interrupt: {took:.2f} s")
    assert expected in errors
    assert took < 1.0
