//! Certificate revocation lists (RFC 5280 §5), read where they lie, with an index by serial number.
//!
//! Reading decides nothing: whether a CRL covers a certificate and who may have signed it is judged in `revocation`.

mod entry;
mod index;
mod issuing_distribution_point;
mod list;

pub use crate::x509::CrlReason;
pub use entry::{CrlEntries, CrlEntry};
pub use issuing_distribution_point::IssuingDistributionPoint;
pub use list::{Crl, EntryExtensions};
