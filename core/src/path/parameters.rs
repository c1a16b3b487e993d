//! What a path must satisfy: the inputs of RFC 5280 §6.1.1, and choices that the standard leaves open.

use crate::asn1::Oid;
use crate::limits::Limits;
use crate::order;
use crate::time::Instant;
use crate::x509::oid;

/// Inputs of path validation besides the certificates and the anchors.
///
/// The default is RFC 5280 with every policy acceptable, for any purpose, without looking at validity periods.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PathParameters {
    /// Input (b): the time at which every certificate of the path must be valid.
    pub validity: ValidityCheck,
    /// What the target's key is to be used for.
    pub purpose: Purpose,
    /// Whether a target whose key usage does not allow the purpose fails, or is remarked upon.
    pub key_usage: Enforcement,
    /// Whose extended key usage must allow the purpose.
    pub extended_key_usage: ExtendedKeyUsageScope,
    /// Input (c): user-initial-policy-set.
    pub initial_policies: PolicySet,
    /// Input (f): initial-explicit-policy.
    pub explicit_policy: ExplicitPolicy,
    /// Input (e): initial-policy-mapping-inhibit.
    pub policy_mapping: PolicyMappingRule,
    /// Input (g): initial-any-policy-inhibit.
    pub any_policy: AnyPolicyRule,
    /// What of the anchor's certificate binds besides its name and key.
    pub anchor_rules: AnchorRules,
    /// Whether a certificate that breaks the profile for issuers fails.
    pub profile: Profile,
    /// The most intermediate certificates, self-issued ones not counted: the initial max_path_length of §6.1.2 (k).
    pub max_intermediates: Option<u32>,
    /// How much work one search may take.
    pub limits: Limits,
}

impl Default for PathParameters {
    fn default() -> Self {
        Self {
            validity: ValidityCheck::Ignore,
            purpose: Purpose::Any,
            key_usage: Enforcement::Enforced,
            extended_key_usage: ExtendedKeyUsageScope::Target,
            initial_policies: PolicySet::any(),
            explicit_policy: ExplicitPolicy::AsCertificatesSay,
            policy_mapping: PolicyMappingRule::Allowed,
            any_policy: AnyPolicyRule::Allowed,
            anchor_rules: AnchorRules::KEY_ONLY,
            profile: Profile::Rfc5280,
            max_intermediates: None,
            limits: Limits::default(),
        }
    }
}

impl PathParameters {
    /// The default for a purpose at a time.
    pub fn new(validity: ValidityCheck, purpose: Purpose) -> Self {
        Self { validity, purpose, ..Self::default() }
    }
}

/// Whether validity periods count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidityCheck {
    /// Every certificate must be valid at this time (RFC 5280 §6.1.3 (a)(2)).
    AtTime(Instant),
    /// A chain is wanted whatever its validity periods; [`ValidatedPath::outside_validity`](super::ValidatedPath::outside_validity)
    /// says what holds at a time (EN 319 102-1 §5.2.6 needs the chain of an expired certificate too).
    Ignore,
}

/// What the target's key is to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Anything: neither key usage nor extended key usage of the target is looked at.
    Any,
    /// Signing documents.
    DocumentSigning,
    /// Signing timestamps (RFC 3161 §2.3).
    TimeStamping,
    /// Signing OCSP responses for another issuer (RFC 6960 §4.2.2.2).
    OcspSigning,
    /// Signing CRLs (RFC 5280 §4.2.1.3 cRLSign).
    CrlSigning,
    /// A purpose of an extended key usage (RFC 5280 §4.2.1.12).
    ExtendedKeyUsage(Oid<'static>),
}

/// id-kp-documentSigning of Microsoft, 1.3.6.1.4.1.311.10.3.12.
const MS_DOCUMENT_SIGNING: Oid<'static> = Oid::known(&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 10, 3, 12]);
/// authenticDocumentsTrust of Adobe, 1.2.840.113583.1.1.5.
const ADOBE_AUTHENTIC_DOCUMENTS: Oid<'static> = Oid::known(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x2f, 1, 1, 5]);

/// Purposes under which documents are signed. RFC 9336 made one for it in 2022; until then, and in most certificates
/// still, e-mail protection or client authentication stood for "a person's signature".
const DOCUMENT_SIGNING: [Oid<'static>; 5] =
    [oid::KP_DOCUMENT_SIGNING, oid::KP_EMAIL_PROTECTION, oid::KP_CLIENT_AUTH, MS_DOCUMENT_SIGNING, ADOBE_AUTHENTIC_DOCUMENTS];

impl Purpose {
    /// Purposes of which one must be listed when there is an extended key usage; `None` when all are good.
    pub(super) fn accepted(&self) -> Option<&[Oid<'static>]> {
        match self {
            Self::Any | Self::CrlSigning => None,
            Self::DocumentSigning => Some(&DOCUMENT_SIGNING),
            Self::TimeStamping => Some(&[oid::KP_TIME_STAMPING]),
            Self::OcspSigning => Some(&[oid::KP_OCSP_SIGNING]),
            Self::ExtendedKeyUsage(purpose) => Some(core::slice::from_ref(purpose)),
        }
    }

    /// Whether anyExtendedKeyUsage, or no extended key usage at all, is not enough (RFC 3161 §2.3, RFC 6960 §4.2.2.2).
    pub(super) fn must_be_explicit(self) -> bool {
        matches!(self, Self::TimeStamping | Self::OcspSigning)
    }
}

/// Whose extended key usage must allow the purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtendedKeyUsageScope {
    /// The target's, as RFC 5280 §4.2.1.12 has it.
    Target,
    /// That of every certificate of the path which has one, as web browsers have it.
    WholePath,
}

/// initial-explicit-policy (RFC 5280 §6.1.1 (f)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplicitPolicy {
    /// The path must be valid for at least one of the initial policies.
    Required,
    /// Only where a certificate's policy constraints demand it.
    AsCertificatesSay,
}

/// initial-policy-mapping-inhibit (RFC 5280 §6.1.1 (e)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyMappingRule {
    /// Mappings count unless a certificate inhibits them.
    Allowed,
    /// No mapping counts.
    Inhibited,
}

/// initial-any-policy-inhibit (RFC 5280 §6.1.1 (g)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyPolicyRule {
    /// anyPolicy counts unless a certificate inhibits it.
    Allowed,
    /// anyPolicy does not count.
    Inhibited,
}

/// Whether a rule is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforcement {
    /// It is not.
    Ignored,
    /// It is.
    Enforced,
}

/// What of the anchor's certificate binds besides its name and key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnchorRules {
    /// Name constraints, policies, path length and critical extensions (RFC 5937 §3.2).
    pub constraints: Enforcement,
    /// The validity period.
    pub validity: Enforcement,
    /// basicConstraints must be there and say cA, and key usage must allow signing certificates.
    pub basic_constraints: Enforcement,
}

impl AnchorRules {
    /// Nothing: RFC 5280 §6.1.1 (d).
    pub const KEY_ONLY: Self =
        Self { constraints: Enforcement::Ignored, validity: Enforcement::Ignored, basic_constraints: Enforcement::Ignored };

    /// Everything, as if the anchor's certificate were one of the path.
    pub const ALL: Self =
        Self { constraints: Enforcement::Enforced, validity: Enforcement::Enforced, basic_constraints: Enforcement::Enforced };

    /// The same with other rules for constraints.
    #[must_use]
    pub const fn with_constraints(mut self, constraints: Enforcement) -> Self {
        self.constraints = constraints;
        self
    }

    /// The same with another rule for the validity period.
    #[must_use]
    pub const fn with_validity(mut self, validity: Enforcement) -> Self {
        self.validity = validity;
        self
    }

    /// The same with another rule for basicConstraints.
    #[must_use]
    pub const fn with_basic_constraints(mut self, basic_constraints: Enforcement) -> Self {
        self.basic_constraints = basic_constraints;
        self
    }
}

/// How a certificate that breaks RFC 5280's rules for issuers (§4) bears on the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A warning: RFC 5280 §6 does not ask relying parties to check them.
    Rfc5280,
    /// A failure.
    Strict,
}

/// A set of certificate policies, or all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySet(Vec<Box<[u8]>>);

impl PolicySet {
    /// The special value anyPolicy.
    pub fn any() -> Self {
        [oid::ANY_POLICY].into_iter().collect()
    }

    /// No policy.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Adds a policy.
    pub fn insert(&mut self, policy: Oid<'_>) {
        if let Err(place) = self.place(policy) {
            self.0.insert(place, policy.as_bytes().into());
        }
    }

    /// Whether this policy itself is in the set.
    pub fn contains(&self, policy: Oid<'_>) -> bool {
        self.place(policy).is_ok()
    }

    /// Where it is, or would be.
    fn place(&self, policy: Oid<'_>) -> Result<usize, usize> {
        self.0.binary_search_by(|octets| (**octets).cmp(policy.as_bytes()))
    }

    /// Whether anyPolicy is in the set.
    pub fn is_any(&self) -> bool {
        self.contains(oid::ANY_POLICY)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The policies in the order of their octets.
    pub fn iter(&self) -> impl Iterator<Item = Oid<'_>> {
        self.0.iter().map(|octets| Oid::known(octets))
    }
}

impl<'a> FromIterator<Oid<'a>> for PolicySet {
    fn from_iter<I: IntoIterator<Item = Oid<'a>>>(policies: I) -> Self {
        Self(order::distinct(policies.into_iter().map(|policy| policy.as_bytes().into())))
    }
}
