//! What came of the documents of a run.

use longseal::Indication;
use longseal::report::Report;

/// What came of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Every signature is TOTAL-PASSED.
    Passed,
    /// There are no signatures.
    Unsigned,
    /// The worst signature is INDETERMINATE.
    Indeterminate,
    /// It could not be examined.
    NotExamined,
    /// The worst signature is TOTAL-FAILED.
    Failed,
}

impl Outcome {
    /// That of a report.
    pub fn of(report: &Report) -> Self {
        Self::of_indication(report.indication())
    }

    /// That of the worst indication of a document's signatures; `None` without any.
    pub fn of_indication(indication: Option<Indication>) -> Self {
        match indication {
            None => Self::Unsigned,
            Some(Indication::TotalPassed) => Self::Passed,
            Some(Indication::Indeterminate) => Self::Indeterminate,
            Some(Indication::TotalFailed) => Self::Failed,
        }
    }
}

/// How many documents of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// [`Outcome::Passed`].
    pub passed: u64,
    /// [`Outcome::Unsigned`].
    pub unsigned: u64,
    /// [`Outcome::Indeterminate`].
    pub indeterminate: u64,
    /// [`Outcome::NotExamined`].
    pub not_examined: u64,
    /// [`Outcome::Failed`].
    pub failed: u64,
}

impl Tally {
    /// Counts one document.
    pub fn add(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Passed => &mut self.passed,
            Outcome::Unsigned => &mut self.unsigned,
            Outcome::Indeterminate => &mut self.indeterminate,
            Outcome::NotExamined => &mut self.not_examined,
            Outcome::Failed => &mut self.failed,
        } += 1;
    }

    /// All documents.
    pub fn documents(&self) -> u64 {
        self.passed + self.unsigned + self.indeterminate + self.not_examined + self.failed
    }

    /// The exit status of a run: 1 when something failed, 3 when nothing failed but something is indeterminate or could
    /// not be examined, else 0.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self { failed: 1.., .. } => 1,
            Self { indeterminate: 1.., .. } | Self { not_examined: 1.., .. } => 3,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_outweighs_everything_and_unsigned_nothing() {
        let status = |outcomes: &[Outcome]| {
            let mut tally = Tally::default();
            for &outcome in outcomes {
                tally.add(outcome);
            }
            assert_eq!(tally.documents(), outcomes.len() as u64);
            tally.exit_status()
        };
        assert_eq!(status(&[]), 0);
        assert_eq!(status(&[Outcome::Passed, Outcome::Unsigned]), 0);
        assert_eq!(status(&[Outcome::Passed, Outcome::Indeterminate]), 3);
        assert_eq!(status(&[Outcome::NotExamined, Outcome::Passed]), 3);
        assert_eq!(status(&[Outcome::NotExamined, Outcome::Failed, Outcome::Indeterminate]), 1);
    }
}
