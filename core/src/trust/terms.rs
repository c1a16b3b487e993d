//! For what an anchor is trusted, and until when.

use crate::gather::Gather as _;
use crate::order::Arrange as _;
use crate::path::Purpose;
use crate::time::Instant;

/// What an anchor is trusted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TrustPurpose {
    /// Certificates of people and organisations who sign documents.
    Signing,
    /// Certificates of timestamping units.
    Timestamping,
}

impl TrustPurpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Signing, Self::Timestamping];

    /// `signing` or `timestamping`, as in trust lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::Timestamping => "timestamping",
        }
    }

    /// The trust that a path for `purpose` needs; `None`: any anchor will do.
    pub(super) fn of(purpose: Purpose) -> Option<Self> {
        match purpose {
            Purpose::DocumentSigning => Some(Self::Signing),
            Purpose::TimeStamping => Some(Self::Timestamping),
            _ => None,
        }
    }
}

/// For what an anchor is trusted, and until when. The default is everything, without an end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnchorTerms {
    /// What it is trusted for.
    pub purposes: Vec<TrustPurpose>,
    /// The last instant at which chains may be held against it (the trust anchor's sunset date, EN 319 102-1 §5.2.6.4):
    /// afterwards only a proof that the signature and its certificates existed by then counts. `None`: no end.
    pub until: Option<Instant>,
}

impl Default for AnchorTerms {
    fn default() -> Self {
        Self { purposes: TrustPurpose::ALL.to_vec(), until: None }
    }
}

impl AnchorTerms {
    /// Trust for some purposes until some time.
    pub fn new(purposes: &[TrustPurpose], until: Option<Instant>) -> Self {
        let mut purposes = purposes.to_vec();
        purposes.arrange();
        purposes.dedup();
        Self { purposes, until }
    }

    /// What either trusts: what was once said to be trusted is not taken back by saying less elsewhere.
    pub(super) fn merge(&mut self, other: &Self) {
        let purposes = [self.purposes.as_slice(), &other.purposes].concat();
        let until = self.until.zip(other.until).map(|(own, other)| own.max(other));
        *self = Self::new(&purposes, until);
    }

    pub(super) fn canonical_text(&self) -> String {
        let purposes: Vec<&str> = self.purposes.iter().map(|purpose| purpose.as_str()).gather();
        format!("{} {}", purposes.join(","), self.until.map_or_else(|| "no-end".to_owned(), |until| until.to_string()))
    }
}
