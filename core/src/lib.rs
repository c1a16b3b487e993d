//! Validates PDF signatures, certificate chains, revocation and timestamps for long-term archiving.

pub mod asn1;
pub mod error;
pub mod indication;
pub mod limits;
pub mod reason;
pub mod time;

pub use error::Error;
