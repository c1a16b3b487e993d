//! Validates PDF signatures, certificate chains, revocation and timestamps for long-term archiving.

pub mod asn1;
pub mod cms;
pub mod crl;
pub mod crypto;
pub mod error;
pub mod indication;
pub mod limits;
pub mod ocsp;
pub mod path;
pub mod pdf;
pub mod reason;
pub mod revocation;
pub mod time;
pub mod tsp;
pub mod x509;

pub use error::Error;
