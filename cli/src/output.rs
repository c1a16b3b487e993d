//! Rows as text, JSON or JSON lines, in the order of the documents.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::UsageError;
use crate::arguments::Format;

/// Writes one rendered document after the other.
pub(crate) struct Output {
    writer: BufWriter<Box<dyn Write>>,
    format: Format,
    /// Whether JSON is an array, because more than one document was asked for.
    array: bool,
    written: usize,
}

impl Output {
    /// To a file, or to standard output.
    pub(crate) fn create(path: Option<&Path>, format: Format, documents: usize) -> Result<Self, UsageError> {
        let target: Box<dyn Write> = match path {
            Some(path) => {
                Box::new(File::create(path).map_err(|error| UsageError(format!("cannot write {}: {error}", path.display())))?)
            }
            None => Box::new(io::stdout().lock()),
        };
        Ok(Self { writer: BufWriter::new(target), format, array: documents != 1, written: 0 })
    }

    /// One document.
    pub(crate) fn write(&mut self, rendered: &str) -> io::Result<()> {
        match self.format {
            Format::Text if self.written > 0 => self.writer.write_all(b"\n")?,
            Format::Json if self.array => self.writer.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?,
            _ => {}
        }
        self.written += 1;
        self.writer.write_all(rendered.as_bytes())?;
        let ends_line = self.format == Format::Text || (self.format == Format::Json && self.array);
        if ends_line { Ok(()) } else { self.writer.write_all(b"\n") }
    }

    /// Ends the array and flushes.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.format == Format::Json && self.array {
            self.writer.write_all(if self.written == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        self.writer.flush()
    }
}
