//! Certification path validation (RFC 5280 §6.1, policies as RFC 9618 §5).

use super::facts::{Facts, about};
use super::failure::PathFailure;
use super::name_constraints::{NameConstraintState, Violation};
use super::parameters::{
    AnyPolicyRule, Enforcement, ExplicitPolicy, ExtendedKeyUsageScope, PathParameters, PolicyMappingRule, PolicySet, Profile,
    Purpose, ValidityCheck,
};
use super::policy_graph::PolicyGraph;
use super::profile::{self, Role};
use super::signature::{CertificateSignatures, WorkingKey};
use super::validated::{ValidatedPath, ValidityBound};
use crate::crypto::Verification;
use crate::limits::{Budget, Limit, Limits};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::x509::{Certificate, TrustAnchor};

/// What one search, or one validation, may spend on what an attacker can multiply.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) names: Budget,
    pub(super) policies: Budget,
}

impl Work {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            names: Budget::new(limits.max_name_comparisons.into(), Limit::NameComparisons),
            policies: Budget::new(limits.max_policy_nodes.into(), Limit::PolicyNodes),
        }
    }
}

/// Validates a given path: `certificates`, target first, whose last one `anchor` has issued.
///
/// # Errors
/// Everything that is wrong with the path.
pub fn validate(
    certificates: &[Certificate],
    anchor: &TrustAnchor,
    parameters: &PathParameters,
    signatures: &dyn CertificateSignatures,
) -> Result<ValidatedPath, PathFailure> {
    let work = Work::new(&parameters.limits);
    validate_within(certificates, anchor, parameters, signatures, &work)
}

pub(super) fn validate_within(
    certificates: &[Certificate],
    anchor: &TrustAnchor,
    parameters: &PathParameters,
    signatures: &dyn CertificateSignatures,
    work: &Work,
) -> Result<ValidatedPath, PathFailure> {
    let mut validation = Validation::initialize(anchor, parameters, signatures, work);
    if certificates.is_empty() {
        validation.faults.push(Reason::new(ReasonCode::PathIssuerMissing));
    }
    if certificates.len() >= parameters.limits.max_path_length as usize {
        validation.faults.push(limit_reached(Limit::PathLength));
    } else {
        validation.apply_anchor_rules();
        for (index, certificate) in certificates.iter().enumerate().rev() {
            validation.process(certificate, index);
        }
    }
    let policies = validation.wrap_up();
    let Validation { faults, warnings, working, .. } = validation;
    if !faults.is_empty() {
        return Err(PathFailure::new(certificates.to_vec(), Some(anchor.clone()), faults));
    }
    Ok(ValidatedPath {
        certificates: certificates.to_vec(),
        anchor: anchor.clone(),
        policies,
        inherited_key: working.inherited(),
        validity: parameters.validity,
        warnings,
    })
}

/// A target that is itself what is trusted: a path without certificates to process. Of its contents binds what
/// [`AnchorRules`](super::AnchorRules) say, its purpose and faults going with the constraints.
pub(super) fn validate_anchored_target(
    target: &Certificate,
    anchor: &TrustAnchor,
    parameters: &PathParameters,
    signatures: &dyn CertificateSignatures,
) -> Result<ValidatedPath, PathFailure> {
    let work = Work::new(&parameters.limits);
    let mut validation = Validation::initialize(anchor, parameters, signatures, &work);
    validation.apply_profile(target, Role::Anchor);
    if parameters.anchor_rules.validity == Enforcement::Enforced {
        validation.check_validity(target);
    }
    if parameters.anchor_rules.constraints == Enforcement::Enforced {
        let facts = Facts::of(target, &parameters.limits);
        validation.faults.extend(facts.faults.iter().cloned());
        validation.check_purpose(target, &facts);
    }
    if !validation.faults.is_empty() {
        return Err(PathFailure::new(vec![target.clone()], Some(anchor.clone()), validation.faults));
    }
    Ok(ValidatedPath {
        certificates: vec![target.clone()],
        anchor: anchor.clone(),
        policies: PolicySet::any(),
        inherited_key: None,
        validity: parameters.validity,
        warnings: validation.warnings,
    })
}

/// Certificates until a rule begins to hold that nobody has asked for.
const UNBOUNDED: u32 = u32::MAX;

pub(super) fn limit_reached(limit: Limit) -> Reason {
    Reason::new(ReasonCode::PathLimit).with("limit", limit)
}

/// The state variables of RFC 5280 §6.1.2.
struct Validation<'a> {
    parameters: &'a PathParameters,
    signatures: &'a dyn CertificateSignatures,
    work: &'a Work,
    anchor: &'a TrustAnchor,
    policy_graph: PolicyGraph<'a>,
    names: NameConstraintState,
    explicit_policy: u32,
    inhibit_any_policy: u32,
    policy_mapping: u32,
    max_path_length: u32,
    working: WorkingKey<'a>,
    /// working_issuer_name, as the certificate it comes from; the anchor's name at first.
    issuer: Option<&'a Certificate>,
    faults: Vec<Reason>,
    warnings: Vec<Reason>,
}

impl<'a> Validation<'a> {
    /// §6.1.2. The standard's n + 1 stands for "not within this path", as does [`UNBOUNDED`].
    fn initialize(
        anchor: &'a TrustAnchor,
        parameters: &'a PathParameters,
        signatures: &'a dyn CertificateSignatures,
        work: &'a Work,
    ) -> Self {
        Self {
            parameters,
            signatures,
            work,
            anchor,
            policy_graph: PolicyGraph::new(),
            names: NameConstraintState::default(),
            explicit_policy: if parameters.explicit_policy == ExplicitPolicy::Required { 0 } else { UNBOUNDED },
            inhibit_any_policy: if parameters.any_policy == AnyPolicyRule::Inhibited { 0 } else { UNBOUNDED },
            policy_mapping: if parameters.policy_mapping == PolicyMappingRule::Inhibited { 0 } else { UNBOUNDED },
            max_path_length: parameters.max_intermediates.unwrap_or(UNBOUNDED),
            working: WorkingKey::of_anchor(anchor),
            issuer: None,
            faults: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// What of the anchor's certificate binds (RFC 5937 §3.2), applied as if it were the first certificate of the path.
    /// Policies count only if it asserts any: an anchor without them is not one that has none.
    fn apply_anchor_rules(&mut self) {
        let Some(certificate) = self.anchor.certificate() else { return };
        let rules = self.parameters.anchor_rules;
        self.apply_profile(certificate, Role::Anchor);
        if rules.validity == Enforcement::Enforced {
            self.check_validity(certificate);
        }
        if rules.constraints == Enforcement::Ignored && rules.basic_constraints == Enforcement::Ignored {
            return;
        }
        let facts = Facts::of(certificate, &self.parameters.limits);
        // Constraints bind as they are; only the other rule asks for basicConstraints to be there.
        if rules.basic_constraints == Enforcement::Enforced || facts.basic_constraints.is_some() {
            self.faults.extend(facts.authority_faults(certificate));
        }
        if rules.constraints == Enforcement::Enforced {
            self.faults.extend(facts.faults.iter().cloned());
            if facts.policies.is_some() {
                self.add_policies(&facts, true);
            }
            self.prepare_policies(certificate, &facts);
            self.prepare_constraints(certificate, &facts);
            if self.parameters.extended_key_usage == ExtendedKeyUsageScope::WholePath {
                self.check_extended_key_usage(certificate, &facts);
            }
        }
    }

    /// §6.1.3 for one certificate, then §6.1.4 unless it is the target (`index` 0).
    fn process(&mut self, certificate: &'a Certificate, index: usize) {
        let facts = Facts::of(certificate, &self.parameters.limits);
        let is_target = index == 0;
        self.check_signature(certificate);
        if let ValidityCheck::AtTime(_) = self.parameters.validity {
            self.check_validity(certificate);
        }
        // (a)(4)
        let issuer_name = self.issuer.map_or(self.anchor.normalized_subject(), Certificate::normalized_subject);
        if certificate.normalized_issuer() != issuer_name {
            self.faults.push(about(ReasonCode::PathNameChaining, certificate));
        }
        self.faults.extend(facts.faults.iter().cloned());
        // (b), (c): every certificate but self-issued ones on the way.
        if is_target || !certificate.is_self_issued() {
            self.check_names(certificate);
        }
        self.add_policies(&facts, !is_target && certificate.is_self_issued());
        // (f)
        if self.explicit_policy == 0 && self.policy_graph.is_null() {
            self.fail_policy(certificate);
        }
        self.apply_profile(certificate, if is_target { Role::Target } else { Role::Authority });
        if is_target {
            self.check_purpose(certificate, &facts);
            // §6.1.5 (a), (b)
            self.explicit_policy = self.explicit_policy.saturating_sub(1);
            if facts.policy_constraints.is_some_and(|constraints| constraints.require_explicit_policy == Some(0)) {
                self.explicit_policy = 0;
            }
        } else {
            self.prepare_next(certificate, &facts);
        }
        self.working = self.working.below(certificate);
        self.issuer = Some(certificate);
    }

    /// §6.1.3 (a)(1).
    fn check_signature(&mut self, certificate: &Certificate) {
        match self.signatures.verify(certificate, &self.working) {
            Verification::Valid => {}
            Verification::Invalid => self.faults.push(about(ReasonCode::PathSignatureInvalid, certificate)),
            Verification::Unsupported(what) => {
                self.faults.push(about(ReasonCode::PathAlgorithmUnsupported, certificate).with("algorithm", what));
            }
        }
    }

    /// §6.1.3 (a)(2).
    fn check_validity(&mut self, certificate: &Certificate) {
        let ValidityCheck::AtTime(at) = self.parameters.validity else { return };
        match ValidityBound::of(certificate, at) {
            Some(ValidityBound::Expired(end)) => {
                self.faults.push(about(ReasonCode::PathExpired, certificate).with("time", end));
            }
            Some(ValidityBound::NotYetValid(begin)) => {
                self.faults.push(about(ReasonCode::PathNotYetValid, certificate).with("time", begin));
            }
            None => {}
        }
    }

    /// §6.1.3 (b), (c).
    fn check_names(&mut self, certificate: &Certificate) {
        if let Err(violation) = self.names.check(certificate, &self.work.names) {
            self.fail_names(certificate, violation);
        }
    }

    fn fail_names(&mut self, certificate: &Certificate, violation: Violation) {
        let reason = about(ReasonCode::PathNameConstraints, certificate);
        self.faults.push(match violation {
            Violation::NotPermitted(name) => reason.with("name", name).with("fault", "not permitted"),
            Violation::Excluded(name) => reason.with("name", name).with("fault", "excluded"),
            Violation::MalformedName(name) => reason.with("name", name).with("fault", "malformed"),
            Violation::Unprocessable(what) => reason.with("fault", what),
            Violation::Limit(limit) => limit_reached(limit),
        });
    }

    /// §6.1.3 (d), (e).
    fn add_policies(&mut self, facts: &Facts<'a>, self_issued_on_the_way: bool) {
        let any_policy_counts = self.inhibit_any_policy > 0 || self_issued_on_the_way;
        let policies = facts.policies.clone();
        if let Err(limit) = self.policy_graph.add_certificate(policies, any_policy_counts, &self.work.policies) {
            self.faults.push(limit_reached(limit));
        }
    }

    fn fail_policy(&mut self, certificate: &Certificate) {
        if !self.faults.iter().any(|reason| reason.code == ReasonCode::PathPolicy) {
            self.faults.push(about(ReasonCode::PathPolicy, certificate));
        }
    }

    /// §6.1.4.
    fn prepare_next(&mut self, certificate: &'a Certificate, facts: &Facts<'a>) {
        self.faults.extend(facts.authority_faults(certificate));
        self.prepare_policies(certificate, facts);
        // (l)
        if !certificate.is_self_issued() {
            if self.max_path_length == 0 {
                self.faults.push(about(ReasonCode::PathLengthExceeded, certificate));
            }
            self.max_path_length = self.max_path_length.saturating_sub(1);
        }
        self.prepare_constraints(certificate, facts);
        if self.parameters.extended_key_usage == ExtendedKeyUsageScope::WholePath {
            self.check_extended_key_usage(certificate, facts);
        }
    }

    /// §6.1.4 (a), (b), (h) to (j).
    fn prepare_policies(&mut self, certificate: &Certificate, facts: &Facts<'a>) {
        if let Some(mappings) = &facts.mappings {
            let any = crate::x509::oid::ANY_POLICY;
            if mappings.iter().any(|mapping| mapping.issuer_domain == any || mapping.subject_domain == any) {
                self.faults.push(about(ReasonCode::PathPolicy, certificate).with("fault", "anyPolicy is mapped"));
            }
            if let Err(limit) = self.policy_graph.map(mappings, self.policy_mapping > 0, &self.work.policies) {
                self.faults.push(limit_reached(limit));
            }
        }
        if !certificate.is_self_issued() {
            self.explicit_policy = self.explicit_policy.saturating_sub(1);
            self.policy_mapping = self.policy_mapping.saturating_sub(1);
            self.inhibit_any_policy = self.inhibit_any_policy.saturating_sub(1);
        }
        if let Some(constraints) = facts.policy_constraints {
            self.explicit_policy = self.explicit_policy.min(constraints.require_explicit_policy.unwrap_or(u32::MAX));
            self.policy_mapping = self.policy_mapping.min(constraints.inhibit_policy_mapping.unwrap_or(u32::MAX));
        }
        self.inhibit_any_policy = self.inhibit_any_policy.min(facts.inhibit_any_policy.unwrap_or(u32::MAX));
    }

    /// §6.1.4 (g), (m).
    fn prepare_constraints(&mut self, certificate: &Certificate, facts: &Facts<'_>) {
        if let Some(constraints) = &facts.name_constraints
            && let Err(violation) = self.names.add(constraints, &self.work.names)
        {
            self.fail_names(certificate, violation);
        }
        if let Some(length) = facts.basic_constraints.filter(|constraints| constraints.ca).and_then(|ca| ca.path_length) {
            self.max_path_length = self.max_path_length.min(length);
        }
    }

    /// Key usage and extended key usage of the target (RFC 5280 §4.2.1.3, §4.2.1.12).
    fn check_purpose(&mut self, certificate: &Certificate, facts: &Facts<'_>) {
        let allowed = match (self.parameters.purpose, facts.key_usage) {
            (Purpose::DocumentSigning | Purpose::TimeStamping | Purpose::OcspSigning, Some(usage)) => {
                usage.digital_signature() || usage.non_repudiation()
            }
            (Purpose::CrlSigning, Some(usage)) => usage.crl_sign(),
            _ => true,
        };
        if !allowed {
            let reason = about(ReasonCode::SignerKeyUsage, certificate);
            match self.parameters.key_usage {
                Enforcement::Enforced => self.faults.push(reason),
                Enforcement::Ignored => self.warnings.push(reason.severity(Severity::Warning)),
            }
        }
        self.check_extended_key_usage(certificate, facts);
        if self.parameters.purpose.must_be_explicit() && facts.extended_key_usage.is_none() {
            self.faults.push(about(ReasonCode::PathExtendedKeyUsage, certificate));
        }
    }

    fn check_extended_key_usage(&mut self, certificate: &Certificate, facts: &Facts<'_>) {
        let purpose = self.parameters.purpose;
        let (Some(usage), Some(accepted)) = (&facts.extended_key_usage, purpose.accepted()) else { return };
        let allowed = usage.purposes().any(|listed| accepted.contains(&listed));
        if !allowed && (purpose.must_be_explicit() || !usage.contains_any()) {
            self.faults.push(about(ReasonCode::PathExtendedKeyUsage, certificate));
        }
    }

    fn apply_profile(&mut self, certificate: &Certificate, role: Role) {
        for rule in profile::broken_rules(certificate, role).iter().copied() {
            let reason = about(ReasonCode::PathProfile, certificate).with("rule", rule);
            match self.parameters.profile {
                Profile::Rfc5280 => self.warnings.push(reason),
                Profile::Strict => self.faults.push(reason.severity(Severity::Error)),
            }
        }
    }

    /// §6.1.5 (g): the policies for which the path is valid.
    fn wrap_up(&mut self) -> PolicySet {
        let policies = self.policy_graph.user_constrained(&self.parameters.initial_policies);
        if self.explicit_policy == 0
            && policies.is_empty()
            && let Some(target) = self.issuer
        {
            self.fail_policy(target);
        }
        policies
    }
}
