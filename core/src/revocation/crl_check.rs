//! What CRLs say about a certificate (RFC 5280 §6.3.3).

use super::options::Profile;
use super::request::{Issuer, MAX_OBJECTS, Question, Search, Signed, algorithm_and_bits, note};
use super::scope::Points;
use super::signer::{AuthorisedIssuer, separate_crl_issuer};
use super::status::{CertificateStatus, Revocation, Source, Statement};
use crate::asn1::{self, Oid, Reader, Tag};
use crate::crl::{Crl, CrlEntry, CrlReason, EntryExtensions, IssuingDistributionPoint};
use crate::gather::Gather as _;
use crate::order::Arrange as _;
use crate::path::WorkingKey;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::x509::{Certificate, KeyUsage, oid};

/// Delta CRLs applied to one complete CRL; issuers publish one at a time.
const MAX_DELTAS: usize = 4;

/// Everything that CRLs of the pool say about the certificate. Why others are not used is added to `reasons`.
pub(super) fn crl_statements(search: &mut Search, question: &Question<'_>, reasons: &mut Vec<Reason>) -> Vec<Statement> {
    let points = match Points::read(question.certificate) {
        Ok(points) => points,
        Err(error) => {
            reasons.push(Reason::new(ReasonCode::RevocationMalformed).with("what", error));
            return Vec::new();
        }
    };
    let mut crls: Vec<&Crl> = points.crl_issuers.iter().flat_map(|issuer| question.crls(issuer)).gather();
    // Current ones first, so that a budget is spent on what counts; then newest first.
    let is_current =
        |crl: &Crl| crl.this_update() <= question.time && crl.next_update().is_some_and(|next| question.time <= next);
    crls.arrange_by_key(|crl| (!is_current(crl), core::cmp::Reverse(crl.this_update()), *crl.sha256()));
    if crls.len() > MAX_OBJECTS {
        crls.truncate(MAX_OBJECTS);
        reasons.push(Reason::new(ReasonCode::RevocationLimit));
    }
    let (deltas, complete): (Vec<&Crl>, Vec<&Crl>) = crls.into_iter().divide(|crl| !matches!(crl.delta_base(), Ok(None)));
    let mut statements = Vec::new();
    for crl in complete {
        match statements_of(search, question, &points, crl, &deltas) {
            Ok(found) => statements.extend(found),
            Err(reason) => {
                let limit_reached = reason.code == ReasonCode::RevocationLimit;
                note(reasons, question, reason, || describe(crl));
                if limit_reached {
                    break;
                }
            }
        }
    }
    statements
}

fn describe(crl: &Crl) -> String {
    format!("CRL {} ({})", crl.this_update(), crl.issuer())
}

/// What one complete CRL says, alone and with each of its delta CRLs.
fn statements_of(
    search: &mut Search,
    question: &Question<'_>,
    points: &Points<'_>,
    crl: &Crl,
    deltas: &[&Crl],
) -> Result<Vec<Statement>, Reason> {
    let idp = read(crl, question)?;
    let scope =
        points.scope(question, crl, idp.as_ref()).map_err(|why| Reason::new(ReasonCode::RevocationCrlScope).with("what", why))?;
    let (signer, mut notes) = find_signer(search, question, crl, scope.redundant_crl_issuer)?;
    if scope.redundant_crl_issuer {
        notes.push(Reason::new(ReasonCode::RevocationCrlIssuerRedundant).with("subject", question.certificate.subject_text()));
    }
    let base = Statement {
        status: status_in(crl, question)?.unwrap_or(CertificateStatus::Good),
        source: Source::Crl { sha256: *crl.sha256(), delta: None },
        this_update: crl.this_update(),
        next_update: crl.next_update(),
        produced_at: None,
        reasons: scope.reasons,
        signer_key: *signer.key_id(),
        signature_algorithm: algorithm_and_bits(&crl.signature_algorithm(), &signer.key()),
        signer_not_after: signer.not_after(),
        signer_certificate: match signer {
            Signer::Issuer(_) => None,
            Signer::Separate(certificate, _) => Some(*certificate.sha256()),
        },
        retained_since: crl.expired_certificates_since().unwrap_or(None),
        certificate_hash_matches: false,
        notes,
    };
    let mut statements = Vec::with_capacity(1);
    for delta in deltas.iter().filter(|delta| is_delta_of(delta, crl)).take(MAX_DELTAS) {
        if let Some(statement) = with_delta(search, question, &base, delta, &signer) {
            statements.push(statement);
        }
    }
    statements.push(base);
    Ok(statements)
}

/// `base` brought up to date by a delta CRL (RFC 5280 §6.3.3 (h) to (k)); `None` when the delta cannot be used.
fn with_delta(
    search: &mut Search,
    question: &Question<'_>,
    base: &Statement,
    delta: &Crl,
    signer: &Signer<'_>,
) -> Option<Statement> {
    read(delta, question).ok()?;
    // (h): the same key as the complete CRL's.
    if !search.verify(question.checker.cache, &signer.key(), &signed(delta))?.is_valid() {
        return None;
    }
    let status = match status_in(delta, question).ok()? {
        Some(CertificateStatus::Revoked(revocation)) if revocation.reason == Some(CrlReason::RemoveFromCrl) => {
            CertificateStatus::Good
        }
        Some(status) => status,
        None => base.status,
    };
    let Source::Crl { sha256, .. } = base.source else { return None };
    Some(Statement {
        status,
        source: Source::Crl { sha256, delta: Some(*delta.sha256()) },
        this_update: delta.this_update(),
        next_update: delta.next_update(),
        ..base.clone()
    })
}

/// (c), and RFC 5280 §5.2.4 (a) to (c): whether `delta` continues `crl`.
fn is_delta_of(delta: &Crl, crl: &Crl) -> bool {
    let extension = |crl: &Crl, id| crl.extensions().get(id).map(|found| found.map(|extension| extension.value.to_vec()));
    let same = |id| matches!((extension(delta, id), extension(crl, id)), (Ok(one), Ok(other)) if one == other);
    let (Ok(Some(base)), Ok(Some(number)), Ok(Some(newer))) = (delta.delta_base(), crl.crl_number(), delta.crl_number()) else {
        return false;
    };
    delta.normalized_issuer() == crl.normalized_issuer()
        && same(oid::ISSUING_DISTRIBUTION_POINT)
        && same(oid::AUTHORITY_KEY_IDENTIFIER)
        && compare(&base, &number).is_some_and(core::cmp::Ordering::is_le)
        && compare(&number, &newer).is_some_and(core::cmp::Ordering::is_lt)
}

/// Compares CRL numbers, up to 20 octets long and never negative.
fn compare(one: &asn1::Integer<'_>, other: &asn1::Integer<'_>) -> Option<core::cmp::Ordering> {
    let (one, other) = (one.to_unsigned()?, other.to_unsigned()?);
    Some(one.len().cmp(&other.len()).then_with(|| one.cmp(other)))
}

/// What must hold of any CRL before it is used; its issuing distribution point.
fn read<'a>(crl: &'a Crl, question: &Question<'_>) -> Result<Option<IssuingDistributionPoint<'a>>, Reason> {
    /// Extensions that are acted on, or that change nothing about what the CRL says.
    const KNOWN: [Oid<'static>; 6] = [
        oid::ISSUING_DISTRIBUTION_POINT,
        oid::DELTA_CRL_INDICATOR,
        oid::AUTHORITY_KEY_IDENTIFIER,
        oid::CRL_NUMBER,
        oid::ISSUER_ALT_NAME,
        oid::EXPIRED_CERTS_ON_CRL,
    ];
    let malformed = |what: &str| Reason::new(ReasonCode::RevocationMalformed).with("what", what);
    let unreadable = |error: asn1::Error| Reason::new(ReasonCode::RevocationMalformed).with("what", error);
    if crl.signature_algorithm_der() != crl.tbs_signature_algorithm_der() {
        return Err(malformed("CertificateList.signatureAlgorithm: not that of TBSCertList"));
    }
    let extensions = crl.extensions();
    match crl.version() {
        1 if !extensions.is_empty() => return Err(malformed("TBSCertList: extensions in version 1")),
        1 | 2 => {}
        _ => return Err(malformed("TBSCertList.version")),
    }
    if extensions.duplicate(question.checker.limits.max_attributes).map_err(unreadable)?.is_some() {
        return Err(malformed("TBSCertList.crlExtensions: repeated"));
    }
    for extension in &extensions {
        let extension = extension.map_err(unreadable)?;
        if extension.critical && !KNOWN.contains(&extension.id) {
            return Err(Reason::new(ReasonCode::RevocationCriticalExtension).with("extension", extension.id));
        }
    }
    // RFC 5280 §5.3: one entry that is not understood makes the whole list unusable.
    match crl.entry_extensions() {
        EntryExtensions::NotUnderstood => {
            return Err(Reason::new(ReasonCode::RevocationCriticalExtension).with("extension", "crlEntryExtensions"));
        }
        EntryExtensions::Understood if crl.version() == 1 => {
            return Err(malformed("TBSCertList.revokedCertificates: extensions in version 1"));
        }
        EntryExtensions::Understood | EntryExtensions::None => {}
    }
    if question.checker.options.profile == Profile::Strict {
        check_strictly(crl).map_err(unreadable)?;
    }
    let idp = crl.issuing_distribution_point().map_err(unreadable)?;
    let is_empty =
        idp.is_some() && matches!(extensions.get(oid::ISSUING_DISTRIBUTION_POINT), Ok(Some(found)) if found.value == [0x30, 0]);
    if is_empty {
        return Err(malformed("IssuingDistributionPoint: empty"));
    }
    Ok(idp)
}

/// What RFC 5280 §5.1.2 forbids and old software writes: a version number in version 1, an empty revokedCertificates.
fn check_strictly(crl: &Crl) -> asn1::Result<()> {
    let mut fields = Reader::new(crl.tbs()).sequence("TBSCertList")?;
    if fields.optional(Tag::INTEGER, "TBSCertList.version")?.is_some() && crl.version() == 1 {
        return Err(asn1::Error::value("TBSCertList.version"));
    }
    let empty_list = |element: &asn1::Result<asn1::Element<'_>>| {
        element.as_ref().is_ok_and(|element| element.tag() == Tag::SEQUENCE && element.contents().is_empty())
    };
    // signature, issuer, thisUpdate; nextUpdate is a time. Of these only the issuer may be an empty SEQUENCE.
    if fields.skip(3).any(|element| empty_list(&element)) {
        return Err(asn1::Error::value("TBSCertList.revokedCertificates"));
    }
    Ok(())
}

/// The certificate's entry.
fn status_in(crl: &Crl, question: &Question<'_>) -> Result<Option<CertificateStatus>, Reason> {
    let unreadable = |error: asn1::Error| Reason::new(ReasonCode::RevocationMalformed).with("what", error);
    let entry = crl.lookup(&question.certificate.serial(), &question.certificate.issuer()).map_err(unreadable)?;
    Ok(entry.map(|entry| CertificateStatus::Revoked(revocation(&entry))))
}

/// An entry whose reason or date cannot be read still revokes.
fn revocation(entry: &CrlEntry<'_>) -> Revocation {
    Revocation {
        time: entry.revocation_date,
        reason: entry.reason().unwrap_or(None),
        invalidity_date: entry.invalidity_date().unwrap_or(None),
    }
}

/// Who signed a CRL.
#[derive(Clone)]
enum Signer<'a> {
    /// The certificate's issuer, or the anchor.
    Issuer(Issuer<'a>),
    /// Another key with a certificate of its own.
    Separate(&'a Certificate, WorkingKey<'a>),
}

impl<'a> Signer<'a> {
    fn key(&self) -> WorkingKey<'a> {
        match self {
            Self::Issuer(issuer) => issuer.key().clone(),
            Self::Separate(_, key) => key.clone(),
        }
    }

    /// A separate signer whose key has its parameters from above.
    fn with_key(self, key: WorkingKey<'a>) -> Self {
        match self {
            Self::Separate(certificate, _) => Self::Separate(certificate, key),
            issuer @ Self::Issuer(_) => issuer,
        }
    }

    fn key_id(&self) -> &'a [u8; 32] {
        match self {
            Self::Issuer(issuer) => issuer.spki_sha256(),
            Self::Separate(certificate, _) => certificate.spki_sha256(),
        }
    }

    fn certificate(&self) -> Option<&'a Certificate> {
        match self {
            Self::Issuer(issuer) => issuer.certificate(),
            Self::Separate(certificate, _) => Some(certificate),
        }
    }

    fn not_after(&self) -> Option<Instant> {
        match self {
            Self::Issuer(issuer) => issuer.not_after(),
            Self::Separate(certificate, _) => Some(certificate.not_after()),
        }
    }

    /// (f): "If a key usage extension is present in the CRL issuer's certificate, verify that the cRLSign bit is set."
    fn may_sign_crls(&self) -> bool {
        self.certificate().is_none_or(|certificate| match certificate.key_usage() {
            Ok(usage) => usage.is_none_or(KeyUsage::crl_sign),
            Err(_) => false,
        })
    }
}

fn signed(crl: &Crl) -> Signed<'_> {
    Signed { sha256: crl.sha256(), algorithm: crl.signature_algorithm(), message: crl.tbs(), signature: crl.signature() }
}

/// (f), (g): the key under which the CRL verifies, and that it may speak for the certificate's issuer.
fn find_signer<'a>(
    search: &mut Search,
    question: &Question<'a>,
    crl: &Crl,
    own_key_only: bool,
) -> Result<(Signer<'a>, Vec<Reason>), Reason> {
    let not_authorised = |why: &str| Reason::new(ReasonCode::RevocationCrlNotAuthorised).with("what", why);
    let mut reason = not_authorised("no certificate of its issuer is at hand");
    for signer in candidates(question, crl, own_key_only) {
        if !signer.may_sign_crls() {
            reason = not_authorised("the key usage does not allow signing CRLs");
            continue;
        }
        // A path costs more than a signature: it is looked for after it, unless the key has its parameters from there.
        let (signer, found) = if signer.key().lacks_parameters() {
            match authorised(search, question, crl, &signer) {
                Ok((notes, Some(key))) => (signer.with_key(key), Some(notes)),
                Ok((_, None)) => (signer, None),
                Err(why) => {
                    reason = why;
                    continue;
                }
            }
        } else {
            (signer, None)
        };
        let code = ReasonCode::RevocationCrlNotAuthorised;
        if let Some(why) = search.refusal(question.checker.cache, &signer.key(), &signed(crl), code)? {
            reason = why;
            continue;
        }
        match found.map_or_else(|| authorised(search, question, crl, &signer).map(|(notes, _)| notes), Ok) {
            Ok(notes) => return Ok((signer, notes)),
            Err(why) => reason = why,
        }
    }
    Err(reason)
}

/// (f): that a signer may speak for the certificate's issuer, and its key when that has parameters from above.
fn authorised(search: &mut Search, question: &Question<'_>, crl: &Crl, signer: &Signer<'_>) -> Result<AuthorisedIssuer, Reason> {
    match signer {
        Signer::Issuer(_) => Ok((Vec::new(), None)),
        Signer::Separate(certificate, _) => separate_crl_issuer(search, question, certificate, crl.this_update()),
    }
}

/// Keys that may have signed: the issuer's, the anchor's, then those of other certificates with the CRL issuer's name,
/// the one with the key identifier that the CRL names first.
fn candidates<'a>(question: &Question<'a>, crl: &Crl, own_key_only: bool) -> Vec<Signer<'a>> {
    let mut signers = Vec::with_capacity(1);
    if crl.normalized_issuer() == question.issuer.normalized_name() {
        signers.push(Signer::Issuer(question.issuer.clone()));
    }
    if own_key_only {
        return signers;
    }
    let anchor = Issuer::from_anchor(question.anchor);
    if crl.normalized_issuer() == anchor.normalized_name() && anchor.spki_sha256() != question.issuer.spki_sha256() {
        signers.push(Signer::Issuer(anchor));
    }
    let mut separate: Vec<&Certificate> = question.certificates(crl.normalized_issuer()).gather();
    let wanted = crl.authority_key_identifier().ok().flatten().and_then(|identifier| identifier.key_identifier);
    separate.arrange_by_key(|certificate| {
        let named = wanted.is_some() && certificate.subject_key_identifier().ok().flatten() == wanted;
        (!named, core::cmp::Reverse(certificate.not_after()), *certificate.sha256())
    });
    let known = |certificate: &Certificate, signers: &[Signer<'_>]| {
        signers.iter().any(|signer| matches!(signer, Signer::Issuer(_)) && signer.key_id() == certificate.spki_sha256())
    };
    for certificate in separate {
        if !known(certificate, &signers) {
            signers.push(Signer::Separate(certificate, WorkingKey::of_certificate(certificate)));
        }
    }
    signers
}
