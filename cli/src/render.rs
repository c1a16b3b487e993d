//! A verdict, or the reason why there is none, in the format asked for.

use longseal::report::{self, Fault, Language, Report};

use crate::arguments::Format;

/// How rows are rendered.
#[derive(Clone, Copy)]
pub(crate) struct Renderer {
    pub(crate) format: Format,
    pub(crate) language: Language,
}

impl Renderer {
    /// The verdict on the document known as `path`.
    pub(crate) fn report(self, report: &Report, path: &str) -> String {
        match self.format {
            Format::Text => report::to_text(report, path, self.language),
            Format::Json | Format::Jsonl => report::to_json(report, Some(path), self.language),
            Format::Csv => report::to_csv(report, path),
            Format::Html => report::to_html(report, path, self.language),
            Format::Etsi => report::to_etsi(report, path, self.language),
            Format::Premis => report::to_premis(report, path, self.language),
            // Rows of a table have no text.
            Format::Parquet => String::new(),
        }
    }

    /// The row of a document that could not be examined.
    pub(crate) fn fault(self, fault: &Fault<'_>) -> String {
        match self.format {
            Format::Text => report::fault_to_text(fault, self.language),
            Format::Json | Format::Jsonl => {
                report::fault_to_json(fault.code, fault.message, Some(fault.path), fault.size, fault.validation_time)
            }
            Format::Csv => report::fault_to_csv(fault),
            Format::Html => report::fault_to_html(fault, self.language),
            Format::Etsi => report::fault_to_etsi(fault),
            Format::Premis => report::fault_to_premis(fault),
            Format::Parquet => String::new(),
        }
    }
}
