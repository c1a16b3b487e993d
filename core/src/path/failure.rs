//! Why there is no valid path.

use core::fmt;

use crate::indication::SubIndication;
use crate::reason::{Reason, ReasonCode};
use crate::x509::{Certificate, TrustAnchor};

/// No path is valid: what was wrong with the one that came furthest.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PathFailure {
    /// What kind of failure it is.
    pub kind: PathFailureKind,
    /// Everything found wrong with [`certificates`](Self::certificates); at least one reason.
    pub reasons: Vec<Reason>,
    /// The best candidate, target first, as far as it goes.
    pub certificates: Vec<Certificate>,
    /// The anchor it leads to, if it does.
    pub anchor: Option<TrustAnchor>,
}

/// Kinds of failure, from the least to the most advanced candidate: of several failures the greatest is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PathFailureKind {
    /// No chain leads to a trust anchor.
    NoChain,
    /// A limit was reached before a path was found.
    LimitReached,
    /// A chain leads to an anchor, and a certificate in it may not be used or not in this way.
    Invalid,
    /// A chain leads to an anchor, and an algorithm or a key in it is not supported, so that nobody knows.
    Unsupported,
    /// A chain leads to an anchor and breaks a constraint: names, policies, path length, usage.
    Constraints,
    /// The chain is good but was not valid at the time.
    OutsideValidity,
    /// The chain is good, and whoever asked for it (revocation) refused it.
    Refused,
}

impl PathFailureKind {
    /// The sub-indication of EN 319 102-1 §5.2.6 that goes with it, before proofs of existence are looked at.
    pub const fn sub_indication(self) -> SubIndication {
        match self {
            Self::NoChain => SubIndication::NoCertificateChainFound,
            Self::LimitReached | Self::Invalid | Self::Unsupported | Self::Refused => {
                SubIndication::CertificateChainGeneralFailure
            }
            Self::Constraints => SubIndication::ChainConstraintsFailure,
            Self::OutsideValidity => SubIndication::OutOfBoundsNoPoe,
        }
    }

    /// What a reason says about the path it was found in.
    pub(super) const fn of(code: ReasonCode) -> Self {
        match code {
            ReasonCode::PathExpired | ReasonCode::PathNotYetValid => Self::OutsideValidity,
            ReasonCode::PathLengthExceeded
            | ReasonCode::PathNameConstraints
            | ReasonCode::PathPolicy
            | ReasonCode::PathExtendedKeyUsage
            | ReasonCode::PathProfile
            | ReasonCode::SignerKeyUsage => Self::Constraints,
            ReasonCode::PathAlgorithmUnsupported => Self::Unsupported,
            ReasonCode::PathLimit => Self::LimitReached,
            ReasonCode::PathNoTrustAnchor | ReasonCode::PathAnchorNameOnly | ReasonCode::PathIssuerMissing => Self::NoChain,
            _ => Self::Invalid,
        }
    }
}

impl PathFailure {
    /// A failure whose kind is that of its gravest reason.
    pub(super) fn new(certificates: Vec<Certificate>, anchor: Option<TrustAnchor>, reasons: Vec<Reason>) -> Self {
        let kinds = reasons.iter().map(|reason| PathFailureKind::of(reason.code));
        let kind = kinds.min().unwrap_or(PathFailureKind::Invalid);
        Self { kind, reasons, certificates, anchor }
    }

    /// A chain that `build`'s caller refused.
    pub fn refused(certificates: Vec<Certificate>, anchor: TrustAnchor, reasons: Vec<Reason>) -> Self {
        Self { kind: PathFailureKind::Refused, reasons, certificates, anchor: Some(anchor) }
    }

    /// Whether a reason with this code is among the reasons.
    pub fn has(&self, code: ReasonCode) -> bool {
        self.reasons.iter().any(|reason| reason.code == code)
    }

    /// The more useful of two: the more advanced kind, then the fewer faults, then the earlier.
    pub(super) fn better(best: Option<Self>, other: Self) -> Self {
        match best {
            Some(best) if (best.kind, usize::MAX - best.reasons.len()) >= (other.kind, usize::MAX - other.reasons.len()) => best,
            _ => other,
        }
    }
}

impl fmt::Display for PathFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reason) in self.reasons.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { "" } else { "; " }, reason.code.as_str())?;
            for (name, value) in &reason.arguments {
                write!(f, ", {name} {value}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for PathFailure {}
