//! How a constraint counts.

use crate::reason::Severity;

/// How a constraint counts that a signature does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The verdict is not TOTAL-PASSED.
    Fail,
    /// A warning; the verdict stands.
    Warn,
    /// Nobody looks.
    Ignore,
}

impl Level {
    /// `fail`, `warn` or `ignore`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Ignore => "ignore",
        }
    }

    /// The severity of the finding; `None` where there is none.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Fail => Some(Severity::Error),
            Self::Warn => Some(Severity::Warning),
            Self::Ignore => None,
        }
    }
}
