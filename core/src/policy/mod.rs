//! What is required of a signature: policy as data, apart from the mechanism that checks it.
//!
//! Every report names the policy and the SHA-256 digest of its canonical text, so that a verdict can be reproduced.

mod suites;

pub use suites::{CryptographicSuites, DigestRule, KeyRule, Reliability};

use core::time::Duration;

use crate::crypto::DigestAlgorithm;

/// Whether revocation status must be known (EN 319 102-1 §5.1.4.2.3, revocation constraints).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RevocationRequirement {
    /// Every certificate below the anchor needs acceptable revocation information.
    #[default]
    Require,
    /// Revocation information is used where it is at hand; its absence is a warning.
    IfPresent,
    /// Revocation is not looked at; the report says so.
    None,
}

impl RevocationRequirement {
    /// `require`, `if-present` or `none`, as on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Require => "require",
            Self::IfPresent => "if-present",
            Self::None => "none",
        }
    }

    /// The requirement with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Require, Self::IfPresent, Self::None].into_iter().find(|requirement| requirement.as_str() == name)
    }
}

/// How old revocation information may be, relative to the time it is used for (EN 319 102-1 §5.2.5.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// As old as the distance between its thisUpdate and nextUpdate: the standard's rule without a constraint.
    #[default]
    UntilNextUpdate,
    /// As old as this.
    MaxAge(Duration),
    /// Any age. A revocation since then goes unseen.
    NotChecked,
}

impl Freshness {
    fn canonical_text(self) -> String {
        match self {
            Self::UntilNextUpdate => "until-next-update".to_owned(),
            Self::MaxAge(age) => format!("{} s", age.as_secs()),
            Self::NotChecked => "not-checked".to_owned(),
        }
    }
}

/// The constraints a verdict is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The policy's name, as in reports.
    pub name: String,
    /// Whether revocation status must be known.
    pub revocation: RevocationRequirement,
    /// How old revocation information may be.
    pub revocation_freshness: Freshness,
    /// Which algorithms are reliable until when.
    pub suites: CryptographicSuites,
}

/// The preset `default`: EN 319 102-1 with the suites of TS 119 312 v1.5.1, revocation required.
impl Default for Policy {
    fn default() -> Self {
        Self {
            name: "default".to_owned(),
            revocation: RevocationRequirement::Require,
            revocation_freshness: Freshness::UntilNextUpdate,
            suites: CryptographicSuites::ts_119_312(),
        }
    }
}

impl Policy {
    /// The preset with this name.
    pub fn preset(name: &str) -> Option<Self> {
        (name == "default").then(Self::default)
    }

    /// The same policy with another revocation requirement. The name says so, because the verdict may differ.
    #[must_use]
    pub fn with_revocation(mut self, revocation: RevocationRequirement) -> Self {
        if revocation != self.revocation {
            self.name = format!("{}+revocation-{}", self.name, revocation.as_str());
            self.revocation = revocation;
        }
        self
    }

    /// SHA-256 of the canonical text: two policies with one digest give the same verdicts.
    pub fn digest(&self) -> [u8; 32] {
        let mut digest = [0; 32];
        digest.copy_from_slice(DigestAlgorithm::Sha256.digest(self.canonical_text().as_bytes()).as_ref());
        digest
    }

    /// The policy as text, one line a rule, in a fixed order. The name is not part of it.
    pub fn canonical_text(&self) -> String {
        let freshness = self.revocation_freshness.canonical_text();
        format!(
            "longseal/policy/1\nrevocation {}\nrevocation-freshness {freshness}\n{}",
            self.revocation.as_str(),
            self.suites.canonical_text()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_follows_the_rules_not_the_name() {
        let policy = Policy::default();
        let renamed = Policy { name: "archive".to_owned(), ..policy.clone() };
        assert_eq!(policy.digest(), renamed.digest());
        assert_ne!(policy.digest(), policy.clone().with_revocation(RevocationRequirement::IfPresent).digest());
        assert_eq!(policy.clone().with_revocation(RevocationRequirement::Require), policy);
    }

    #[test]
    fn presets_are_found_by_name() {
        assert_eq!(Policy::preset("default"), Some(Policy::default()));
        assert_eq!(Policy::preset("lenient"), None);
        assert_eq!(RevocationRequirement::from_name("if-present"), Some(RevocationRequirement::IfPresent));
    }
}
