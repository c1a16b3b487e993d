//! Certificates made byte by byte, with signatures that a checker of their own verifies: a signature is the SHA-256 of the
//! signer's SubjectPublicKeyInfo. So a test makes thousands of certificates without a private key.

// Each test that includes this module uses a part of it.
#![allow(dead_code)]

use longseal::crypto::{DigestAlgorithm, Verification};
use longseal::path::{CertificateSignatures, WorkingKey};
use longseal::x509::Certificate;

/// Accepts exactly the signatures that [`Blueprint::issue`] makes.
pub(crate) struct SyntheticSignatures;

impl CertificateSignatures for SyntheticSignatures {
    fn verify(&self, certificate: &Certificate, key: &WorkingKey<'_>) -> Verification {
        if certificate.signature() == key.id() { Verification::Valid } else { Verification::Invalid }
    }
}

/// One DER element.
pub(crate) fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    match contents.len() {
        length @ 0..=0x7f => bytes.push(length as u8),
        length => {
            let octets = (length as u32).to_be_bytes();
            let significant = octets.iter().position(|&octet| octet != 0).unwrap();
            bytes.push(0x80 | (4 - significant) as u8);
            bytes.extend(&octets[significant..]);
        }
    }
    bytes.extend(contents);
    bytes
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    der(0x30, &parts.concat())
}

/// A name of one commonName.
pub(crate) fn name(common_name: &str) -> Vec<u8> {
    sequence(&[der(0x31, &sequence(&[vec![6, 3, 0x55, 4, 3], der(0x0c, common_name.as_bytes())]))])
}

/// `id` is the last arc of 2.5.29.
pub(crate) fn extension(id: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { vec![1, 1, 0xff] } else { Vec::new() };
    sequence(&[vec![6, 3, 0x55, 0x1d, id], critical, der(4, value)])
}

/// A made-up key: number `key` in an RSA SubjectPublicKeyInfo that no one can use.
pub(crate) fn spki(key: u32) -> Vec<u8> {
    let algorithm = sequence(&[vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], vec![5, 0]]);
    sequence(&[algorithm, der(3, &[&[0][..], &key.to_be_bytes()].concat())])
}

/// What a certificate is to say.
#[derive(Clone)]
pub(crate) struct Blueprint {
    pub(crate) subject: String,
    pub(crate) key: u32,
    pub(crate) not_before: &'static str,
    pub(crate) not_after: &'static str,
    /// Extensions besides basicConstraints and the key identifiers.
    pub(crate) extensions: Vec<Vec<u8>>,
    pub(crate) authority: bool,
    /// Whether the key identifiers are there.
    pub(crate) identifiers: bool,
}

impl Blueprint {
    pub(crate) fn authority(subject: &str, key: u32) -> Self {
        let (not_before, not_after) = ("20200101000000Z", "20400101000000Z");
        Self {
            subject: subject.to_owned(),
            key,
            not_before,
            not_after,
            extensions: Vec::new(),
            authority: true,
            identifiers: true,
        }
    }

    pub(crate) fn end_entity(subject: &str, key: u32) -> Self {
        Self { authority: false, ..Self::authority(subject, key) }
    }

    pub(crate) fn with(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The certificate issued by `issuer` with its key.
    pub(crate) fn issue(&self, issuer: &Self) -> Certificate {
        let algorithm = sequence(&[vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11], vec![5, 0]]);
        let mut extensions = self.extensions.clone();
        if self.authority {
            extensions.push(extension(19, true, &sequence(&[vec![1, 1, 0xff]])));
        }
        if self.identifiers {
            extensions.push(extension(14, false, &der(4, &self.key.to_be_bytes())));
            extensions.push(extension(35, false, &sequence(&[der(0x80, &issuer.key.to_be_bytes())])));
        }
        let tbs = sequence(&[
            der(0xa0, &[2, 1, 2]),
            der(2, &[&[1][..], &self.key.to_be_bytes(), &issuer.key.to_be_bytes()].concat()),
            algorithm.clone(),
            name(&issuer.subject),
            sequence(&[der(0x18, self.not_before.as_bytes()), der(0x18, self.not_after.as_bytes())]),
            name(&self.subject),
            spki(self.key),
            der(0xa3, &sequence(&extensions)),
        ]);
        let signature = DigestAlgorithm::Sha256.digest(&spki(issuer.key));
        let whole = sequence(&[tbs, algorithm, der(3, &[&[0][..], signature.as_bytes()].concat())]);
        Certificate::parse(&whole).unwrap()
    }

    pub(crate) fn self_signed(&self) -> Certificate {
        self.issue(self)
    }
}
