//! OCSP responses (RFC 6960 §4.2), read where they lie, and requests for them.
//!
//! Reading decides nothing: who may answer for which certificate is judged in `revocation`.

mod request;
mod response;
mod single;

pub use request::request;
pub use response::{OcspResponse, ResponderId};
pub use single::{CertId, CertStatus, SingleResponse};
