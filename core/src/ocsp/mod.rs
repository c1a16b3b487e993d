//! OCSP responses (RFC 6960 §4.2), read where they lie.
//!
//! Reading decides nothing: who may answer for which certificate is judged in `revocation`.

mod response;
mod single;

pub use response::{OcspResponse, ResponderId};
pub use single::{CertId, CertStatus, SingleResponse};
