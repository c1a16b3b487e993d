//! Verdicts as tables: Arrow record batches and Parquet files, in two versioned schemas.
//!
//! [`Table::Documents`] has a row for each document, its signatures nested; [`Table::Signatures`] a row for each signature,
//! flat. What could not be examined is a row in both. The verdicts of a catalog's run are a table of their own. Columns and their meaning stand in docs/arrow.md and in the schema
//! itself, as the metadata `description` of each field.

mod column;
#[cfg(feature = "parquet")]
mod parquet;
mod records;
mod table;
#[cfg(feature = "parquet")]
mod verdicts;

#[cfg(feature = "parquet")]
pub use parquet::ParquetWriter;
pub use table::{SCHEMA_KEY, Table, TableBuilder};
#[cfg(feature = "parquet")]
pub use verdicts::{VERDICTS_SCHEMA, VerdictRow, VerdictWriter, verdicts_schema};
