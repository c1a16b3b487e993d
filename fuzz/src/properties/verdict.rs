//! Verdicts on whole documents and on certificates: deterministic, independent of order, never better for more material.

use longseal::asn1;
use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::evidence::{Evidence, Material, Origin};
use longseal::report::{Language, to_json, to_text};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal::x509::Certificate;
use longseal::{Indication, Verifier};

use super::integrity;
use crate::random::Random;

/// A time at which the fixtures' certificates are valid: 2026-01-01.
pub fn time() -> Instant {
    Instant::parse_rfc3339("2026-01-01T00:00:00Z").expect("a time")
}

/// A verifier that trusts `trust` and has `material`.
fn verifier(trust: &TrustStore, material: Material) -> Verifier {
    Verifier::builder().trust(trust.clone()).material(material).at(time()).build()
}

/// A document from its bytes to the reports: the same twice, by a cold and a warm verifier, and from evidence that was stored; one
/// flipped bit breaks it; and nothing that failed passes because of more material.
pub fn document(bytes: &[u8], trust: &TrustStore, more: &Material) {
    let cold = verifier(trust, Material::default());
    let Ok(evidence) = cold.collect(bytes) else { return };
    let report = cold.judge(&evidence);
    let json = to_json(&report, None, Language::English);
    assert_eq!(json, to_json(&cold.judge(&evidence), None, Language::English), "judged twice, two verdicts");
    let again = verifier(trust, Material::default()).verify(bytes).expect("what was examined can be examined");
    assert_eq!(json, to_json(&again, None, Language::English), "collected twice, two verdicts");
    let stored = Evidence::from_file(&evidence.to_file()).expect("evidence that was written");
    assert_eq!(json, to_json(&cold.judge(&stored), None, Language::English), "stored evidence has another verdict");
    let _ = to_text(&report, "document.pdf", Language::Vietnamese);
    integrity::one_flipped_bit(&cold, bytes, &report, Random::of(bytes).next());
    let with_more = verifier(trust, more.clone()).judge(&evidence);
    for (before, after) in report.signatures.iter().zip(&with_more.signatures) {
        let passes = before.indication == Indication::TotalFailed && after.indication == Indication::TotalPassed;
        assert!(!passes, "passes with more material, having failed");
    }
}

/// The certificate at the beginning, and what follows it.
fn first(bytes: &[u8]) -> Option<(Certificate, &[u8])> {
    let (der, rest) = bytes.split_at_checked(asn1::outer_length(bytes).ok()?)?;
    Some((Certificate::parse(der).ok()?, rest))
}

/// Certificates one after the other: the first is validated, the last is trusted, the order of the others changes nothing.
pub fn chain(bytes: &[u8]) {
    let mut rest = bytes;
    let mut certificates = Vec::new();
    while let Some((certificate, after)) = first(rest)
        && certificates.len() < 12
    {
        rest = after;
        certificates.push(certificate);
    }
    let [leaf, others @ ..] = certificates.as_slice() else { return };
    let mut trust = TrustStore::default();
    trust.add_certificate(others.last().unwrap_or(leaf).clone());
    let verdict = |order: &mut dyn Iterator<Item = &Certificate>| {
        let mut settings = ChainSettings::new(trust.clone(), time());
        for certificate in order {
            settings.material.add_certificate(certificate.clone(), Origin::GIVEN);
        }
        let report = ChainVerifier::new(settings).verify(leaf);
        (report.indication, report.sub_indication)
    };
    let forward = verdict(&mut others.iter());
    assert_eq!(forward, verdict(&mut others.iter().rev()), "the order of certificates changes the verdict");
}
