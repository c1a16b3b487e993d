//! EN 319 102-1 v1.4.1: from facts, trust, policy and a time to a verdict with its reasons.
//!
//! Nothing here sees bytes. [`basic`] holds the building blocks of §5.2 and the process of §5.3, [`timestamp`] that of
//! §5.4, [`long_term`] that of §5.5 with the best-signature-time. [`wanted`] says what would have helped.

pub mod archival;
pub mod basic;
pub mod long_term;
pub mod past_certificate;
pub mod past_signature;
pub mod proof_of_existence;
pub mod renewal;
pub mod time_sliding;
pub mod timestamp;
mod wanted;

pub use basic::{ChainContext, ChainMemory, Context, Outcome, ProspectMemory, SettingsDigests, Times};
pub use wanted::wanted;
