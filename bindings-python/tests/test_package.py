"""The package as it is installed: types, the command, other versions of Python."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import longseal
from conftest import FIXTURES, REPOSITORY, run, skip

PACKAGE = Path(longseal.__file__).parent
SIGNED = FIXTURES / "files/pades/baseline-t/signature-timestamp.pdf"
ROOT = FIXTURES / "files/pki/root.pem"


def test_stubs_say_what_the_module_has() -> None:
    settings = REPOSITORY / "bindings-python/pyproject.toml"
    stubtest = [sys.executable, "-m", "mypy.stubtest", "longseal._longseal", "--mypy-config-file", settings]
    checked = subprocess.run(stubtest, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_types_hold_for_those_who_use_them(tmp_path: Path) -> None:
    """pyright, in its strict mode, over the package and over a program that uses it rightly; and it finds a wrong one."""
    right = """
import longseal
report = longseal.verify("decree.pdf", trust=["root.pem", b"..."], at="2026-01-01T00:00:00Z")
indication: longseal.Indication | None = report.indication
for signature in report.signatures:
    subject: str = signature.certificates[0].subject
verifier = longseal.Verifier(trust="roots/")
for row in verifier.verify_many(["a.pdf", ("b", b"...")], progress=print):
    path: str = row.path if row.report is None else row.report.sha256
"""
    (tmp_path / "right.py").write_text(right)
    (tmp_path / "wrong.py").write_text('import longseal\nlonglived: int = longseal.verify("a.pdf", trust=1).indication\n')
    settings = {"typeCheckingMode": "strict", "include": ["right.py", "wrong.py"], "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    pyright = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    checked = subprocess.run([*pyright, "--project", tmp_path], capture_output=True, text=True, check=False)
    if not checked.stdout.startswith("{"):
        skip("types: pyright cannot run, because Node or its package is missing")
    found = {(Path(found["file"]).name, found["rule"]) for found in json.loads(checked.stdout)["generalDiagnostics"]}
    assert found == {("wrong.py", "reportArgumentType"), ("wrong.py", "reportAssignmentType")}

    complete = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--verifytypes", "longseal", "--ignoreexternal", "--outputjson"],
        capture_output=True,
        text=True,
        check=False,
    )
    completeness = json.loads(complete.stdout)["typeCompleteness"]
    unknown = [symbol["name"] for symbol in completeness["symbols"] if symbol["isExported"] and not symbol["isTypeKnown"]]
    assert unknown == []


def test_every_class_and_function_is_documented() -> None:
    for name in longseal.__all__:
        value = getattr(longseal, name)
        if name.startswith("_"):
            continue
        assert value.__doc__, name
        for member, attribute in vars(value).items() if isinstance(value, type) else ():
            if not member.startswith("_") and callable(attribute):
                assert attribute.__doc__, f"{name}.{member}"


def test_python_m_longseal_is_the_command(command: Path) -> None:
    arguments = ["verify", SIGNED, "--trust", ROOT, "--at", "2026-01-01T00:00:00Z", "--format", "json"]
    own = subprocess.run([sys.executable, "-m", "longseal", *arguments], capture_output=True, text=True, check=False)
    expected = run(command, *arguments)
    assert (own.stdout, own.stderr, own.returncode) == (expected.stdout, expected.stderr, expected.returncode)
    assert own.returncode == 3
    assert own.stdout.startswith("{")


def interpreters(version: str) -> list[str | Path]:
    """Where this version may be: on the path, or among those of pyenv, whose programs on the path run one of them only."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    return [f"python{version}", *sorted(pyenv.glob(f"{version}.*/bin/python{version}"))]


def made_with(interpreter: str | Path, folder: Path) -> bool:
    """Makes a virtual environment."""
    venv = [interpreter, "-m", "venv", "--without-pip", "--clear", folder]
    try:
        return subprocess.run(venv, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_other_versions_of_python(version: str, tmp_path: Path) -> None:
    """The one wheel, in a fresh environment without anything else."""
    wheel = os.environ.get("LONGSEAL_WHEEL")
    if wheel is None:
        skip("other versions of Python: no LONGSEAL_WHEEL")
    if not any(made_with(interpreter, tmp_path) for interpreter in interpreters(version)):
        skip(f"Python {version} is not installed")
    python = tmp_path / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*pip, wheel], check=True)
    code = (
        "import longseal, sys\n"
        f"report = longseal.verify({str(SIGNED)!r}, trust={str(ROOT)!r}, at='2026-01-01T00:00:00Z', revocation='none')\n"
        "print(*sys.version_info[:2], sep='.'); print(report.indication)"
    )
    ran = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == [version, "TOTAL-PASSED"], ran.stderr
    helped = subprocess.run([python, "-m", "longseal", "--help"], capture_output=True, text=True, check=False)
    assert "verify" in helped.stdout, helped.stderr
