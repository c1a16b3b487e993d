//! Files that people write or download: policies, trust lists, anchors, material.

use longseal::evidence::Material;
use longseal::policy::Policy;
use longseal::trust::{TrustList, TrustStore};

/// Policies and trust lists (TOML): the same text has one meaning, and a mistake stands where the text is.
pub fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split('\n').count() as u64;
    match Policy::from_toml(&text) {
        Ok(policy) => {
            let again = Policy::from_toml(&text).map(|policy| policy.digest());
            assert_eq!(again, Ok(policy.digest()), "one text, two policies");
            assert!(!policy.name.is_empty(), "a policy without a name");
        }
        Err(error) => assert!((1..=lines).contains(&(error.line as u64)), "a mistake in line {} of {lines}", error.line),
    }
    match TrustList::from_toml(&text) {
        Ok(list) => assert_eq!(TrustList::from_toml(&text), Ok(list), "one text, two lists"),
        Err(error) => assert!((1..=lines).contains(&(error.line as u64)), "a mistake in line {} of {lines}", error.line),
    }
}

/// Files of anchors and of material (PEM, DER, BER, p7b): read twice they are the same, and every anchor is one of the certificates.
pub fn material(bytes: &[u8]) {
    let Ok(material) = Material::from_bytes(bytes) else { return };
    let again = Material::from_bytes(bytes).expect("what was read");
    assert_eq!(again.digest(), material.digest());
    let mut twice = material.clone();
    twice.extend(again);
    assert_eq!(twice.digest(), material.digest(), "material given twice is other material");
    match TrustStore::from_pem(bytes) {
        Ok(store) => {
            assert!(material.certificates().iter().all(|(certificate, _)| store.contains(certificate.sha256())));
            let mut other = TrustStore::default();
            for (certificate, _) in material.certificates().iter().rev() {
                other.add_certificate(certificate.clone());
            }
            assert_eq!(other.digest(), store.digest(), "the order of anchors changes the trust");
        }
        Err(_) => assert!(material.certificates().is_empty(), "certificates that are no anchors"),
    }
}
