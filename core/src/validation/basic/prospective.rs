//! Prospective certificate chains (EN 319 102-1 §5.2.6.4 step 1): chains to an anchor that are valid by RFC 5280 §6.1
//! whatever the time, with everything that is said about their certificates.
//!
//! They do not depend on the time for which they are judged. One set serves the present, the best-signature-time and
//! every time in the past that validation slides to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ChainContext;
use crate::crypto::SignatureAlgorithm;
use crate::gather::Gather as _;
use crate::keyed::KeyedMap;
use crate::path::{AnchorRules, CertificatePool, PathBuilder, PathFailure, PathParameters, PolicySet, Purpose, ValidatedPath};
use crate::policy::RevocationRequirement;
use crate::reason::Reason;
use crate::revocation::{CertificateStatus, Issuer, RevocationChecker, RevocationPool, Statement};
use crate::time::Instant;
use crate::x509::{Certificate, TrustAnchor};

/// One certificate of a prospective chain.
#[derive(Clone, Debug)]
pub struct ProspectiveCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Everything said about it, verified; empty where the policy does not ask.
    pub statements: Vec<Statement>,
    /// Why other revocation information was not used.
    pub unused: Vec<Reason>,
    /// With which algorithm it is signed, and with how many bits its issuer's key has.
    pub algorithm: Option<(SignatureAlgorithm, u32)>,
}

/// A chain that is valid by RFC 5280 §6.1, validity periods and revocation apart.
#[derive(Clone, Debug)]
pub struct ProspectiveChain {
    /// Leaf first, without the anchor.
    pub certificates: Vec<ProspectiveCertificate>,
    /// The anchor.
    pub anchor: TrustAnchor,
    /// The anchor as a certificate to show, or the target that has an anchor's name and key.
    pub anchor_certificate: Option<Certificate>,
    /// The policies for which it is valid.
    pub policies: PolicySet,
    /// Findings on which its validity does not rest.
    pub warnings: Vec<Reason>,
}

/// All material of a search, as it is looked for.
struct Pools<'c> {
    certificates: Vec<&'c CertificatePool>,
    revocation: Vec<&'c RevocationPool>,
}

impl<'c> Pools<'c> {
    fn of(context: &ChainContext<'c>) -> Self {
        Self {
            certificates: context.materials.iter().map(|material| material.certificate_pool()).gather(),
            revocation: context.materials.iter().map(|material| material.revocation_pool()).gather(),
        }
    }
}

impl ProspectiveChain {
    fn of(context: &ChainContext<'_>, pools: &Pools<'_>, path: &ValidatedPath, time: Instant) -> Self {
        let pairs = Issuer::all_in_path(path);
        let certificates: Vec<_> =
            pairs.into_iter().map(|(certificate, issuer)| prospective(context, pools, certificate, issuer, path, time)).gather();
        // A target that has an anchor's name and key is what is trusted, whatever else its certificate says.
        let anchor = if certificates.is_empty() { path.certificates().first() } else { path.anchor().certificate() };
        Self {
            certificates,
            anchor: path.anchor().clone(),
            anchor_certificate: anchor.cloned(),
            policies: path.policies().clone(),
            warnings: path.warnings().to_vec(),
        }
    }

    /// When all certificates below the anchor are valid: from the latest beginning to the earliest end.
    pub fn validity(&self) -> (Instant, Instant) {
        let begin = self.certificates.iter().map(|found| found.certificate.not_before()).max();
        let end = self.certificates.iter().map(|found| found.certificate.not_after()).min();
        (begin.unwrap_or(Instant::MIN), end.unwrap_or(Instant::MAX))
    }
}

fn prospective(
    context: &ChainContext<'_>,
    pools: &Pools<'_>,
    certificate: &Certificate,
    issuer: Issuer<'_>,
    path: &ValidatedPath,
    time: Instant,
) -> ProspectiveCertificate {
    let signed_with =
        certificate.signature_algorithm().ok().and_then(|identifier| SignatureAlgorithm::from_identifier(&identifier, None).ok());
    let algorithm = signed_with.zip(issuer.key().key().ok().map(crate::crypto::PublicKey::bits));
    let (statements, unused) = if context.policy.revocation == RevocationRequirement::None {
        (Vec::new(), Vec::new())
    } else {
        let checker = RevocationChecker {
            pools: &pools.revocation,
            certificates: &pools.certificates,
            options: &context.revocation_options,
            limits: context.limits,
            cache: context.signatures,
        };
        checker.statements(certificate, issuer, path.anchor(), time)
    };
    ProspectiveCertificate { certificate: certificate.clone(), statements, unused, algorithm }
}

/// What the search for chains of one certificate gave.
#[derive(Clone, Debug)]
pub enum Prospects {
    /// The certificate itself is an anchor: nothing above it is asked.
    Anchor(Certificate, TrustAnchor),
    /// Chains in the order they were found; one that is good at the validation time ends the search.
    Chains(Vec<ProspectiveChain>, Completeness),
    /// There is none.
    None(Box<PathFailure>),
}

/// Whether the search looked at all chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// It did, or found a good one.
    Complete,
    /// There were more than it may look at.
    Cut,
}

/// Chains judged in one search: each may cost the path searches of its CRL issuers and responders. Real certificates
/// have one or two.
const MAX_CHAINS: usize = 16;

impl Prospects {
    /// Searches the chains of `certificate`. `is_good` says whether a chain is good at `time`, which ends the search: the
    /// loop of §5.2.6.4.
    pub fn search(
        context: &ChainContext<'_>,
        certificate: &Certificate,
        parameters: &PathParameters,
        time: Instant,
        is_good: impl Fn(&ProspectiveChain) -> bool,
    ) -> Self {
        let anchors = context.trust.anchors_for(parameters.purpose);
        if let Some(anchor) = anchors.anchor_of(certificate)
            && parameters.anchor_rules == AnchorRules::KEY_ONLY
            && anchor.certificate().is_none_or(|anchor| anchor.sha256() == certificate.sha256())
        {
            return Self::Anchor(certificate.clone(), anchor.clone());
        }
        let pools = Pools::of(context);
        let mut chains: Vec<ProspectiveChain> = Vec::new();
        let mut completeness = Completeness::Complete;
        // Certificates with a final revocation: a chain on which nobody speaks of it makes none of them good again.
        let mut revoked: Vec<[u8; 32]> = Vec::new();
        let mut accept = |path: &ValidatedPath| {
            let refused = || PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), Vec::new());
            if path.certificates().iter().any(|certificate| revoked.contains(certificate.sha256())) {
                return Err(refused());
            }
            if chains.len() >= MAX_CHAINS {
                completeness = Completeness::Cut;
                return Err(refused());
            }
            let chain = ProspectiveChain::of(context, &pools, path, time);
            let is_good = is_good(&chain);
            let is_revoked = |found: &&ProspectiveCertificate| found.statements.iter().any(|said| is_final(said, time));
            revoked.extend(chain.certificates.iter().filter(is_revoked).map(|found| *found.certificate.sha256()));
            chains.push(chain);
            if is_good { Ok(()) } else { Err(refused()) }
        };
        let builder = PathBuilder::new(anchors, &pools.certificates, context.signatures);
        let outcome = builder.build_accepted(certificate, parameters, &mut accept);
        match outcome {
            Err(failure) if chains.is_empty() => Self::None(Box::new(failure)),
            // A path is accepted only after it was kept.
            _ => Self::Chains(chains, completeness),
        }
    }

    /// The chains, none when the certificate is an anchor itself.
    pub fn chains(&self) -> &[ProspectiveChain] {
        match self {
            Self::Chains(chains, _) => chains,
            Self::Anchor(..) | Self::None(_) => &[],
        }
    }
}

/// A revocation by `time` that nothing lifts.
fn is_final(statement: &Statement, time: Instant) -> bool {
    matches!(statement.status, CertificateStatus::Revoked(found) if !found.is_hold() && found.time <= time)
}

/// Prospective chains of one set of material, by certificate and purpose: signers and timestamping units come back.
#[derive(Debug, Default)]
pub struct ProspectMemory(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    chains: KeyedMap<CertificateUse, Arc<Prospects>>,
    size: usize,
}

/// SHA-256 of a certificate, and what it is used for.
type CertificateUse = ([u8; 32], Purpose);

impl ProspectMemory {
    /// The chains of `certificate`, searched once.
    pub fn get_or_search(
        &self,
        certificate: &Certificate,
        purpose: Purpose,
        search: impl FnOnce() -> Prospects,
    ) -> Arc<Prospects> {
        let key = (*certificate.sha256(), purpose);
        if let Some(known) = self.known().chains.get(&key) {
            return Arc::clone(known);
        }
        let found = Arc::new(search());
        let mut known = self.known();
        known.size += found.size();
        known.chains.insert(key, Arc::clone(&found));
        drop(known);
        found
    }

    /// About how many octets it occupies, shared certificates included.
    pub fn size(&self) -> usize {
        self.known().size
    }

    /// A poisoned lock is harmless: every entry is complete when it is inserted.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Prospects {
    fn size(&self) -> usize {
        let reasons = |reasons: &[Reason]| -> usize {
            let arguments = reasons.iter().flat_map(|reason| &reason.arguments);
            arguments.map(|(name, text)| 64 + name.len() + text.len()).sum::<usize>() + size_of_val(reasons)
        };
        let certificate = |found: &ProspectiveCertificate| {
            let notes: usize = found.statements.iter().map(|statement| reasons(&statement.notes)).sum();
            found.certificate.der().len() + size_of_val(&*found.statements) + notes + reasons(&found.unused)
        };
        let chain = |chain: &ProspectiveChain| {
            let certificates: usize = chain.certificates.iter().map(certificate).sum();
            size_of_val(&*chain.certificates) + certificates + reasons(&chain.warnings)
        };
        match self {
            Self::Anchor(certificate, _) => certificate.der().len(),
            Self::Chains(chains, _) => chains.iter().map(chain).sum(),
            Self::None(failure) => {
                let certificates: usize = failure.certificates.iter().map(|certificate| certificate.der().len()).sum();
                certificates + reasons(&failure.reasons)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::ReasonCode;

    #[test]
    fn what_is_remembered_is_counted_with_its_reasons() {
        let der = include_bytes!("../../../../fixtures/files/pki/signer.der");
        let certificate = Certificate::parse(der).expect("a certificate");
        let anchor = TrustAnchor::from_certificate(certificate.clone());
        let failed = |reasons: Vec<Reason>| {
            Prospects::None(Box::new(PathFailure::refused(vec![certificate.clone()], anchor.clone(), reasons))).size()
        };
        let found = |unused: Vec<Reason>| {
            let found =
                ProspectiveCertificate { certificate: certificate.clone(), statements: Vec::new(), unused, algorithm: None };
            let chain = ProspectiveChain {
                certificates: vec![found],
                anchor: anchor.clone(),
                anchor_certificate: None,
                policies: PolicySet::any(),
                warnings: Vec::new(),
            };
            Prospects::Chains(vec![chain], Completeness::Complete).size()
        };
        let reason = || Reason::new(ReasonCode::PathLimit).with("limit", "x".repeat(1_000));
        let one = size_of::<Reason>() + "limit".len() + 1_000;
        assert!(failed(Vec::new()) >= der.len() && failed(vec![reason(), reason()]) >= failed(Vec::new()) + 2 * one);
        assert!(found(Vec::new()) >= der.len() && found(vec![reason(), reason()]) >= found(Vec::new()) + 2 * one);
    }
}
