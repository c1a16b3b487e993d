//! The verdict in the standard's words, with its reasons: as a value, as JSON and as text in English and Vietnamese.

mod assemble;
mod attack;
mod chain;
mod json;
mod messages;
mod model;
mod structure;
mod text;

pub use assemble::assemble;
pub use chain::{CHAIN_SCHEMA, ChainReport, assemble_chain, chain_to_json, chain_to_text};
pub use json::{error_to_json, fault_to_json, to_json};
pub use messages::{Language, message, template};
pub use model::{
    CertificateReport, ChangesReport, DocumentSummary, PermissionsReport, PolicyReference, Report, RevisionSummary,
    RevocationReport, SignatureFormat, SignatureIdentity, SignatureReport, SignerClaims, TimestampReport,
};
pub use text::{error_to_text, to_text};

/// The version of the JSON report, its `schema` member.
pub const SCHEMA: &str = "longseal/report/1";
