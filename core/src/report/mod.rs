//! The verdict in the standard's words, with its reasons: as a value, and in the formats of docs/reports.md.

mod assemble;
mod attack;
mod brief;
mod chain;
mod csv;
mod etsi;
mod fault;
mod html;
mod json;
mod json_writer;
mod messages;
mod model;
mod premis;
mod structure;
mod text;
mod timeline;
mod visible;
mod xml;

pub use assemble::{assemble, verdicts};
pub use brief::to_brief_text;
pub use chain::{CHAIN_SCHEMA, ChainReport, assemble_chain, chain_to_json, chain_to_text};
pub use csv::{CSV_COLUMNS, csv_header, fault_to_csv, to_csv};
pub use etsi::{fault_to_etsi, to_etsi};
pub use fault::Fault;
pub use html::{fault_to_html, html_head, html_tail, to_html};
pub use json::{error_to_json, fault_to_json, to_json};
pub use messages::{Language, advice, message, place, template, texts};
pub use model::{
    CertificateReport, ChangesReport, DocumentSummary, PermissionsReport, PolicyReference, Report, RevisionSummary,
    RevocationReport, SignatureFormat, SignatureIdentity, SignatureReport, SignerClaims, TimestampReport, Verdict,
};
pub use premis::{fault_to_premis, to_premis};
pub use text::{error_to_text, fault_to_text, to_text};
pub use visible::visible_text;

/// The version of the JSON report, its `schema` member.
pub const SCHEMA: &str = "longseal/report/1";
