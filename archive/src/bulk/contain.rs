//! Panics kept to the document they happened in.
//!
//! Nothing should panic on any document, and fuzzing looks for what does. When it happens all the same, one document has no
//! verdict: an archive's run of a million others goes on.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Work on a document that panicked: a mistake in Longseal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panicked {
    message: String,
}

impl Panicked {
    /// A stable code, as in the `error.code` of a report row.
    pub fn code(&self) -> &'static str {
        "error.internal"
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a mistake in Longseal, not in the document: {}", self.message)
    }
}

impl std::error::Error for Panicked {}

/// Does the work on one document.
///
/// # Errors
/// It panicked. In a program whose panics abort, nothing is contained.
pub fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    // What documents share, the memories of a verifier, is whole between the steps that change it, and its locks are taken
    // again after a panic. What belongs to the document is dropped.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Panicked { message: message(&*payload) })
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::{Candidate, Found, Run};

    #[test]
    fn a_panic_is_an_error_with_its_message() {
        let (index, empty) = (3, Vec::<u8>::new());
        assert_eq!(contain(|| empty.len()), Ok(0));
        let error = contain(|| empty[index]).unwrap_err();
        assert_eq!(error.code(), "error.internal");
        assert!(error.to_string().ends_with("the len is 0 but the index is 3"), "{error}");
        assert!(contain(|| panic!("plain")).unwrap_err().to_string().ends_with(": plain"));
        let payload = contain(|| std::panic::panic_any(5_u8)).unwrap_err();
        assert!(payload.to_string().ends_with("without a message"));
    }

    #[test]
    fn the_other_documents_of_a_run_are_examined() {
        let documents =
            (0..10_000).map(|number: u32| Candidate { path: number.to_string().into(), found: Found::File { size: 9 } });
        for jobs in [1, 3] {
            let (mut good, mut bad) = (0, 0);
            let examine = |(): &mut (), candidate: Candidate| {
                contain(|| assert!(!candidate.path.to_str().is_some_and(|name| name.ends_with("999")), "a test's"))
            };
            let write = |result: Result<(), Panicked>| {
                *(if result.is_ok() { &mut good } else { &mut bad }) += 1;
                Ok(())
            };
            Run::new(jobs).each(documents.clone(), || (), examine, write).unwrap();
            assert_eq!((good, bad), (9_990, 10), "{jobs}");
        }
    }
}
