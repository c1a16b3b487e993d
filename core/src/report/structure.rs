//! The level of a signature, told by its structure (EN 319 142-1 §6, EN 319 142-2 §5; the names of PKCS #7 levels are the
//! field's).

use super::model::SignatureFormat;
use crate::evidence::{Evidence, SignatureFacts, SignatureKind, SignaturePolicyFacts, SignerBinding, TimestampKind};

/// What a level is told by.
#[derive(Clone, Copy)]
struct Features {
    timestamped: bool,
    /// /DSS with revocation data in or after the signed revision.
    validation_data: bool,
    /// A document timestamp over that /DSS.
    archived: bool,
}

/// The level of one signature. A document timestamp has none of its own.
pub(super) fn format(evidence: &Evidence, facts: &SignatureFacts) -> SignatureFormat {
    let features = features(evidence, facts);
    let signed = facts.signed.as_ref();
    match facts.subfilter.as_deref() {
        Some("ETSI.CAdES.detached") => {
            // Baseline needs a signing-certificate attribute and the certificate itself in the signature.
            let is_baseline = signed.is_some_and(|signed| signed.binding == SignerBinding::Bound);
            let has_policy =
                signed.is_some_and(|signed| matches!(signed.signature_policy, Some(SignaturePolicyFacts::Identified { .. })));
            match features {
                Features { archived: true, .. } if is_baseline => SignatureFormat::PadesBaselineLta,
                Features { timestamped: true, validation_data: true, .. } if is_baseline => SignatureFormat::PadesBaselineLt,
                Features { timestamped: true, .. } if is_baseline => SignatureFormat::PadesBaselineT,
                _ if is_baseline => SignatureFormat::PadesBaselineB,
                Features { validation_data: true, .. } => SignatureFormat::PadesLtv,
                _ if has_policy => SignatureFormat::PadesEpes,
                _ => SignatureFormat::PadesBes,
            }
        }
        Some("adbe.pkcs7.detached" | "adbe.pkcs7.sha1") => match features {
            Features { archived: true, .. } => SignatureFormat::Pkcs7Lta,
            Features { timestamped: true, validation_data: true, .. } => SignatureFormat::Pkcs7Lt,
            Features { timestamped: true, .. } => SignatureFormat::Pkcs7T,
            _ => SignatureFormat::Pkcs7B,
        },
        _ => SignatureFormat::PdfNotEtsi,
    }
}

fn features(evidence: &Evidence, facts: &SignatureFacts) -> Features {
    let later_timestamp = |after: u32| {
        evidence.signatures.iter().any(|other| {
            other.kind == SignatureKind::DocumentTimestamp && other.revision.is_some_and(|revision| revision > after)
        })
    };
    let own = facts.revision.unwrap_or(u32::MAX);
    let inner = facts.timestamps.iter().any(|timestamp| timestamp.kind == TimestampKind::Signature);
    let data = &evidence.validation_data;
    let validation_data = data.crls > 0 || data.ocsps > 0;
    Features {
        timestamped: inner || later_timestamp(own),
        validation_data,
        archived: validation_data
            && data.first_revision.is_some_and(|first| later_timestamp(own.max(first).saturating_sub(1)) && later_timestamp(own)),
    }
}
