//! `--format parquet`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use longseal::report::{Fault, Language, Report};
use longseal_archive::arrow::{ParquetWriter, Table};

use crate::UsageError;
use crate::arguments::TableName;
use crate::output::WholeFile;

/// A table on its way to a file or to standard output.
pub(crate) struct TableFile(ParquetWriter<Target>);

enum Target {
    Stream(io::Stdout),
    File(WholeFile),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

impl TableFile {
    pub(crate) fn create(path: Option<&Path>, table: TableName, language: Language) -> Result<Self, UsageError> {
        let target = match path {
            Some(path) => {
                let file = WholeFile::create(path);
                Target::File(file.map_err(|error| UsageError(format!("cannot write {}: {error}", path.display())))?)
            }
            None if io::stdout().is_terminal() => {
                return Err(UsageError("a Parquet file is nothing to look at: name a file with -o".to_owned()));
            }
            None => Target::Stream(io::stdout()),
        };
        let table = match table {
            TableName::Documents => Table::Documents,
            TableName::Signatures => Table::Signatures,
        };
        let writer = ParquetWriter::new(target, table, language);
        writer.map(Self).map_err(|error| UsageError(format!("cannot write: {error}")))
    }

    pub(crate) fn push(&mut self, report: &Report, path: &str) -> io::Result<()> {
        self.0.push(report, path)
    }

    pub(crate) fn push_fault(&mut self, fault: &Fault<'_>) -> io::Result<()> {
        self.0.push_fault(fault)
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        match self.0.finish()? {
            Target::Stream(mut stream) => stream.flush(),
            Target::File(file) => file.finish(),
        }
    }
}
