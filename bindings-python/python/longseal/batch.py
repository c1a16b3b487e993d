"""`BatchVerifier`: one callable for every engine that hands over record batches, on one machine or many.

pyarrow must be installed where it is called; it is not imported before.
"""

from __future__ import annotations

from functools import lru_cache

from longseal._longseal import Verifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    import pyarrow

    Table = TypeVar("Table", pyarrow.RecordBatch, pyarrow.Table)

__all__ = ["BatchVerifier"]


# A process that works on many batches of a job keeps what the verifier remembers across documents.
@lru_cache(maxsize=4)
def _verifier(pickled: bytes) -> Verifier:
    import pickle

    verifier = pickle.loads(pickled)
    assert isinstance(verifier, Verifier)
    return verifier


class BatchVerifier:
    """Verifies the documents of a record batch; picklable.

    A batch has a column `content` (binary) with documents, or `path` (text) with files to read where this is called, or both:
    then `path` is the name. The result has the columns of `longseal/documents/1` or `longseal/signatures/1`. A document that
    cannot be examined is a row with `error_code`, never an exception. A `pyarrow.RecordBatch` gives a `pyarrow.RecordBatch`, a
    `pyarrow.Table` a `pyarrow.Table`.

    Trust, material, policy and time are those of the verifier, taken along as bytes: where this is called no file of them is
    needed, and the validation time is the same everywhere. Engines that run one task for each core want `threads=1`.

    >>> import pyarrow
    >>> examine = longseal.BatchVerifier(verifier)
    >>> documents = pyarrow.table({"path": ["decree.pdf", "missing.pdf"]})
    >>> examine(documents).select(["path", "document_indication", "error_code"]).to_pylist()[1]
    {'path': 'missing.pdf', 'document_indication': None, 'error_code': 'error.unreadable-file'}
    """

    def __init__(self, verifier: Verifier, *, table: str = "documents", threads: int = 1) -> None:
        import pickle

        # A mistake in `table` is one here, not on another machine.
        verifier.verify_many((), table=table)
        self.table = table
        self.threads = threads
        self._pickled = pickle.dumps(verifier)

    @property
    def schema(self) -> pyarrow.Schema:
        """The columns of the result.

        >>> longseal.BatchVerifier(verifier, table="signatures").schema.names[:3]
        ['path', 'size', 'sha256']
        """
        import pyarrow

        return pyarrow.schema(_verifier(self._pickled).verify_many((), table=self.table))

    def __call__(self, batch: Table) -> Table:
        import pyarrow

        # Not every kind of batch has a stream; a table does.
        given = pyarrow.Table.from_batches([batch]) if isinstance(batch, pyarrow.RecordBatch) else batch
        rows = max(given.num_rows, 1)
        verdicts = _verifier(self._pickled).verify_many(given, threads=self.threads, table=self.table, rows_per_batch=rows)
        result = pyarrow.table(verdicts)
        if isinstance(batch, pyarrow.RecordBatch):
            [combined] = result.combine_chunks().to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=result.schema)]
            return combined
        return result

    def __repr__(self) -> str:
        return f"<BatchVerifier of {self.table}>"
