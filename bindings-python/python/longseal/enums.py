"""The words of verdicts: those of ETSI EN 319 102-1 and of the JSON report. Members are strings."""

from enum import StrEnum

__all__ = [
    "BlockIndication",
    "ChangeLevel",
    "Coverage",
    "Indication",
    "RevocationStatus",
    "Severity",
    "SignatureFormat",
    "SignatureType",
    "SubIndication",
    "TimestampType",
]


class Indication(StrEnum):
    """The outcome of validating a signature (EN 319 102-1 table 5).

    >>> report.indication is longseal.Indication.TOTAL_PASSED, report.indication == "TOTAL-PASSED"
    (True, True)
    """

    TOTAL_PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL-FAILED"


class BlockIndication(StrEnum):
    """The outcome of validating a timestamp inside a signature.

    >>> [timestamp.indication for timestamp in report.signatures[0].timestamps]
    [<BlockIndication.PASSED: 'PASSED'>]
    """

    PASSED = "PASSED"
    INDETERMINATE = "INDETERMINATE"
    FAILED = "FAILED"


class SubIndication(StrEnum):
    """Why an indication is not TOTAL-PASSED (EN 319 102-1 table 6).

    >>> longseal.verify("decree.pdf", trust=(), at="2026-01-01T00:00:00Z").signatures[0].sub_indication
    <SubIndication.NO_CERTIFICATE_CHAIN_FOUND: 'NO_CERTIFICATE_CHAIN_FOUND'>
    """

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"
    SIGNATURE_POLICY_NOT_AVAILABLE = "SIGNATURE_POLICY_NOT_AVAILABLE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND_NO_POE = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NOT_REVOKED = "OUT_OF_BOUNDS_NOT_REVOKED"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    REVOCATION_OUT_OF_BOUNDS_NO_POE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"


class SignatureType(StrEnum):
    """A person's or organisation's signature, or a document timestamp.

    >>> [signature.type for signature in report.signatures]
    [<SignatureType.SIGNATURE: 'signature'>]
    """

    SIGNATURE = "signature"
    DOCUMENT_TIMESTAMP = "document-timestamp"


class TimestampType(StrEnum):
    """What a timestamp covers.

    >>> [timestamp.type for timestamp in report.signatures[0].timestamps]
    [<TimestampType.SIGNATURE_TIMESTAMP: 'signature-timestamp'>]
    """

    SIGNATURE_TIMESTAMP = "signature-timestamp"
    CONTENT_TIMESTAMP = "content-timestamp"
    DOCUMENT_TIMESTAMP = "document-timestamp"
    VRI_TIMESTAMP = "vri-timestamp"


class SignatureFormat(StrEnum):
    """The level of a signature, told by its structure alone (EN 319 142-1 §6).

    >>> report.signatures[0].format
    <SignatureFormat.PADES_BASELINE_T: 'PAdES-BASELINE-T'>
    """

    PADES_BASELINE_B = "PAdES-BASELINE-B"
    PADES_BASELINE_T = "PAdES-BASELINE-T"
    PADES_BASELINE_LT = "PAdES-BASELINE-LT"
    PADES_BASELINE_LTA = "PAdES-BASELINE-LTA"
    PADES_BES = "PAdES-BES"
    PADES_EPES = "PAdES-EPES"
    PADES_LTV = "PAdES-LTV"
    PKCS7_B = "PKCS7-B"
    PKCS7_T = "PKCS7-T"
    PKCS7_LT = "PKCS7-LT"
    PKCS7_LTA = "PKCS7-LTA"
    PDF_NOT_ETSI = "PDF-NOT-ETSI"


class Coverage(StrEnum):
    """Which part of the file is signed.

    >>> report.signatures[0].coverage
    <Coverage.WHOLE_DOCUMENT: 'whole-document'>
    """

    WHOLE_DOCUMENT = "whole-document"
    WHOLE_REVISION = "whole-revision"
    PARTIAL = "partial"
    INVALID = "invalid"


class ChangeLevel(StrEnum):
    """The kind of a change after signing, from harmless to unexplained.

    >>> report.signatures[0].changes.level
    <ChangeLevel.NONE: 'none'>
    """

    NONE = "none"
    VALIDATION_DATA = "validation-data"
    FORM_FILLING = "form-filling"
    ANNOTATIONS = "annotations"
    UNDEFINED = "undefined"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How a reason bears on the verdict.

    >>> [reason.code for reason in report.signatures[0].reasons if reason.severity is longseal.Severity.ERROR]
    []
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class RevocationStatus(StrEnum):
    """What is known of a certificate's revocation.

    >>> report.signatures[0].certificates[0].revocation.status
    <RevocationStatus.NOT_CHECKED: 'not-checked'>
    """

    GOOD = "good"
    STALE = "stale"
    REVOKED = "revoked"
    ON_HOLD = "on-hold"
    UNKNOWN = "unknown"
    MISSING = "missing"
    NOT_NEEDED = "not-needed"
    NOT_CHECKED = "not-checked"
