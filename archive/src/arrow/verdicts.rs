//! The verdicts of a run over a catalog as a Parquet file: `longseal/verdicts/1`, a row for each signature.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema, SchemaRef};
use longseal::time::Instant;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::column::{Column, Int, Long, Record, Text, Time, field, record};
use super::parquet::{BATCH, GROUP};
use super::table::SCHEMA_KEY;

/// Name and version of the schema.
pub const VERDICTS_SCHEMA: &str = "longseal/verdicts/1";

record! {
    /// A signature's verdict in a run.
    Verdicts {
        run: Long = "number of the run",
        path: Text = "what the document was named by",
        sha256: Text = "SHA-256 of the file, hexadecimal",
        position: Int = "place of the signature in the document, from 0",
        field: Text = "fully qualified field name",
        r#type: Text = "signature or document-timestamp",
        indication: Text = "TOTAL-PASSED, INDETERMINATE or TOTAL-FAILED",
        sub_indication: Text = "why it is not TOTAL-PASSED",
        reasons: Text = "reason codes, separated by spaces",
        signer: Text = "the subject of the signing certificate",
        unit: Text = "the signer's organisation and units, the widest first",
        issuer: Text = "the issuer of the signing certificate",
        algorithm: Text = "signature algorithm",
        claimed_signing_time: Time = "the time the signer claims; not proven",
        timestamp: Time = "the earliest timestamp inside the signature",
        best_signature_time: Time = "the earliest time for which the signature is proven to have existed",
        renewal_due: Time = "the day by which a new timestamp is needed",
        renewal_cause: Text = "what ends then: a reason code renewal.*",
        renewal_message: Text = "the same in words",
    }
}

/// The columns of the file, each with its meaning.
pub fn verdicts_schema() -> SchemaRef {
    let metadata = [(SCHEMA_KEY.to_owned(), VERDICTS_SCHEMA.to_owned())];
    Arc::new(Schema::new_with_metadata(Verdicts::fields(), metadata.into()))
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct VerdictRow<'a> {
    /// Number of the run.
    pub run: u64,
    /// What the document was named by.
    pub path: &'a str,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: Option<&'a str>,
    /// Place of the signature in the document, from 0.
    pub position: i64,
    /// Field, type, indication, sub-indication, reasons, signer, unit, issuer, algorithm, renewal cause and message.
    pub texts: [Option<&'a str>; 11],
    /// Claimed signing time, timestamp, best-signature-time and renewal due.
    pub times: [Option<Instant>; 4],
}

/// Writes the table. The same rows give the same bytes.
pub struct VerdictWriter<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    columns: Verdicts,
    rows: usize,
    in_group: usize,
}

impl<W: Write + Send> VerdictWriter<W> {
    /// Begins a file.
    pub fn new(target: W) -> io::Result<Self> {
        let schema = verdicts_schema();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("longseal ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let mut writer = ArrowWriter::try_new(target, Arc::clone(&schema), Some(properties)).map_err(io::Error::other)?;
        writer.append_key_value_metadata(KeyValue::new(SCHEMA_KEY.to_owned(), VERDICTS_SCHEMA.to_owned()));
        Ok(Self { writer, schema, columns: Verdicts::default(), rows: 0, in_group: 0 })
    }

    /// Adds a row.
    pub fn push(&mut self, row: &VerdictRow<'_>) -> io::Result<()> {
        let columns = &mut self.columns;
        columns.run.push_option(Some(row.run));
        columns.path.push(row.path);
        columns.sha256.push_option(row.sha256);
        columns.position.push(row.position);
        let texts = [
            &mut columns.field,
            &mut columns.r#type,
            &mut columns.indication,
            &mut columns.sub_indication,
            &mut columns.reasons,
            &mut columns.signer,
            &mut columns.unit,
            &mut columns.issuer,
            &mut columns.algorithm,
            &mut columns.renewal_cause,
            &mut columns.renewal_message,
        ];
        texts.into_iter().zip(row.texts).for_each(|(column, text)| column.push_option(text));
        let times = [
            &mut columns.claimed_signing_time,
            &mut columns.timestamp,
            &mut columns.best_signature_time,
            &mut columns.renewal_due,
        ];
        times.into_iter().zip(row.times).for_each(|(column, time)| column.push_option(time));
        self.rows += 1;
        if self.rows < BATCH { Ok(()) } else { self.write() }
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.write()?;
        self.writer.into_inner().map_err(io::Error::other)
    }

    fn write(&mut self) -> io::Result<()> {
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), self.columns.finish()).map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(io::Error::other)?;
        self.in_group += std::mem::take(&mut self.rows);
        if self.in_group >= GROUP {
            self.in_group = 0;
            self.writer.flush().map_err(io::Error::other)?;
        }
        Ok(())
    }
}
