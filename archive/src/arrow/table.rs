//! The two tables, and batches of their rows.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use longseal::report::{Fault, Language, Report};

use super::column::Record;
use super::records::{Codes, Document, DocumentDetails, Signature};

/// The key of the schema's metadata that holds its name and version.
pub const SCHEMA_KEY: &str = "longseal.schema";

/// Which table. A version never changes its columns; another version has another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Table {
    /// A row for each document, signatures nested: `longseal/documents/1`.
    Documents,
    /// A row for each signature, flat; a document without signatures, or that could not be examined, has one row without
    /// a number: `longseal/signatures/1`.
    Signatures,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 2] = [Self::Documents, Self::Signatures];

    /// Name and version.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "longseal/documents/1",
            Self::Signatures => "longseal/signatures/1",
        }
    }

    /// The columns. The schema's metadata names the table, a field's its meaning.
    pub fn schema(self) -> SchemaRef {
        let fields = match self {
            Self::Documents => <(Document, DocumentDetails)>::fields(),
            Self::Signatures => <(Document, (Signature, Codes))>::fields(),
        };
        let metadata = [(SCHEMA_KEY.to_owned(), self.name().to_owned())];
        Arc::new(Schema::new_with_metadata(fields, metadata.into()))
    }
}

/// Rows that become a record batch.
pub struct TableBuilder {
    table: Table,
    language: Language,
    schema: SchemaRef,
    documents: (Document, DocumentDetails),
    signatures: (Document, (Signature, Codes)),
    rows: usize,
}

impl TableBuilder {
    /// No rows; messages are in `language`.
    pub fn new(table: Table, language: Language) -> Self {
        let schema = table.schema();
        Self { table, language, schema, documents: Default::default(), signatures: Default::default(), rows: 0 }
    }

    /// Adds a document. `path` is what the caller knows it by.
    pub fn push(&mut self, report: &Report, path: &str) {
        match self.table {
            Table::Documents => {
                self.documents.0.push(report, path);
                self.documents.1.push(report, self.language);
                self.rows += 1;
            }
            Table::Signatures => {
                for (index, signature) in report.signatures.iter().enumerate() {
                    self.signatures.0.push(report, path);
                    self.signatures.1.0.push(index + 1, signature);
                    self.signatures.1.1.push(signature);
                    self.rows += 1;
                }
                if report.signatures.is_empty() {
                    self.signatures.0.push(report, path);
                    self.signatures.1.push_nulls();
                    self.rows += 1;
                }
            }
        }
    }

    /// Adds a document that could not be examined.
    pub fn push_fault(&mut self, fault: &Fault<'_>) {
        match self.table {
            Table::Documents => {
                self.documents.0.push_fault(fault);
                self.documents.1.push_nulls();
            }
            Table::Signatures => {
                self.signatures.0.push_fault(fault);
                self.signatures.1.push_nulls();
            }
        }
        self.rows += 1;
    }

    /// Rows since the last batch.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns of its batches.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// The rows as a batch; the builder is empty then.
    ///
    /// # Panics
    /// Never: columns and schema come from one definition.
    pub fn finish(&mut self) -> RecordBatch {
        self.rows = 0;
        let columns = match self.table {
            Table::Documents => self.documents.finish(),
            Table::Signatures => self.signatures.finish(),
        };
        RecordBatch::try_new(self.schema(), columns).expect("columns and schema come from one definition")
    }
}
