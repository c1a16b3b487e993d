"""The examples in docstrings, those of the binary module among them, run as they stand."""

import doctest
import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import longseal
from conftest import FIXTURES

FILES = {
    "decree.pdf": "pades/baseline-t/signature-timestamp.pdf",
    "2019/decree.pdf": "pades/baseline-t/signature-timestamp.pdf",
    "commented.pdf": "changes/annotation/free-text-over-content.pdf",
    "locked.pdf": "encryption/aes-256-given-password.pdf",
    "roots/root.pem": "pki/root.pem",
}


def documented() -> Iterator[tuple[str, str]]:
    """What is public, member by member, with its docstring."""
    yield "longseal", longseal.__doc__ or ""
    for name in longseal.__all__:
        value = getattr(longseal, name)
        if name.startswith("_"):
            continue
        yield name, inspect.getdoc(value) or ""
        for member, attribute in vars(value).items() if isinstance(value, type) else ():
            if not member.startswith("_") and (callable(attribute) or isinstance(attribute, property)):
                yield f"{name}.{member}", inspect.getdoc(attribute) or ""


def crowded(signatures: int) -> bytes:
    """More signatures than anybody needs."""
    numbers = range(10, 10 + signatures)
    fields = " ".join(f"{number} 0 R" for number in numbers)
    objects = [f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{fields}] >> >>\nendobj\n"]
    objects.append("2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n")
    value = "<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>"
    objects += [f"{number} 0 obj\n<< /FT /Sig /T ({number}) /V {value} >>\nendobj\n" for number in numbers]
    return "".join(["%PDF-1.7\n", *objects, "trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"]).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples run."""
    folder = tmp_path_factory.mktemp("examples")
    for name, file in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(FIXTURES / "files" / file, folder / name)
    (folder / "2019/letter.pdf").write_text("Dear Sir or Madam")
    (folder / "crowded.pdf").write_bytes(crowded(signatures=2000))
    return folder


def run(name: str, docstring: str, names: dict[str, object]) -> int:
    """Runs the examples of a docstring; how many there are."""
    example = doctest.DocTestParser().get_doctest(docstring, {}, name, None, None)
    example.globs = names
    output: list[str] = []
    # What is raised is told by class and message: a docstring is no place for a stack of calls.
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    result = runner.run(example, out=output.append, clear_globs=False)
    assert result.failed == 0, "".join(output)
    return result.attempted


@pytest.mark.parametrize(("name", "docstring"), [pytest.param(*found, id=found[0]) for found in documented()])
def test_examples(name: str, docstring: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {"longseal": longseal}
    # The examples of the package itself come before all others.
    run("longseal", longseal.__doc__ or "", names)
    attempted = run(name, docstring, names)
    assert attempted > 0, f"{name} has no example"


def test_a_wrong_example_would_be_found() -> None:
    with pytest.raises(AssertionError, match="Expected:"):
        run("wrong", ">>> 1 + 1\n3\n", {})
