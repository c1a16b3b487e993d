"""Why a document could not be examined at all.

A document that was examined and found wanting is a report, never an exception.
"""

__all__ = ["Encrypted", "InternalError", "LimitExceeded", "LongsealError", "NotPdf", "Unreadable"]


class LongsealError(Exception):
    """A document could not be examined. `code` is the stable code of report rows.

    >>> try:
    ...     verifier.verify(b"Dear Sir or Madam")
    ... except longseal.LongsealError as error:
    ...     print(error.code)
    error.not-pdf
    """

    code: str

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, code)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[0])


class NotPdf(LongsealError):
    """The bytes are no PDF file.

    >>> verifier.verify(b"Dear Sir or Madam")
    Traceback (most recent call last):
    longseal.errors.NotPdf: not a PDF file
    """


class Encrypted(LongsealError):
    """Encrypted, and no given password opens it, or in a way that is not supported.

    >>> verifier.verify("locked.pdf")
    Traceback (most recent call last):
    longseal.errors.Encrypted: encrypted, and no given password opens it
    """


class LimitExceeded(LongsealError):
    """Examining it would cost more than a limit allows.

    >>> verifier.verify("crowded.pdf")
    Traceback (most recent call last):
    longseal.errors.LimitExceeded: over a limit: signatures
    """


class Unreadable(LongsealError):
    """A PDF file whose structure cannot be read, not even by rebuilding its cross-references.

    >>> verifier.verify(b"%PDF-1.7 and nothing else")
    Traceback (most recent call last):
    longseal.errors.Unreadable: damaged: no document catalog at byte 0
    """


class InternalError(LongsealError):
    """A mistake in Longseal, and not in the document. Please report it; a run over many documents goes on.

    >>> issubclass(longseal.InternalError, longseal.LongsealError)
    True
    """
