"""One document: what can be given, what comes back."""

import dataclasses
import gc
import json
import mmap
import pickle
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import longseal
from conftest import FIXTURES

SIGNED = FIXTURES / "files/pades/baseline-t/signature-timestamp.pdf"
ROOT = FIXTURES / "files/pki/root.pem"
AT = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def verifier() -> longseal.Verifier:
    return longseal.Verifier(trust=ROOT, at=AT, revocation="none")


def test_the_obvious_call() -> None:
    report = longseal.verify(SIGNED, trust=ROOT, at=AT, revocation="none")
    assert report.indication is longseal.Indication.TOTAL_PASSED
    assert report.path == str(SIGNED)
    [signature] = report.signatures
    assert signature.signed_by == "Nguyễn Văn A"
    assert signature.best_signature_time == datetime(2025, 6, 1, 9, 0, 5, tzinfo=timezone.utc)
    assert signature.changes.level is longseal.ChangeLevel.NONE
    assert signature.coverage is longseal.Coverage.WHOLE_DOCUMENT


def test_every_member_of_the_report_is_an_attribute(verifier: longseal.Verifier) -> None:
    """Names and values are those of the JSON report, all the way down."""

    def same(value: object, expected: object, at: str) -> None:
        match expected:
            case dict():
                for name, member in expected.items():
                    same(getattr(value, name), member, f"{at}.{name}")
            case list():
                assert isinstance(value, tuple), at
                assert len(value) == len(expected), at
                for index, (item, member) in enumerate(zip(value, expected, strict=True)):
                    same(item, member, f"{at}[{index}]")
            case _ if isinstance(value, datetime):
                assert value == datetime.fromisoformat(expected), at
            case _:
                assert value == expected, at

    compared = 0
    for path in sorted((FIXTURES / "files").rglob("*.pdf")):
        try:
            report = verifier.verify(path)
        except longseal.LongsealError:
            continue
        expected = report.to_dict()
        assert expected.pop("schema") == "longseal/report/1"
        assert expected.pop("error") is None
        for name, member in expected.pop("document").items():
            same(getattr(report, name), member, name)
        assert report.trust_digest == expected.pop("trust")["digest"]
        assert report.material_digest is expected.pop("material")
        same(report, expected, path.name)
        compared += 1
    assert compared > 100


def test_bytes_are_taken_wherever_they_are(verifier: longseal.Verifier) -> None:
    data = SIGNED.read_bytes()
    expected = verifier.verify(data).to_json()
    assert json.loads(expected)["document"]["path"] is None
    with SIGNED.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        given = [memoryview(data), bytearray(data), memoryview(bytearray(data)), mapped, memoryview(b"x" + data)[1:]]
        for value in given:
            assert verifier.verify(value).to_json() == expected
        del given
    assert verifier.verify(data, name="decree.pdf").path == "decree.pdf"
    for path in (str(SIGNED), SIGNED):
        assert verifier.verify(path, name="decree.pdf").to_json() == verifier.verify(data, name="decree.pdf").to_json()


def test_what_has_no_bytes_is_refused(verifier: longseal.Verifier) -> None:
    for value in (None, 5, ["a.pdf"]):
        with pytest.raises(TypeError):
            verifier.verify(value)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="follow one another"):
        verifier.verify(memoryview(b"%PDF-1.7 ")[::2])


def test_exceptions_only_for_what_cannot_be_examined(verifier: longseal.Verifier, tmp_path: Path) -> None:
    with pytest.raises(longseal.NotPdf) as caught:
        verifier.verify(b"hello")
    assert caught.value.code == "error.not-pdf"
    assert isinstance(caught.value, longseal.LongsealError)
    assert pickle.loads(pickle.dumps(caught.value)).code == "error.not-pdf"
    encrypted = sorted((FIXTURES / "files/encryption").rglob("*.pdf"))
    raised = set()
    for path in encrypted:
        try:
            verifier.verify(path)
        except longseal.LongsealError as error:
            raised.add(type(error))
    assert raised == {longseal.Encrypted}
    with pytest.raises(FileNotFoundError):
        verifier.verify(tmp_path / "missing.pdf")
    with pytest.raises(OSError, match="folder"):
        verifier.verify(tmp_path)


def test_trust_in_every_form() -> None:
    pem = ROOT.read_text()
    expected = longseal.verify(SIGNED, trust=ROOT, at=AT).to_json()
    for trust in (str(ROOT), [ROOT], ROOT.read_bytes(), pem, [pem.encode()], memoryview(pem.encode())):
        assert longseal.verify(SIGNED, trust=trust, at=AT).to_json() == expected
    none = longseal.verify(SIGNED, trust=(), at=AT)
    assert none.indication is longseal.Indication.INDETERMINATE
    with pytest.raises(ValueError, match="cannot use the given bytes as trust"):
        longseal.verify(SIGNED, trust=b"nonsense", at=AT)
    with pytest.raises(ValueError, match="cannot read"):
        longseal.verify(SIGNED, trust="no/such/file.pem", at=AT)
    with pytest.raises(TypeError):
        longseal.verify(SIGNED, at=AT)  # type: ignore[call-arg]


def test_the_time_is_one_instant() -> None:
    hanoi = timezone(timedelta(hours=7))
    for at in (AT, datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 1, 7, tzinfo=hanoi)):
        assert longseal.Verifier(trust=(), at=at).validation_time == datetime(2026, 1, 1, tzinfo=timezone.utc)
    now = longseal.Verifier(trust=()).validation_time
    assert abs(now - datetime.now(timezone.utc)) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="time zone"):
        longseal.Verifier(trust=(), at=datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="RFC 3339"):
        longseal.Verifier(trust=(), at="yesterday")


def test_policies_by_name_file_and_text(tmp_path: Path) -> None:
    text = 'schema = "longseal/policy/1"\nname = "archive"\nextends = "default"\n[revocation]\nrequirement = "none"\n'
    file = tmp_path / "archive.toml"
    file.write_text(text)
    names = [longseal.verify(SIGNED, trust=ROOT, at=AT, policy=policy).policy.name for policy in ("strict", file, text)]
    assert names == ["strict", "archive", "archive"]
    with pytest.raises(ValueError, match="neither a file nor a preset"):
        longseal.Verifier(trust=(), policy="no-such")


def test_evidence_is_judged_without_the_document(verifier: longseal.Verifier) -> None:
    evidence = verifier.collect(SIGNED)
    data = evidence.to_cbor()
    again = longseal.Evidence.from_cbor(data, name=str(SIGNED))
    assert again.to_cbor() == data
    assert verifier.judge(again).to_json() == verifier.verify(SIGNED).to_json()
    assert verifier.judge(pickle.loads(pickle.dumps(evidence))).to_json() == verifier.verify(SIGNED).to_json()
    untrusting = longseal.Verifier(trust=(), at=AT)
    assert untrusting.judge(again).indication is longseal.Indication.INDETERMINATE
    with pytest.raises(ValueError, match="not evidence"):
        longseal.Evidence.from_cbor(b"%PDF-1.7")


def test_a_verifier_travels_without_its_files(tmp_path: Path) -> None:
    copy = tmp_path / "roots"
    copy.mkdir()
    (copy / "root.pem").write_bytes(ROOT.read_bytes())
    (copy / "trust.toml").write_text(
        'schema = "longseal/trust/1"\n[[anchor]]\nfile = "root.pem"\nuntil = 2025-12-01\npurposes = ["signing"]\n'
    )
    try:
        verifier = longseal.Verifier(trust=copy, material=ROOT, at=AT, policy="strict", password="geheim", lang="vi")
    except ValueError as error:
        pytest.fail(str(error))
    expected = verifier.verify(SIGNED).to_json()
    packed = pickle.dumps(verifier)
    (copy / "root.pem").unlink()
    assert pickle.loads(packed).verify(SIGNED).to_json() == expected


def test_values_are_frozen(verifier: longseal.Verifier) -> None:
    report = verifier.verify(SIGNED)
    signature = report.signatures[0]
    for value, name in ((report, "path"), (signature, "indication"), (signature.certificates[0], "subject")):
        with pytest.raises(AttributeError):
            setattr(value, name, "x")
    with pytest.raises(ValueError, match="three outcomes"):
        bool(report)
    assert not dataclasses.is_dataclass(report)


def test_a_report_outlives_its_document(verifier: longseal.Verifier) -> None:
    data = bytearray(SIGNED.read_bytes())
    report = verifier.verify(data)
    data.clear()  # fails with BufferError while a buffer is held
    gc.collect()
    assert report.signatures[0].signed_by == "Nguyễn Văn A"


def test_other_threads_run_meanwhile(verifier: longseal.Verifier) -> None:
    data = SIGNED.read_bytes()
    expected = verifier.verify(data).to_json()
    results: list[str] = []

    def work() -> None:
        results.extend(verifier.verify(data).to_json() for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 20


def test_other_languages_and_forms(verifier: longseal.Verifier) -> None:
    report = verifier.verify(SIGNED)
    assert report.to_json(lang="vi") != report.to_json()
    assert "VALID" in report.to_text()
    assert report.to_html().startswith("<!")
    assert "premis" in report.to_premis()
    assert "ValidationReport" in report.to_etsi()
    with pytest.raises(ValueError, match="languages"):
        report.to_json(lang="fr")
    clause, sentence = longseal.explain("path.no-trust-anchor")
    assert clause
    assert sentence
    with pytest.raises(KeyError):
        longseal.explain("no.such-code")


def test_the_words_are_those_of_the_core() -> None:
    from longseal._longseal import _words

    sub_indications, formats = _words()
    assert [str(word) for word in longseal.SubIndication] == sub_indications
    assert [str(word) for word in longseal.SignatureFormat] == formats


def test_importing_is_quick_and_needs_nothing() -> None:
    """Time of the processor, because other programs run beside tests."""
    code = (
        "import sys, time, datetime, enum; start = time.process_time(); import longseal; took = time.process_time() - start;"
        "print(took, [name for name in sys.modules if 'site-packages' in str(getattr(sys.modules[name], '__file__', ''))"
        " and not name.startswith(('longseal', '_distutils'))])"
    )
    outputs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in range(5)]
    seconds = min(float(output.split()[0]) for output in outputs)
    print(f"import: {1000 * seconds:.1f} ms")
    assert seconds < 0.05
    assert all(output.split(maxsplit=1)[1].strip() == "[]" for output in outputs)
