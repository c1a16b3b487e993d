//! What one certificate says, read once for a validation, and what is wrong with it whatever the path.

use crate::asn1::{self, Oid};
use crate::limits::Limits;
use crate::reason::{Reason, ReasonCode};
use crate::x509::{
    BasicConstraints, Certificate, CertificatePolicies, ExtendedKeyUsage, KeyUsage, NameConstraints, PolicyConstraints,
    PolicyMapping, oid,
};

/// The extensions that RFC 5280 §6.1 processes.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    pub(super) policies: Option<CertificatePolicies<'a>>,
    pub(super) mappings: Option<Vec<PolicyMapping<'a>>>,
    pub(super) policy_constraints: Option<PolicyConstraints>,
    pub(super) inhibit_any_policy: Option<u32>,
    pub(super) name_constraints: Option<NameConstraints<'a>>,
    /// Faults of the certificate by itself.
    pub(super) faults: Vec<Reason>,
}

/// Extensions that may be critical: those processed here or in `revocation`, and those that only inform and whose
/// criticality is a fault of the issuer's profile.
const UNDERSTOOD: [Oid<'static>; 19] = [
    oid::KEY_USAGE,
    oid::CERTIFICATE_POLICIES,
    oid::POLICY_MAPPINGS,
    oid::SUBJECT_ALT_NAME,
    oid::ISSUER_ALT_NAME,
    oid::BASIC_CONSTRAINTS,
    oid::NAME_CONSTRAINTS,
    oid::POLICY_CONSTRAINTS,
    oid::EXTENDED_KEY_USAGE,
    oid::INHIBIT_ANY_POLICY,
    oid::CRL_DISTRIBUTION_POINTS,
    oid::FRESHEST_CRL,
    oid::SUBJECT_KEY_IDENTIFIER,
    oid::AUTHORITY_KEY_IDENTIFIER,
    oid::AUTHORITY_INFO_ACCESS,
    oid::SUBJECT_INFO_ACCESS,
    oid::QC_STATEMENTS,
    oid::OCSP_NO_CHECK,
    oid::NO_REVOCATION_AVAILABLE,
];

/// Application policies of Microsoft, 1.3.6.1.4.1.311.21.10: says what an extended key usage beside it says.
const MS_APPLICATION_POLICIES: Oid<'static> = Oid::known(&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 21, 10]);

/// A finding about a certificate.
pub(super) fn about(code: ReasonCode, certificate: &Certificate) -> Reason {
    Reason::new(code).with("certificate", certificate.subject_text())
}

impl<'a> Facts<'a> {
    pub(super) fn of(certificate: &'a Certificate, limits: &Limits) -> Self {
        let mut faults = Vec::new();
        let mut malformed = |error: &dyn core::fmt::Display| {
            faults.push(about(ReasonCode::PathCertificateMalformed, certificate).with("fault", error));
        };
        let mut facts = Self {
            basic_constraints: taken(certificate.basic_constraints(), &mut malformed),
            key_usage: taken(certificate.key_usage(), &mut malformed),
            extended_key_usage: taken(certificate.extended_key_usage(), &mut malformed),
            policies: taken(certificate.certificate_policies(), &mut malformed),
            mappings: taken(certificate.policy_mappings(), &mut malformed),
            policy_constraints: taken(certificate.policy_constraints(), &mut malformed),
            inhibit_any_policy: taken(certificate.inhibit_any_policy(), &mut malformed),
            name_constraints: taken(certificate.name_constraints(), &mut malformed),
            faults: Vec::new(),
        };
        if let Some(mut names) = taken(certificate.subject_alt_names(), &mut malformed)
            && let Some(error) = names.find_map(Result::err)
        {
            malformed(&error);
        }
        match certificate.extensions().duplicate(limits.max_attributes) {
            Ok(Some(id)) => malformed(&format_args!("extension {id} twice")),
            Ok(None) => {}
            Err(error) => malformed(&error),
        }
        if !same_algorithm(certificate) {
            malformed(&"the two signature algorithms differ");
        }
        if certificate.normalized_subject().is_malformed() || certificate.normalized_issuer().is_malformed() {
            malformed(&"a name is malformed");
        }
        let unknown_qualifier =
            facts.policies.clone().is_some_and(|mut policies| policies.any(|policy| !policy.qualifiers_understood()));
        // What is beyond the limit is a fault already.
        let limit = limits.max_attributes as usize;
        for extension in certificate.extensions().iter().map_while(Result::ok).take(limit) {
            let replaced = extension.id == MS_APPLICATION_POLICIES && facts.extended_key_usage.is_some();
            let understood = UNDERSTOOD.contains(&extension.id) || replaced;
            let unknown_qualifier = unknown_qualifier && extension.id == oid::CERTIFICATE_POLICIES;
            if extension.critical && (!understood || unknown_qualifier) {
                faults.push(about(ReasonCode::PathCriticalExtension, certificate).with("extension", extension.id));
            }
        }
        facts.faults = faults;
        facts
    }

    /// RFC 5280 §6.1.4 (k), (n): what every certificate that issues others must say. Versions 1 and 2 cannot say it.
    pub(super) fn authority_faults(&self, certificate: &Certificate) -> Vec<Reason> {
        let mut faults = Vec::new();
        if !self.basic_constraints.is_some_and(|constraints| constraints.ca) {
            faults.push(about(ReasonCode::PathNotCa, certificate));
        }
        if self.key_usage.is_some_and(|usage| !usage.key_cert_sign()) {
            faults.push(about(ReasonCode::PathKeyCertSign, certificate));
        }
        if certificate.subject().is_empty() {
            faults.push(about(ReasonCode::PathCertificateMalformed, certificate).with("fault", "an issuer without a name"));
        }
        faults
    }
}

/// RFC 5280 §4.1.1.2: both fields MUST contain the same algorithm identifier. NULL and absent parameters count as the same.
fn same_algorithm(certificate: &Certificate) -> bool {
    let (outer, inner) = (certificate.signature_algorithm_der(), certificate.tbs_signature_algorithm_der());
    let without_null = |der: &'_ [u8]| {
        let contents = asn1::Element::read(der, "signature").ok()?.contents().to_vec();
        Some(contents.strip_suffix(&[5, 0]).map_or(contents.clone(), <[u8]>::to_vec))
    };
    outer == inner || (without_null(outer).is_some() && without_null(outer) == without_null(inner))
}

fn taken<T>(read: asn1::Result<Option<T>>, malformed: &mut dyn FnMut(&dyn core::fmt::Display)) -> Option<T> {
    read.unwrap_or_else(|error| {
        malformed(&error);
        None
    })
}
