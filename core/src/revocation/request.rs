//! What is asked, with what it is answered, and the bounds of the answer.

use super::check;
use super::options::RevocationOptions;
use super::pool::RevocationPool;
use super::status::{RevocationOutcome, Statement};
use crate::asn1;
use crate::crl::Crl;
use crate::crypto::{AlgorithmIdentifier, KeyError, SignatureAlgorithm, SignatureCache, Unsupported, Verification};
use crate::limits::Limits;
use crate::ocsp::OcspResponse;
use crate::path::{CertificatePool, ValidatedPath, WorkingKey};
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::x509::{Certificate, Name, NormalizedName, TrustAnchor};

/// Answers whether certificates are revoked, from given material.
///
/// Several pools, so that material of a whole verifier and that of one document are never merged.
#[derive(Clone, Copy, Debug)]
pub struct RevocationChecker<'a> {
    /// CRLs and OCSP responses.
    pub pools: &'a [&'a RevocationPool],
    /// Certificates of CRL issuers and responders, and of the authorities above them.
    pub certificates: &'a [&'a CertificatePool],
    /// How strictly.
    pub options: &'a RevocationOptions,
    /// Bounds of path searches for separate CRL issuers.
    pub limits: &'a Limits,
    /// Outcomes of signature checks, remembered across documents.
    pub cache: &'a SignatureCache,
}

impl<'a> RevocationChecker<'a> {
    /// Whether the certificate that `issuer` issued is revoked, as known at `time`. See [`RevocationStatus`](super::RevocationStatus).
    ///
    /// The caller has validated the path from `anchor` to the certificate: `issuer` has the key under which the
    /// certificate's signature verified. Paths of separate CRL issuers must lead to the same anchor
    /// (RFC 5280 §6.3.3 (f)).
    pub fn check(
        &self,
        certificate: &'a Certificate,
        issuer: Issuer<'a>,
        anchor: &'a TrustAnchor,
        time: Instant,
    ) -> RevocationOutcome {
        check::check(&Question { certificate, issuer, anchor, time, checker: *self })
    }

    /// Everything that is said about the certificate, current or not: each statement verified, in scope and authorised.
    /// The reasons say why other information was not used.
    ///
    /// For whoever judges by several times, such as past certificate validation (EN 319 102-1 §5.6.2.2). `time` bears on
    /// the status of signers only.
    pub fn statements(
        &self,
        certificate: &'a Certificate,
        issuer: Issuer<'a>,
        anchor: &'a TrustAnchor,
        time: Instant,
    ) -> (Vec<Statement>, Vec<Reason>) {
        check::statements(&Question { certificate, issuer, anchor, time, checker: *self })
    }

    /// [`check`](Self::check) for every certificate of a path, target first. A target that is an anchor itself is not
    /// asked for: nobody can revoke it.
    pub fn check_path(&self, path: &ValidatedPath, time: Instant) -> Vec<RevocationOutcome> {
        // The references live as long as `path`, shorter than the checker's.
        let checker = RevocationChecker::<'_> { ..*self };
        Issuer::all_in_path(path)
            .into_iter()
            .map(|(certificate, issuer)| checker.check(certificate, issuer, path.anchor(), time))
            .collect()
    }
}

/// The issuer of a certificate: a name, a key, and a certificate unless it is a bare trust anchor.
#[derive(Clone, Debug)]
pub struct Issuer<'a> {
    certificate: Option<&'a Certificate>,
    is_anchor: bool,
    name: Name<'a>,
    normalized_name: &'a NormalizedName,
    spki: &'a [u8],
    spki_sha256: &'a [u8; 32],
    key: WorkingKey<'a>,
}

impl<'a> Issuer<'a> {
    /// An intermediate authority whose key has parameters of its own.
    pub fn from_certificate(certificate: &'a Certificate) -> Self {
        Self::with_key(certificate, WorkingKey::of_certificate(certificate))
    }

    /// An intermediate authority with its working public key (RFC 5280 §6.1.4 (d) to (f)).
    pub fn with_key(certificate: &'a Certificate, key: WorkingKey<'a>) -> Self {
        Self {
            certificate: Some(certificate),
            is_anchor: false,
            name: certificate.subject(),
            normalized_name: certificate.normalized_subject(),
            spki: certificate.spki(),
            spki_sha256: certificate.spki_sha256(),
            key,
        }
    }

    /// A trust anchor.
    pub fn from_anchor(anchor: &'a TrustAnchor) -> Self {
        Self {
            certificate: anchor.certificate(),
            is_anchor: true,
            name: anchor.subject(),
            normalized_name: anchor.normalized_subject(),
            spki: anchor.spki(),
            spki_sha256: anchor.spki_sha256(),
            key: WorkingKey::of_anchor(anchor),
        }
    }

    /// Each certificate of a path with its issuer, target first. Empty when the target is an anchor itself.
    pub fn all_in_path(path: &'a ValidatedPath) -> Vec<(&'a Certificate, Self)> {
        let certificates = path.certificates();
        let is_anchor = |certificate: &Certificate| {
            certificate.spki() == path.anchor().spki() && certificate.subject() == path.anchor().subject()
        };
        if matches!(certificates, [target] if is_anchor(target)) {
            return Vec::new();
        }
        let mut issuer = Self::from_anchor(path.anchor());
        let mut pairs = Vec::with_capacity(certificates.len());
        for certificate in certificates.iter().rev() {
            let next = Self::with_key(certificate, issuer.key.below(certificate));
            pairs.push((certificate, core::mem::replace(&mut issuer, next)));
        }
        pairs.reverse();
        pairs
    }

    /// The certificate that names the issuer, if there is one.
    pub fn certificate(&self) -> Option<&'a Certificate> {
        self.certificate
    }

    /// Until when the issuer can be believed; `None` for an anchor, which is trusted whatever its certificate says.
    pub(super) fn not_after(&self) -> Option<Instant> {
        self.certificate.filter(|_| !self.is_anchor).map(Certificate::not_after)
    }

    /// The issuer's name.
    pub fn name(&self) -> Name<'a> {
        self.name
    }

    /// The name in comparable form.
    pub fn normalized_name(&self) -> &'a NormalizedName {
        self.normalized_name
    }

    /// The issuer's SubjectPublicKeyInfo.
    pub fn spki(&self) -> &'a [u8] {
        self.spki
    }

    /// SHA-256 of the SubjectPublicKeyInfo.
    pub fn spki_sha256(&self) -> &'a [u8; 32] {
        self.spki_sha256
    }

    /// The issuer's working public key.
    pub fn key(&self) -> &WorkingKey<'a> {
        &self.key
    }
}

/// One question: about which certificate, for which time, and what may be used for the answer.
#[derive(Clone, Debug)]
pub(super) struct Question<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) issuer: Issuer<'a>,
    pub(super) anchor: &'a TrustAnchor,
    pub(super) time: Instant,
    pub(super) checker: RevocationChecker<'a>,
}

impl<'a> Question<'a> {
    /// CRLs of an issuer in all pools.
    pub(super) fn crls(&self, issuer: &NormalizedName) -> impl Iterator<Item = &'a Crl> {
        self.checker.pools.iter().flat_map(move |pool| pool.crls(issuer))
    }

    /// Responses that speak about the certificate's serial number.
    pub(super) fn responses(&self) -> impl Iterator<Item = &'a OcspResponse> {
        let serial = self.certificate.serial();
        self.checker.pools.iter().flat_map(move |pool| pool.responses(serial.minimal()))
    }

    /// Certificates for signing OCSP responses that the certificate's issuer issued, by name.
    pub(super) fn responders(&self) -> impl Iterator<Item = &'a Certificate> {
        let issuer = self.issuer.normalized_name();
        self.checker.pools.iter().flat_map(move |pool| pool.responders(issuer))
    }

    /// Certificates with this subject.
    pub(super) fn certificates(&self, subject: &NormalizedName) -> impl Iterator<Item = &'a Certificate> {
        self.checker.certificates.iter().flat_map(move |pool| pool.with_subject(subject))
    }
}

/// An object whose signature is to be checked.
pub(super) struct Signed<'a> {
    pub(super) sha256: &'a [u8; 32],
    pub(super) algorithm: asn1::Result<AlgorithmIdentifier<'a>>,
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
}

/// What one question may still cost, and which questions are open above it.
pub(super) struct Search {
    signature_checks: u32,
    path_searches: u32,
    /// Certificates held against the names of responders.
    responders: u32,
    /// Certificates whose status is being looked for: a signer's status cannot rest on its own word.
    open: Vec<[u8; 32]>,
}

/// What a statement was signed with, for whoever asks whether that is reliable.
pub(super) fn algorithm_and_bits(
    identifier: &asn1::Result<AlgorithmIdentifier<'_>>,
    key: &WorkingKey<'_>,
) -> Option<(SignatureAlgorithm, u32)> {
    let algorithm = SignatureAlgorithm::from_identifier(identifier.as_ref().ok()?, None).ok()?;
    Some((algorithm, key.key().ok()?.bits()))
}

/// CRLs, and OCSP responses, looked at for one certificate: the current and the newest ones. A year of daily CRLs of one
/// issuer is 365.
pub(super) const MAX_OBJECTS: usize = 1_000;

/// Reasons kept for one question: an authority with thousands of split CRLs gives as many.
const MAX_REASONS: usize = 20;

/// Adds why an object was not used, with what it is and, unless the reason is about somebody else, whose status it was
/// to give.
pub(super) fn note(reasons: &mut Vec<Reason>, question: &Question<'_>, reason: Reason, source: impl FnOnce() -> String) {
    if reasons.len() >= MAX_REASONS {
        return;
    }
    let named = reason.arguments.iter().any(|(name, _)| *name == "subject");
    let reason = if named { reason } else { reason.with("subject", question.certificate.subject_text()) };
    reasons.push(reason.with("source", source()));
}

/// Questions about signers of answers to questions about signers: real ones end after two.
const MAX_DEPTH: usize = 4;

/// Paths looked for on behalf of one question, each with the bounds of a path search: real ones need one or two.
const MAX_PATH_SEARCHES: u32 = 8;

/// Certificates held against the names of responders, in all responses together: a name may be the hash of a key.
const MAX_RESPONDERS: u32 = 100_000;

impl Search {
    pub(super) fn new(options: &RevocationOptions) -> Self {
        Self {
            signature_checks: options.max_signature_checks,
            path_searches: MAX_PATH_SEARCHES,
            responders: MAX_RESPONDERS,
            open: Vec::new(),
        }
    }

    /// Opens a question; `false` when it is open already or too deep.
    pub(super) fn enter(&mut self, certificate: &Certificate) -> bool {
        let allowed = self.open.len() < MAX_DEPTH && !self.open.contains(certificate.sha256());
        if allowed {
            self.open.push(*certificate.sha256());
        }
        allowed
    }

    /// Closes the question opened last.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// Takes one comparison of a certificate with the name of a responder from the budget.
    pub(super) fn may_compare_responder(&mut self) -> bool {
        let left = self.responders.checked_sub(1);
        self.responders = left.unwrap_or(0);
        left.is_some()
    }

    /// Takes one path search from the budget.
    pub(super) fn may_search_path(&mut self) -> bool {
        let left = self.path_searches.checked_sub(1);
        self.path_searches = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether `working` signed: `None` when it did, otherwise why it is not believed, as `refusal` of whoever may not
    /// speak for the issuer. An error ends the search: the budget is used up.
    pub(super) fn refusal(
        &mut self,
        cache: &SignatureCache,
        working: &WorkingKey<'_>,
        signed: &Signed<'_>,
        refusal: ReasonCode,
    ) -> Result<Option<Reason>, Reason> {
        match self.verify(cache, working, signed) {
            None => Err(Reason::new(ReasonCode::RevocationLimit)),
            Some(Verification::Valid) => Ok(None),
            Some(Verification::Unsupported(what)) => Ok(Some(Reason::new(ReasonCode::RevocationUnsupported).with("what", what))),
            Some(Verification::Invalid) => Ok(Some(Reason::new(refusal).with("what", "the signature does not verify"))),
        }
    }

    /// Checks a signature; `None` when the budget is used up.
    pub(super) fn verify(
        &mut self,
        cache: &SignatureCache,
        working: &WorkingKey<'_>,
        signed: &Signed<'_>,
    ) -> Option<Verification> {
        self.signature_checks = self.signature_checks.checked_sub(working.checks())?;
        let unsupported = |what: &Unsupported| Verification::Unsupported(what.clone());
        let key = match working.key() {
            Ok(key) => key,
            Err(KeyError::Unsupported(what)) => return Some(unsupported(what)),
            Err(_) => return Some(Verification::Invalid),
        };
        let Ok(identifier) = &signed.algorithm else { return Some(Verification::Invalid) };
        Some(match SignatureAlgorithm::from_identifier(identifier, None) {
            Ok(algorithm) => cache.verify(key, working.id(), signed.sha256, &algorithm, signed.message, signed.signature),
            Err(what) => unsupported(&what),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One certificate with its signature changed, which nobody looks at here.
    fn certificate(number: u8) -> Certificate {
        let mut der = include_bytes!("../../../fixtures/files/pki/signer.der").to_vec();
        *der.last_mut().expect("a certificate") ^= number;
        Certificate::parse(&der).expect("a certificate")
    }

    #[test]
    fn no_question_is_asked_within_itself_nor_without_end() {
        let mut search = Search::new(&RevocationOptions::default());
        assert!(search.enter(&certificate(0)));
        assert!(!search.enter(&certificate(0)), "nobody vouches for himself");
        for number in 1..MAX_DEPTH as u8 {
            assert!(search.enter(&certificate(number)));
        }
        assert!(!search.enter(&certificate(MAX_DEPTH as u8)), "too deep");
        search.leave();
        assert!(search.enter(&certificate(MAX_DEPTH as u8)));
    }
}
