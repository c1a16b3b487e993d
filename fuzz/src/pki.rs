//! Trust and material of the fixtures, so that mutants reach past "no trust anchor".

use longseal::evidence::Material;
use longseal::trust::TrustStore;

/// The root of the fixtures.
pub fn trust() -> TrustStore {
    TrustStore::from_pem(include_bytes!("../../fixtures/files/pki/root.pem")).expect("a fixture")
}

/// Certificates and CRLs of the fixtures.
pub fn material() -> Material {
    let files: [&[u8]; 4] = [
        include_bytes!("../../fixtures/files/pki/authority.p7b"),
        include_bytes!("../../fixtures/files/pki/crl-issuers.p7b"),
        include_bytes!("../../fixtures/files/pki/authority-2025-12.crl"),
        include_bytes!("../../fixtures/files/pki/root-2025-12.crl"),
    ];
    let mut material = Material::default();
    files.iter().for_each(|file| material.extend(Material::from_bytes(file).expect("a fixture")));
    material
}
