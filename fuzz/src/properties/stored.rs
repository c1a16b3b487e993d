//! Evidence that was stored, and evidence that somebody altered: only what was written is read, and judging it never depends on
//! the order of material.

use longseal::Verifier;
use longseal::evidence::{Evidence, Material, Origin};
use longseal::report::{Language, to_json};
use longseal::trust::TrustStore;

use super::verdict::time;

/// The evidence codec: whatever is read is written again in the same bytes, with and without its material.
pub fn evidence(bytes: &[u8]) {
    let Ok(evidence) = Evidence::from_file(bytes) else { return };
    assert!(Evidence::is_file(bytes), "read as a file, but it does not begin as one");
    assert_eq!(evidence.to_file(), bytes, "another file has the same evidence");
    let store: std::collections::HashMap<[u8; 32], Vec<u8>> =
        evidence.material.items().map(|item| (*item.sha256, item.bytes.to_vec())).collect();
    let cbor = evidence.to_cbor();
    let again = Evidence::from_cbor(&cbor, &store).expect("evidence that was written");
    assert_eq!(again.to_cbor(), cbor, "written twice, two byte strings");
}

/// All of `material` once more, last first.
fn reversed(material: &Material) -> Material {
    let mut other = Material::default();
    for (certificate, _) in material.certificates().iter().rev() {
        other.add_certificate(certificate.clone(), Origin::GIVEN);
    }
    for (crl, _) in material.crls().iter().rev() {
        other.add_crl(crl.clone(), Origin::GIVEN);
    }
    for (ocsp, _) in material.ocsps().iter().rev() {
        other.add_ocsp(ocsp.clone(), Origin::GIVEN);
    }
    other
}

/// `judge` on evidence that is well-formed and says anything: one report, whatever the order of the material given.
pub fn judge(bytes: &[u8], trust: &TrustStore, material: &Material) {
    let Ok(evidence) = Evidence::from_file(bytes) else { return };
    let verifier = |material| Verifier::builder().trust(trust.clone()).material(material).at(time()).build();
    let cold = verifier(material.clone());
    let json = to_json(&cold.judge(&evidence), None, Language::English);
    assert_eq!(json, to_json(&cold.judge(&evidence), None, Language::English), "judged twice, two verdicts");
    let other = verifier(reversed(material));
    assert_eq!(json, to_json(&other.judge(&evidence), None, Language::English), "the order of material changes the verdict");
    assert_eq!(cold.verdicts(&evidence).len(), evidence.signatures.len(), "a signature without a verdict");
    let _ = cold.wanted(&evidence);
}
