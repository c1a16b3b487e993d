//! From facts and verdicts to a report.

use super::model::{
    CertificateReport, DocumentSummary, PolicyReference, Report, RevisionSummary, RevocationReport, SignatureIdentity,
    SignatureReport, SignerClaims, TimestampReport, Verdict,
};
use super::{attack, structure};
use crate::crypto::SignatureAlgorithm;
use crate::evidence::{SignatureFacts, SignaturePolicyFacts, SignedFacts, SignerBinding, TimestampFacts};
use crate::gather::Gather as _;
use crate::indication::SubIndication;
use crate::pdf::changes::Changes;
use crate::policy::Level;
use crate::reason::{Reason, ReasonCode, Severity};
use crate::revocation::{Source, Statement};
use crate::validation::basic::x509::{ChainCertificate, ChainVerdict, Status};
use crate::validation::long_term::SignatureVerdict;
use crate::validation::timestamp::TimestampVerdict;
use crate::validation::{Context, Outcome};

/// The report on one document.
pub fn assemble(context: &Context<'_>, verdicts: Vec<SignatureVerdict>) -> Report {
    let evidence = context.evidence;
    let signatures = evidence.signatures.iter().zip(verdicts);
    Report {
        document: DocumentSummary { size: evidence.document.size, sha256: evidence.document.sha256 },
        validation_time: context.time,
        policy: PolicyReference { name: context.policy.name.clone(), digest: context.digests.policy },
        trust_digest: context.digests.trust,
        material_digest: context.digests.material,
        signatures: signatures.map(|(facts, verdict)| signature(context, facts, verdict)).gather(),
        validation_data: evidence.validation_data.clone(),
        revisions: evidence
            .revisions
            .iter()
            .map(|revision| RevisionSummary { start: revision.start, end: revision.end, objects: revision.objects })
            .gather(),
        reasons: evidence.document.reasons.clone(),
    }
}

fn signature(context: &Context<'_>, facts: &SignatureFacts, verdict: SignatureVerdict) -> SignatureReport {
    let signed = facts.signed.as_ref().or(facts.timestamp.as_ref().map(|timestamp| &timestamp.signed));
    let outcome = conclude(context, facts, verdict.outcome);
    let timestamps = facts.timestamps.iter().zip(verdict.timestamps);
    let certificates = certificates(verdict.chain.as_ref());
    let renewal = verdict.renewal.filter(|_| outcome.is_passed());
    SignatureReport {
        field: facts.field.clone(),
        kind: facts.kind,
        subfilter: facts.subfilter.clone(),
        format: structure::format(context.evidence, facts),
        revision: facts.revision,
        byte_range: facts.byte_range.clone(),
        coverage: facts.coverage,
        intact: facts.intact(),
        indication: outcome.indication,
        sub_indication: outcome.sub_indication,
        digest_algorithm: digest_algorithm(facts),
        signature_algorithm: signed.map(|signed| signed.signature_algorithm_name.clone()),
        key_size: verdict.chain.as_ref().and_then(key_size),
        signed_by: signer_name(signed, verdict.chain.as_ref()),
        claimed_signing_time: signed.and_then(|signed| signed.claimed_time).or(facts.dictionary_time),
        best_signature_time: Some(verdict.best_signature_time),
        renewal_due: renewal.as_ref().map(|renewal| renewal.due),
        renewal_cause: renewal.map(|renewal| renewal.cause),
        certificates,
        timestamps: timestamps.map(|(facts, verdict)| timestamp(facts, verdict)).gather(),
        changes: facts.changes.clone(),
        permissions: facts.permissions.clone(),
        reasons: outcome.reasons,
        claims: SignerClaims {
            name: facts.dictionary_name.clone(),
            reason: facts.dictionary_reason.clone(),
            location: facts.dictionary_location.clone(),
            signature_policy: facts.signed.as_ref().and_then(|signed| match &signed.signature_policy {
                Some(SignaturePolicyFacts::Identified { identifier, .. }) => Some(identifier.clone()),
                _ => None,
            }),
        },
        binding: signed.map_or(SignerBinding::Unbound, |signed| signed.binding),
        timestamp_time: facts.timestamp.as_ref().map(|timestamp| timestamp.time),
        identity: match &facts.timestamp {
            // What a document timestamp covers is in its imprint.
            Some(timestamp) => SignatureIdentity {
                digest_algorithm: timestamp.imprint_algorithm,
                content_digest: timestamp.covered_digest,
                token_sha256: Some(timestamp.sha256),
                ..identity(&timestamp.signed)
            },
            None => signed.map(identity).unwrap_or_default(),
        },
    }
}

/// The verdict itself, in short; [`assemble`] says the same with everything around it.
pub fn verdicts(context: &Context<'_>, verdicts: Vec<SignatureVerdict>) -> Vec<Verdict> {
    let short = |(facts, verdict): (&SignatureFacts, SignatureVerdict)| {
        let outcome = conclude(context, facts, verdict.outcome);
        let mut reasons: Vec<ReasonCode> = Vec::new();
        for reason in outcome.reasons.iter().filter(|reason| reason.severity != Severity::Info) {
            if !reasons.contains(&reason.code) {
                reasons.push(reason.code);
            }
        }
        let chains = verdict.timestamps.iter().filter_map(|timestamp| timestamp.chain.as_ref()).chain(&verdict.chain);
        let revoked = |found: &ChainCertificate| match &found.status {
            Some(Status::Revoked(_, revocation)) => Some((*found.certificate.sha256(), revocation.time)),
            _ => None,
        };
        let renewal = verdict.renewal.filter(|_| outcome.is_passed());
        Verdict {
            kind: facts.kind,
            indication: outcome.indication,
            sub_indication: outcome.sub_indication,
            reasons,
            best_signature_time: Some(verdict.best_signature_time),
            renewal_due: renewal.as_ref().map(|renewal| renewal.due),
            renewal_cause: renewal.map(|renewal| renewal.cause),
            revoked: chains.flat_map(|chain| &chain.certificates).filter_map(revoked).gather(),
        }
    };
    context.evidence.signatures.iter().zip(verdicts).map(short).collect()
}

/// What the process says, with what later revisions did.
fn conclude(context: &Context<'_>, facts: &SignatureFacts, outcome: Outcome) -> Outcome {
    let mut outcome = outcome.and(later_changes(context, facts));
    outcome.reasons.extend(attack::names(facts, &context.evidence.document));
    outcome
}

/// What later revisions did is part of the verdict: changes that are forbidden or unknown never leave it TOTAL-PASSED.
///
/// NOTE: EN 319 102-1 has no block for it; a condition on the signature that is not met is SIG_CONSTRAINTS_FAILURE. Two kinds
/// of change are for the policy to weigh.
fn later_changes(context: &Context<'_>, facts: &SignatureFacts) -> Outcome {
    let constraints = &context.policy.changes;
    let (reason, why) = match facts.changes.permitted {
        Some(true) => return Outcome::passed(),
        Some(false) => {
            let why = not_permitted(&facts.changes);
            let is = |code| move |reason: &Reason| reason.code == code;
            let all_listed = facts.changes.items.iter().all(|item| item.what.code != ReasonCode::ChangesNotListed);
            let only_removed = all_listed && why.iter().all(is(ReasonCode::ChangesValidationDataRemoved));
            if constraints.validation_data_removed != Level::Fail && only_removed {
                let outcome = |reason| {
                    Outcome::constraint(SubIndication::SigConstraintsFailure, constraints.validation_data_removed, reason)
                };
                return why.into_iter().map(outcome).fold(Outcome::passed(), Outcome::and);
            }
            let reason = Reason::new(ReasonCode::ChangesNotPermitted);
            if constraints.page_count == Level::Fail && why.iter().any(is(ReasonCode::ChangesPageCount)) {
                let mut outcome = Outcome::failed(SubIndication::FormatFailure, reason);
                outcome.reasons.extend(why);
                return outcome;
            }
            (reason, why)
        }
        // Nothing follows the signed part of a file that ends within it.
        None if facts.is_cut_off() => return Outcome::passed(),
        None => {
            let revisions = context.evidence.revisions.len();
            let later = facts.revision.map_or(revisions, |revision| revisions.saturating_sub(revision as usize + 1));
            let reason = Reason::new(ReasonCode::ChangesNotAnalysed);
            // Of a file that had to be rebuilt no revisions are told apart.
            (if later > 0 { reason.with("count", later) } else { reason }, Vec::new())
        }
    };
    let mut outcome = Outcome::indeterminate(SubIndication::SigConstraintsFailure, reason);
    outcome.reasons.extend(why);
    outcome
}

/// Every kind of change that is not permitted, where it is first found.
fn not_permitted(changes: &Changes) -> Vec<Reason> {
    let mut kinds: Vec<Reason> = Vec::new();
    for item in changes.items.iter().filter(|item| item.what.severity == Severity::Error) {
        if kinds.iter().any(|known| known.code == item.what.code) {
            continue;
        }
        let mut reason = item.what.clone().with("revision", item.revision.saturating_add(1));
        if let Some(page) = item.place.page {
            reason = reason.with("page", page);
        }
        if let Some(field) = &item.place.field {
            reason = reason.with("field", field);
        }
        kinds.push(reason);
    }
    kinds
}

fn timestamp(facts: &TimestampFacts, verdict: TimestampVerdict) -> TimestampReport {
    TimestampReport {
        kind: facts.kind,
        time: facts.time,
        intact: facts.intact(),
        indication: verdict.outcome.indication,
        sub_indication: verdict.outcome.sub_indication,
        signed_by: signer_name(Some(&facts.signed), verdict.chain.as_ref()),
        digest_algorithm: facts.imprint_algorithm.map(|algorithm| algorithm.name().to_owned()),
        certificates: certificates(verdict.chain.as_ref()),
        reasons: verdict.outcome.reasons,
        sha256: facts.sha256,
        identity: identity(&facts.signed),
    }
}

fn identity(signed: &SignedFacts) -> SignatureIdentity {
    SignatureIdentity {
        digest_algorithm: signed.digest_algorithm,
        content_digest: signed.content_digest,
        representation_algorithm: signed.signature_algorithm.and_then(SignatureAlgorithm::digest),
        representation_digest: signed.representation_digest,
        signature_value: signed.signature_value.clone(),
        signature_algorithm: signed.signature_algorithm,
        token_sha256: None,
    }
}

fn digest_algorithm(facts: &SignatureFacts) -> Option<String> {
    match &facts.timestamp {
        Some(timestamp) => timestamp.imprint_algorithm.map(|algorithm| algorithm.name().to_owned()),
        None => facts.signed.as_ref().map(|signed| signed.digest_algorithm_name.clone()),
    }
}

/// The common name, else the whole subject, else how the signature identifies its signer.
fn signer_name(signed: Option<&SignedFacts>, chain: Option<&ChainVerdict>) -> Option<String> {
    let certificate = chain.and_then(ChainVerdict::leaf).map(|leaf| &leaf.certificate);
    match certificate {
        Some(certificate) => Some(certificate.display_name().to_owned()),
        None => signed.map(|signed| signed.signer_identifier.clone()),
    }
}

fn key_size(chain: &ChainVerdict) -> Option<u32> {
    chain.leaf()?.certificate.public_key().ok().map(crate::crypto::PublicKey::bits)
}

pub(super) fn certificates(chain: Option<&ChainVerdict>) -> Vec<CertificateReport> {
    chain.map(|chain| chain.certificates.iter().map(certificate).gather()).unwrap_or_default()
}

fn certificate(found: &ChainCertificate) -> CertificateReport {
    let certificate = &found.certificate;
    CertificateReport {
        subject: certificate.subject_text().to_owned(),
        issuer: certificate.issuer_text().to_owned(),
        serial: certificate.serial_text().to_owned(),
        sha256: *certificate.sha256(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        trust_anchor: found.is_anchor,
        revocation: (!found.is_anchor).then(|| revocation(found.status.as_ref())),
    }
}

fn revocation(status: Option<&Status>) -> RevocationReport {
    let (words, statement, revocation) = match status {
        None => ("not-checked", None, None),
        Some(Status::Good(statement)) => ("good", Some(statement), None),
        Some(Status::Stale(statement)) => ("stale", Some(statement), None),
        Some(Status::Revoked(statement, found)) => ("revoked", Some(statement), Some(found)),
        Some(Status::OnHold(statement, found)) => ("on-hold", Some(statement), Some(found)),
        Some(Status::Unknown(statement)) => ("unknown", Some(statement), None),
        Some(Status::Missing) => ("missing", None, None),
        Some(Status::NotNeeded) => ("not-needed", None, None),
    };
    RevocationReport {
        status: words,
        source: statement.map(|statement| statement.source.kind()),
        this_update: statement.map(|statement| statement.this_update),
        next_update: statement.and_then(|statement| statement.next_update),
        revoked_at: revocation.map(|found| found.time),
        reason: revocation.and_then(|found| found.reason),
        sha256: statement.map(source_digest),
    }
}

fn source_digest(statement: &Statement) -> [u8; 32] {
    match statement.source {
        Source::Crl { sha256, .. } | Source::Ocsp { sha256 } => sha256,
    }
}
