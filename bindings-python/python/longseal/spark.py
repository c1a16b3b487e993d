"""Spark: the verdicts on the documents of a data frame, as a data frame.

pyspark and pyarrow must be installed where the session runs and on its workers, and this package on its workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from longseal.batch import BatchVerifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    from longseal._longseal import Verifier

__all__ = ["SETTINGS", "schema", "verify"]

SETTINGS: dict[str, str] = {
    # Spark hands over 10,000 rows at once: with the documents inside, gigabytes.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
    # A worker process remembers certificates and CRLs across tasks.
    "spark.python.worker.reuse": "true",
    # Times are in UTC, here as everywhere.
    "spark.sql.session.timeZone": "UTC",
}
"""What a session should be built with: `SparkSession.builder.config(map=SETTINGS)`."""


def schema(verifier: Verifier, *, table: str = "documents") -> StructType:
    """The columns of the result in Spark's types.

    >>> longseal.spark.schema(verifier).names[:3]
    ['path', 'size', 'sha256']
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(BatchVerifier(verifier, table=table).schema)


def verify(df: DataFrame, verifier: Verifier, *, table: str = "documents", threads: int = 1) -> DataFrame:
    """The verdicts on the documents of `df`, a row for each (`table="signatures"`: for each signature).

    `df` has a column `content` with the documents, as `spark.read.format("binaryFile")` gives it, or `path` with files that every
    worker can read, which moves no document through Spark. `verifier` goes to the workers as bytes: they need no file of it
    and no network. A document that cannot be examined is a row with `error_code`; a task that is run again gives the same rows.

    >>> contents = [("decree.pdf", open("decree.pdf", "rb").read()), ("letter.pdf", b"Dear Sir or Madam")]
    >>> documents = session.createDataFrame(contents, "path string, content binary")
    >>> verdicts = longseal.spark.verify(documents, verifier)
    >>> [(row.path, row.document_indication, row.error_code) for row in verdicts.sort("path").collect()]
    [('decree.pdf', 'TOTAL-PASSED', None), ('letter.pdf', None, 'error.not-pdf')]
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    examine = BatchVerifier(verifier, table=table, threads=threads)

    def examine_all(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        return map(examine, batches)

    columns = [name for name in ("path", "content") if name in df.columns]
    return df.select(*columns).mapInArrow(examine_all, from_arrow_schema(examine.schema))
