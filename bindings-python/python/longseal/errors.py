"""Why a document could not be examined at all.

A document that was examined and found wanting is a report, never an exception.
"""

__all__ = ["Encrypted", "LimitExceeded", "LongsealError", "NotPdf", "Unreadable"]


class LongsealError(Exception):
    """A document could not be examined. `code` is the stable code of report rows, such as `error.not-pdf`."""

    code: str

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, code)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[0])


class NotPdf(LongsealError):
    """The bytes are no PDF file."""


class Encrypted(LongsealError):
    """Encrypted, and no given password opens it, or in a way that is not supported."""


class LimitExceeded(LongsealError):
    """Examining it would cost more than a limit allows."""


class Unreadable(LongsealError):
    """A PDF file whose structure cannot be read, not even by rebuilding its cross-references."""
