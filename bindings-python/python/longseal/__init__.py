"""Verifies signed PDF documents for long-term archiving, offline and reproducibly.

>>> import longseal
>>> verifier = longseal.Verifier(trust="roots/", at="2026-01-01T00:00:00Z", revocation="none")
>>> report = verifier.verify("decree.pdf")
>>> report.indication
<Indication.TOTAL_PASSED: 'TOTAL-PASSED'>

The other examples in this package go on from here. An exception says that a document could not be examined. A document that was
examined and is not good is a report, with its reasons. docs/python.md is the tutorial.
"""

from __future__ import annotations

from longseal._longseal import (
    Batch,
    Certificate,
    Change,
    Changes,
    Evidence,
    Permissions,
    PolicyReference,
    Reason,
    Report,
    Revision,
    Revocation,
    Row,
    Signature,
    Timestamp,
    ValidationData,
    Verdicts,
    Verifier,
    __version__,
    explain,
)
from longseal.batch import BatchVerifier
from longseal.enums import (
    BlockIndication,
    ChangeLevel,
    Coverage,
    Indication,
    RevocationStatus,
    Severity,
    SignatureFormat,
    SignatureType,
    SubIndication,
    TimestampType,
)
from longseal.errors import Encrypted, InternalError, LimitExceeded, LongsealError, NotPdf, Unreadable

# What type checkers take for true, without the milliseconds that importing `typing` takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from os import PathLike

    from typing_extensions import Buffer

__all__ = [
    "Batch",
    "BatchVerifier",
    "BlockIndication",
    "Certificate",
    "Change",
    "ChangeLevel",
    "Changes",
    "Coverage",
    "Encrypted",
    "Evidence",
    "Indication",
    "InternalError",
    "LimitExceeded",
    "LongsealError",
    "NotPdf",
    "Permissions",
    "PolicyReference",
    "Reason",
    "Report",
    "Revision",
    "Revocation",
    "RevocationStatus",
    "Row",
    "Severity",
    "Signature",
    "SignatureFormat",
    "SignatureType",
    "SubIndication",
    "Timestamp",
    "TimestampType",
    "Unreadable",
    "ValidationData",
    "Verdicts",
    "Verifier",
    "__version__",
    "explain",
    "verify",
]


def verify(
    data: str | PathLike[str] | Buffer,
    *,
    trust: str | PathLike[str] | Buffer | Iterable[str | PathLike[str] | Buffer],
    material: str | PathLike[str] | Buffer | Iterable[str | PathLike[str] | Buffer] = (),
    policy: str | PathLike[str] | None = None,
    revocation: str | None = None,
    at: datetime | str | None = None,
    password: str | bytes | None = None,
    lang: str = "en",
    name: str | None = None,
) -> Report:
    """Verifies one document.

    `data` is a path, or the bytes themselves: `bytes`, a read-only `memoryview` or `mmap` are used where they are, anything
    that can be written to is copied. `trust` and `material` are files, folders, bytes or PEM text, one or several; there is no
    built-in trust. `policy` is a preset (`default`, `strict`), a TOML file or TOML text. `revocation` (`require`, `if-present`,
    `none`) goes before the policy's. `at` is the validation time, now when left out. `name` is what the report calls bytes.

    >>> longseal.verify("decree.pdf", trust="roots/", at="2026-01-01T00:00:00Z", revocation="none")
    <Report "decree.pdf": TOTAL-PASSED>

    Raises `LongsealError` when the document could not be examined, `OSError` when a file cannot be read, `ValueError` when
    trust, material, policy or time cannot be used.
    """
    verifier = Verifier(
        trust=trust, material=material, policy=policy, revocation=revocation, at=at, password=password, lang=lang
    )
    return verifier.verify(data, name=name)
