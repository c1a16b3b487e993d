//! Runs over many documents: which ([`Sources`]), their bytes ([`Reader`]), on how many threads and in which order
//! ([`Run`]), what came of them ([`Tally`]), and which of them an interrupted run has finished ([`Journal`]).
//!
//! Nothing here grows with the number of documents, except the journal's index (about 60 bytes for each finished one)
//! and the names of one folder at a time.

mod journal;
mod pattern;
mod queue;
mod read;
mod run;
mod sources;
mod tally;
mod walk;

pub use journal::{Journal, JournalError, Settings};
pub use queue::Task;
pub use read::{Bytes, Reader};
pub use run::{Order, Run};
pub use sources::{Documents, Links, ListFormat, Shard, ShardError, Sources};
pub use tally::{Outcome, Tally};
pub use walk::{Candidate, Found};
