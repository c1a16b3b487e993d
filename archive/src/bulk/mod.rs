//! Runs over many documents: which ([`Sources`]), their bytes ([`Reader`]), on how many threads and in which order
//! ([`Run`]), panics kept to one document ([`contain`]), results for a reader that is another thread ([`handover`]), what came
//! of them ([`Tally`]), and which of them an interrupted run has finished ([`Journal`]).
//!
//! Nothing here grows with the number of documents, except the journal's index (about 60 bytes for each finished one)
//! and the names of one folder at a time.

mod contain;
mod handover;
mod journal;
mod pattern;
mod queue;
mod read;
mod run;
mod sources;
mod tally;
mod walk;

pub use contain::{Panicked, contain};
pub use handover::{Giver, Taken, Taker, handover};
pub use journal::{Journal, JournalError, Settings};
pub use queue::Task;
pub use read::{Bytes, Reader};
pub use run::{Order, Run};
pub use sources::{Documents, Links, ListFormat, Shard, ShardError, Sources};
pub use tally::{Outcome, Tally};
pub use walk::{Candidate, Found};
