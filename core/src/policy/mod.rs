//! What is required of a signature: policy as data, apart from the mechanism that checks it.
//!
//! Every report names the policy and the SHA-256 digest of its canonical text, so that a verdict can be reproduced.

#[cfg(feature = "self-contained")]
mod answer;
#[cfg(any(test, not(feature = "self-contained")))]
#[cfg_attr(feature = "self-contained", allow(dead_code, reason = "tests hold it against what it stands for"))]
mod asked;
#[cfg(any(test, not(feature = "self-contained")))]
mod canonical;
mod level;
mod preset;
#[cfg(feature = "self-contained")]
mod read;
mod signature_policy;
mod suites;

#[cfg(feature = "self-contained")]
pub(crate) use answer::answer;
pub use level::Level;
pub use signature_policy::KnownSignaturePolicy;
pub use suites::{CryptographicSuites, DigestRule, KeyRule, Reliability};

use core::time::Duration;
use std::sync::OnceLock;

use crate::crypto::DigestAlgorithm;
use crate::settings::SettingsError;

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

/// Constraints on signatures (EN 319 102-1 §5.1.4.2.4, §5.2.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureConstraints {
    /// That a valid timestamp proves when the signature existed.
    pub timestamp: Level,
    /// That the signing-certificate attribute binds the certificate.
    pub signing_certificate_attribute: Level,
    /// That the key usage of the certificate allows signing documents.
    pub key_usage: Level,
    /// That a signature policy which the signature names is at hand.
    pub policy_not_available: Level,
    /// That the signature value is over the DER of the signed attributes and not over another order in which they are
    /// written (RFC 5652 §5.4). What fails this is TOTAL-FAILED/SIG_CRYPTO_FAILURE.
    pub signed_attributes_not_der: Level,
}

/// Constraints on what later revisions did, beyond what the signer permitted (ISO 32000-2 §12.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeConstraints {
    /// That no validation data was taken out of /DSS (§12.8.4.3). Earlier revisions still hold it and it is still used.
    pub validation_data_removed: Level,
    /// That the document still has as many pages as were signed. What fails this is TOTAL-FAILED/FORMAT_FAILURE.
    pub page_count: Level,
}

/// Constraints on timestamps (RFC 3161 §2.3, §2.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampConstraints {
    /// That the signing-certificate attribute binds the unit's certificate.
    pub signing_certificate_attribute: Level,
    /// That the extended key usage of the unit's certificate is critical.
    pub extended_key_usage_critical: Level,
}

/// The constraints a verdict is held against.
///
/// ```
/// use longseal::policy::Policy;
///
/// let text = r#"
///     schema = "longseal/policy/1"
///     name = "archive"
///     extends = "default"
///     digests."SHA-1" = 2020-01-01
/// "#;
/// let policy = Policy::from_toml(text)?;
/// assert_ne!(policy.digest(), Policy::default().digest());
/// assert!(Policy::from_toml("polcy = 1").is_err());
/// # Ok::<(), longseal::settings::SettingsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The policy's name, as in reports.
    pub name: String,
    /// Whether revocation status must be known.
    pub revocation: RevocationRequirement,
    /// How old revocation information may be.
    pub revocation_freshness: Freshness,
    /// How revocation information counts that is older.
    pub not_fresh: Level,
    /// How revocation information counts whose own signer's certificate has expired since, without a proof that it is
    /// older, on certificates other than a signature's signing certificate, for which it never does.
    pub expired_revocation_signer: Level,
    /// What signatures must meet.
    pub signature: SignatureConstraints,
    /// What timestamps must meet.
    pub timestamp: TimestampConstraints,
    /// What later revisions must meet.
    pub changes: ChangeConstraints,
    /// Which algorithms are reliable until when.
    pub suites: CryptographicSuites,
    /// Signature policies that signatures may name.
    pub signature_policies: Vec<KnownSignaturePolicy>,
    /// Documents of signature policies that no identifier was given for: a signature that states the digest of one names it.
    pub(crate) documents: Vec<KnownSignaturePolicy>,
}

/// The preset `default`: EN 319 102-1 with the suites of TS 119 312 v1.5.1, revocation required.
impl Default for Policy {
    fn default() -> Self {
        static DEFAULT: OnceLock<Policy> = OnceLock::new();
        DEFAULT.get_or_init(preset::default).clone()
    }
}

const DEFAULT_TOML: &str = include_str!("default.toml");
const STRICT_TOML: &str = include_str!("strict.toml");

impl Policy {
    /// The names of the presets.
    pub const PRESETS: &[&str] = &["default", "strict"];

    /// A policy from TOML text; `docs/policy.md` describes the format.
    ///
    /// # Errors
    /// [`SettingsError`] with line and column of the first mistake. Unknown keys are mistakes.
    pub fn from_toml(text: &str) -> Result<Self, SettingsError> {
        #[cfg(feature = "self-contained")]
        return read::read(text, &crate::limits::Limits::default(), None);
        #[cfg(not(feature = "self-contained"))]
        asked::read(text)
    }

    /// The preset with this name.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::default()),
            "strict" => Some(preset::strict()),
            _ => None,
        }
    }

    /// The preset's own text, as an example to start from.
    pub fn preset_toml(name: &str) -> Option<&'static str> {
        match name {
            "default" => Some(DEFAULT_TOML),
            "strict" => Some(STRICT_TOML),
            _ => None,
        }
    }

    /// The strictest: no algorithm is accepted. What the text of a preset, or a canonical text, is read into.
    fn nothing_accepted() -> Self {
        Self {
            name: "nothing-accepted".to_owned(),
            revocation: RevocationRequirement::Require,
            revocation_freshness: Freshness::UntilNextUpdate,
            not_fresh: Level::Fail,
            expired_revocation_signer: Level::Fail,
            signature: SignatureConstraints {
                timestamp: Level::Fail,
                signing_certificate_attribute: Level::Fail,
                key_usage: Level::Fail,
                policy_not_available: Level::Fail,
                signed_attributes_not_der: Level::Fail,
            },
            timestamp: TimestampConstraints {
                signing_certificate_attribute: Level::Fail,
                extended_key_usage_critical: Level::Fail,
            },
            changes: ChangeConstraints { validation_data_removed: Level::Fail, page_count: Level::Fail },
            suites: CryptographicSuites::default(),
            signature_policies: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// Gives the document of a signature policy whose [`file`](KnownSignaturePolicy::file) the policy names: the core
    /// reads no files. Until then signatures under it are INDETERMINATE/SIGNATURE_POLICY_NOT_AVAILABLE, unless the
    /// policy states the digest itself.
    pub fn supply_document(&mut self, identifier: &str, document: &[u8]) {
        let known = self.signature_policies.iter_mut().find(|policy| policy.identifier == identifier);
        if let Some(policy) = known {
            policy.supply(document);
        }
    }

    /// Gives the document of a signature policy without saying of which: a signature whose signed attributes state its digest
    /// was made under it.
    pub fn add_signature_policy_document(&mut self, document: &[u8]) {
        let mut known = KnownSignaturePolicy::new(String::new());
        known.supply(document);
        if !self.documents.contains(&known) {
            self.documents.push(known);
            self.documents.sort_by(|left, right| left.digests.cmp(&right.digests));
        }
    }

    /// Whether a document was given that has this digest.
    pub fn has_signature_policy_document(&self, algorithm: DigestAlgorithm, digest: &[u8]) -> bool {
        self.documents.iter().any(|document| document.has_digest(algorithm, digest) == Some(true))
    }

    /// What is known of the signature policy with this identifier.
    pub fn signature_policy(&self, identifier: &str) -> Option<&KnownSignaturePolicy> {
        self.signature_policies.iter().find(|policy| policy.identifier == identifier)
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
        let constraints = [
            ("revocation-not-fresh", self.not_fresh),
            ("revocation-expired-signer", self.expired_revocation_signer),
            ("signature-timestamp", self.signature.timestamp),
            ("signature-signing-certificate-attribute", self.signature.signing_certificate_attribute),
            ("signature-key-usage", self.signature.key_usage),
            ("signature-policy-not-available", self.signature.policy_not_available),
            ("signature-signed-attributes-not-der", self.signature.signed_attributes_not_der),
            ("timestamp-signing-certificate-attribute", self.timestamp.signing_certificate_attribute),
            ("timestamp-extended-key-usage-critical", self.timestamp.extended_key_usage_critical),
            ("changes-validation-data-removed", self.changes.validation_data_removed),
            ("changes-page-count", self.changes.page_count),
        ];
        let constraints = constraints.map(|(name, level)| format!("{name} {}\n", level.as_str())).concat();
        let known = self.signature_policies.iter().chain(&self.documents);
        let known: String = known.map(KnownSignaturePolicy::canonical_text).collect();
        format!(
            "longseal/policy/1\nrevocation {}\nrevocation-freshness {}\n{constraints}{}{known}",
            self.revocation.as_str(),
            self.revocation_freshness.canonical_text(),
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
    fn a_canonical_text_says_all_that_counts() {
        let mine = "schema = \"longseal/policy/1\"\nname = \"của tôi\"\nextends = \"strict\"\nrevocation.freshness = \"36 h\"\n\
                    changes.page-count = \"ignore\"\nsignature.timestamp = \"warn\"\ntimestamp.extended-key-usage-critical = \"ignore\"\n\
                    digests.\"SHA-1\" = 2020-01-01T07:30:00+07:00\nkeys.RSA = { 1024 = 2021-01-01, 2048 = \"never\" }\n\
                    [[signature-policy]]\noid = \"1.2.3\"\n";
        let mut known = Policy::default();
        known.signature_policies.push(KnownSignaturePolicy::new("1.2.840".to_owned()));
        known.supply_document("1.2.840", b"document");
        let policies = [Policy::default(), Policy::preset("strict").unwrap(), Policy::from_toml(mine).unwrap(), known];
        for policy in &policies {
            let read = canonical::read(&policy.name, &policy.canonical_text());
            assert_eq!(read.as_ref(), Some(policy), "{}", policy.canonical_text());
        }
        for constraint in policies[0].canonical_text().lines().filter(|line| line.ends_with(" warn")) {
            let text = policies[0].canonical_text().replace(constraint, &constraint.replace("warn", "ignore"));
            let read = canonical::read("default", &text).unwrap();
            assert_eq!(read.canonical_text(), text, "{constraint}");
        }
        for wrong in ["", "longseal/policy/2\n", "longseal/policy/1\nnothing fail\n", "longseal/policy/1\ndigest SHA-1 soon\n"] {
            assert_eq!(canonical::read("", wrong), None);
        }
    }

    #[test]
    fn a_build_that_does_not_read_toml_is_given_the_same_policy_or_mistake() {
        let head = "schema = \"longseal/policy/1\"\nname = \"mine\"\n";
        let long = " ".repeat(2_000_000);
        for rest in [
            "extends = \"strict\"\n",
            "digests.\"SHA-1\" = 2020-01-01\n",
            "x = 1\n",
            "revocation = 7\n",
            "a = = 1",
            "name = 2",
            &long,
        ] {
            let text = format!("{head}{rest}");
            let answer = answer(&asked::question(&text)).unwrap();
            assert_eq!(asked::outcome(&answer), Some(Policy::from_toml(&text)), "{rest}");
        }
        let answer = answer(&asked::question("")).unwrap();
        assert_eq!(asked::outcome(&answer), Some(Policy::from_toml("")));
        for end in 0..answer.len() {
            assert_eq!(asked::outcome(&answer[..end]), None);
        }
    }

    #[test]
    fn presets_are_found_by_name_and_are_what_their_text_says() {
        assert_eq!(Policy::preset("default"), Some(Policy::default()));
        for name in Policy::PRESETS {
            let text = Policy::preset_toml(name).unwrap();
            assert_eq!(Policy::preset(name), Some(read::read(text, &crate::limits::Limits::default(), Some(name)).unwrap()));
            assert_eq!(Policy::preset(name).unwrap().name, *name);
        }
        assert_eq!(Policy::preset("lenient"), None);
        assert_eq!(RevocationRequirement::from_name("if-present"), Some(RevocationRequirement::IfPresent));
    }
}
