"""The same bytes of JSON as the command, for every fixture and every foreign document."""

from collections import defaultdict
from pathlib import Path

import longseal
from conftest import FIXTURES, cases, run, shared


def differences(command: Path, verifier: longseal.Verifier, paths: list[Path], *arguments: str | Path) -> list[str]:
    """What differs, document by document. `arguments` are those that make the command the same verifier."""
    listed = run(command, "verify", *paths, "--format", "jsonl", *arguments)
    lines = listed.stdout.splitlines()
    assert len(lines) == len(paths), listed.stderr
    wrong = []
    for path, line in zip(paths, lines, strict=True):
        try:
            own = verifier.verify(path).to_json()
        except longseal.LongsealError as error:
            own = f'"error":{{"code":"{error.code}"'
            if own in line:
                continue
        if own != line:
            wrong.append(f"{path}\n  command {line}\n  python  {own}")
    return wrong


def test_every_fixture(command: Path) -> None:
    groups = defaultdict(list)
    for case in cases():
        key = (tuple(case["trust"]), tuple(case["material"]), case["password"], case["at"], case["revocation"], case.get("policy"))
        groups[key].append(FIXTURES / case["file"])
    assert sum(map(len, groups.values())) > 100
    wrong = []
    for (trust, material, password, at, revocation, policy), paths in groups.items():
        trust, material = [FIXTURES / file for file in trust], [FIXTURES / file for file in material]
        if policy is not None and (FIXTURES / policy).is_file():
            policy = FIXTURES / policy
        verifier = longseal.Verifier(
            trust=trust, material=material, password=password, at=at, revocation=revocation, policy=policy
        )
        arguments: list[str | Path] = ["--at", at]
        arguments += [part for file in trust for part in ("--trust", file)]
        arguments += [part for file in material for part in ("--material", file)]
        arguments += ["--revocation", revocation] if revocation else []
        arguments += ["--policy", policy] if policy else []
        arguments += ["--password", password] if password else []
        wrong += differences(command, verifier, paths, *arguments)
    assert not wrong, "\n".join(wrong[:5])


def test_every_foreign_document(command: Path) -> None:
    corpus = shared("corpus")
    paths = sorted(path for path in corpus.rglob("*.pdf") if path.is_file())
    assert len(paths) > 100
    anchors = corpus / "anchors"
    at = "2026-06-01T00:00:00Z"
    trust = [path for path in sorted(anchors.rglob("*")) if path.suffix in {".pem", ".crt", ".cer", ".der"}]
    verifier = longseal.Verifier(trust=trust, at=at)
    arguments = [part for file in trust for part in ("--trust", file)]
    wrong = differences(command, verifier, paths, "--at", at, *arguments)
    assert not wrong, f"{len(wrong)} of {len(paths)}\n" + "\n".join(wrong[:5])
