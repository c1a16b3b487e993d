//! A table as a Parquet file, written as rows come.

use std::io::{self, Write};

use longseal::report::{Fault, Language, Report};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::table::{SCHEMA_KEY, Table, TableBuilder};

/// Rows encoded at once.
pub(super) const BATCH: usize = 1_024;

/// Rows of a row group: a group is in memory until it is written.
pub(super) const GROUP: usize = 16 * BATCH;

/// Writes one table. The same rows give the same bytes.
pub struct ParquetWriter<W: Write + Send> {
    writer: ArrowWriter<W>,
    builder: TableBuilder,
    in_group: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Begins a file.
    pub fn new(target: W, table: Table, language: Language) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("longseal ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let mut writer = ArrowWriter::try_new(target, table.schema(), Some(properties)).map_err(io::Error::other)?;
        // In the plain too: not every reader of Parquet decodes the Arrow schema.
        writer.append_key_value_metadata(KeyValue::new(SCHEMA_KEY.to_owned(), table.name().to_owned()));
        Ok(Self { writer, builder: TableBuilder::new(table, language), in_group: 0 })
    }

    /// Adds a document.
    pub fn push(&mut self, report: &Report, path: &str) -> io::Result<()> {
        self.builder.push(report, path);
        self.write_full()
    }

    /// Adds a document that could not be examined.
    pub fn push_fault(&mut self, fault: &Fault<'_>) -> io::Result<()> {
        self.builder.push_fault(fault);
        self.write_full()
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.write()?;
        self.writer.into_inner().map_err(io::Error::other)
    }

    fn write_full(&mut self) -> io::Result<()> {
        if self.builder.rows() < BATCH { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        let batch = self.builder.finish();
        self.writer.write(&batch).map_err(io::Error::other)?;
        self.in_group += batch.num_rows();
        if self.in_group >= GROUP {
            self.in_group = 0;
            self.writer.flush().map_err(io::Error::other)?;
        }
        Ok(())
    }
}
