//! Time-Stamp Protocol: tokens and responses (RFC 3161, profiled by EN 319 422).
//!
//! A [`TimestampToken`] is a CMS SignedData over a [`TstInfo`]. Reading says what it claims; whether its signature
//! verifies, whether the imprint is that of the data, and whether the authority is trusted is judged elsewhere.

mod response;
mod token;
mod tst_info;

pub use response::{PkiStatus, TimestampResponse};
pub use token::TimestampToken;
pub use tst_info::{Accuracy, MessageImprint, TstInfo};
