//! Certificates, CRLs and OCSP responses that are built to take time. Their signatures are real (Ed25519), because work after a signature
//! that does not verify is work that no attacker can cause.

use ed25519_dalek::{Signer as _, SigningKey};

use super::messages::{der, name_part, sequence};
use super::{Case, Input};

/// Ed25519 (RFC 8410).
pub(crate) const ALGORITHM_ED25519: [u8; 7] = [0x30, 5, 6, 3, 0x2b, 0x65, 0x70];

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::heavy("40 authorities that certify each other, no anchor", "a path search", || mesh(40)),
    Case::heavy("120 authorities of one name and many keys", "a path search", || one_name(120)),
    Case::new("a path of 200 authorities", "length of a certification path", || long_path(200)),
    Case::heavy("100,000 names under 1,000 constraints", "name-constraint comparisons", || names(100_000, 1_000)),
    Case::new("200 policies mapped to each other over 20 levels", "", || policies(200, 20)),
    Case::heavy("2,000 policies mapped to each other over 12 levels", "policy nodes", || policies(2_000, 12)),
    Case::heavy("a CRL of a million entries", "", || crl(1_000_000, false)),
    Case::heavy("a CRL of a million entries of other issuers", "", || crl(1_000_000, true)),
    Case::new("1,000 CRLs that nobody signed", "", || crls(1_000)),
    Case::heavy("an OCSP response on 20,000 certificates", "", || ocsp(20_000, 1)),
    Case::new("1,000 OCSP responses that nobody signed", "", || ocsp(1, 1_000)),
    Case::heavy("a policy file of 20 MB", "", || Input::Settings(format!("name = \"x\"\n{}", "[[a]]\n".repeat(3_500_000)))),
    Case::new("a policy file nested 10,000 deep", "", || {
        Input::Settings(format!("a = {}{}", "[".repeat(10_000), "]".repeat(10_000)))
    }),
    Case::heavy("a material file of 200,000 PEM blocks", "", || {
        Input::File(b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".repeat(200_000))
    }),
    Case::new("evidence that announces 2^60 signatures", "", || {
        Input::File([&b"\x84\x76longseal-evidence-file\x01\x58\x40"[..], &[0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0]].concat())
    }),
];

/// A name and a key that issue.
#[derive(Clone)]
pub(crate) struct Authority {
    name: Vec<u8>,
    key: SigningKey,
}

pub(crate) fn serial(number: u32) -> Vec<u8> {
    der(2, &[&[0][..], &number.to_be_bytes()].concat())
}

fn key(seed: u32) -> SigningKey {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&seed.to_be_bytes());
    SigningKey::from_bytes(&bytes)
}

fn spki(seed: u32) -> Vec<u8> {
    let public = key(seed).verifying_key().to_bytes();
    sequence(&[ALGORITHM_ED25519.to_vec(), der(3, &[&[0][..], &public].concat())])
}

/// `id` is the last arc of 2.5.29.
pub(crate) fn extension(id: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { vec![1, 1, 0xff] } else { Vec::new() };
    sequence(&[vec![6, 3, 0x55, 0x1d, id], critical, der(4, value)])
}

pub(crate) fn authority_extension() -> Vec<u8> {
    extension(19, true, &sequence(&[vec![1, 1, 0xff]]))
}

fn validity() -> Vec<u8> {
    sequence(&[der(0x18, b"20200101000000Z"), der(0x18, b"20400101000000Z")])
}

fn tbs(subject: &[u8], number: u32, issuer: &[u8], spki: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    tbs_with(&ALGORITHM_ED25519, subject, number, issuer, spki, extensions)
}

pub(crate) fn tbs_with(
    algorithm: &[u8],
    subject: &[u8],
    number: u32,
    issuer: &[u8],
    spki: &[u8],
    extensions: &[Vec<u8>],
) -> Vec<u8> {
    let extensions = if extensions.is_empty() { Vec::new() } else { der(0xa3, &sequence(extensions)) };
    sequence(&[
        der(0xa0, &[2, 1, 2]),
        serial(number),
        algorithm.to_vec(),
        issuer.to_vec(),
        validity(),
        subject.to_vec(),
        spki.to_vec(),
        extensions,
    ])
}

pub(crate) fn with_signature(tbs: &[u8], signature: &[u8]) -> Vec<u8> {
    sequence(&[tbs.to_vec(), ALGORITHM_ED25519.to_vec(), der(3, &[&[0][..], signature].concat())])
}

/// A certificate whose signature is nobody's.
pub(crate) fn unsigned(subject: &str, number: u32, issuer: &str, extensions: &[Vec<u8>]) -> Vec<u8> {
    let tbs = tbs(&sequence(&[name_part(subject)]), number, &sequence(&[name_part(issuer)]), &spki(2), extensions);
    with_signature(&tbs, &[7; 64])
}

/// One with serial number 2 of "ca", and this subject.
pub(crate) fn with_subject(subject: &[u8]) -> Vec<u8> {
    with_signature(&tbs(subject, 2, &sequence(&[name_part("ca")]), &spki(2), &[]), &[7; 64])
}

/// One with serial number 2 of "ca", and this key.
pub(crate) fn with_key(spki: &[u8]) -> Vec<u8> {
    with_signature(&tbs(&sequence(&[name_part("leaf")]), 2, &sequence(&[name_part("ca")]), spki, &[]), &[7; 64])
}

impl Authority {
    pub(crate) fn new(name: &str, seed: u32) -> Self {
        Self { name: sequence(&[name_part(name)]), key: key(seed) }
    }

    /// A certificate on the key of seed `number`, which is its serial number too.
    pub(crate) fn issue(&self, subject: &str, number: u32, extensions: &[Vec<u8>]) -> Vec<u8> {
        let tbs = tbs(&sequence(&[name_part(subject)]), number, &self.name, &spki(number), extensions);
        let signature = self.key.sign(&tbs).to_bytes();
        with_signature(&tbs, &signature)
    }

    fn signed(&self, tbs: &[u8]) -> Vec<u8> {
        with_signature(tbs, &self.key.sign(tbs).to_bytes())
    }
}

fn chain(certificate: Vec<u8>, anchor: Vec<u8>, material: Vec<Vec<u8>>) -> Input {
    Input::Chain { certificate, anchor, material, explicit_policy: false }
}

/// The anchor of everything here.
fn root() -> (Authority, Vec<u8>) {
    let root = Authority::new("root", 1_000_000);
    let certificate = root.issue("root", 1_000_000, &[authority_extension()]);
    (root, certificate)
}

fn mesh(count: u32) -> Input {
    let authorities: Vec<Authority> = (0..count).map(|at| Authority::new(&format!("ca {at}"), at)).collect();
    let mut material = Vec::new();
    for (at, issuer) in authorities.iter().enumerate() {
        for subject in (0..count).filter(|subject| *subject as usize != at) {
            material.push(issuer.issue(&format!("ca {subject}"), subject, &[authority_extension()]));
        }
    }
    chain(authorities[0].issue("leaf", 500_000, &[]), root().1, material)
}

fn one_name(count: u32) -> Input {
    let authorities: Vec<Authority> = (0..count).map(|at| Authority::new("ca", at)).collect();
    let mut material = Vec::new();
    for at in 0..count {
        for issuer in authorities.iter().skip(at as usize % 7).step_by(7) {
            material.push(issuer.issue("ca", at, &[authority_extension()]));
        }
    }
    chain(authorities[0].issue("leaf", 500_000, &[]), root().1, material)
}

pub(crate) fn long_path(length: u32) -> Input {
    let (root, anchor) = root();
    let mut issuer = root;
    let mut material = Vec::new();
    for at in 0..length {
        let name = format!("ca {at}");
        material.push(issuer.issue(&name, at, &[authority_extension()]));
        issuer = Authority::new(&name, at);
    }
    chain(issuer.issue("leaf", 500_000, &[]), anchor, material)
}

pub(crate) fn names(count: u32, constraints: u32) -> Input {
    let (root, anchor) = root();
    let subtree = |at: u32| sequence(&[der(0x82, format!("c{at}.example").as_bytes())]);
    let excluded = der(0xa1, &(0..constraints).flat_map(subtree).collect::<Vec<u8>>());
    let constrained = root.issue("ca", 1, &[authority_extension(), extension(30, true, &sequence(&[excluded]))]);
    let alternatives: Vec<u8> = (0..count).flat_map(|at| der(0x82, format!("n{at}.test").as_bytes())).collect();
    let leaf = Authority::new("ca", 1).issue("leaf", 2, &[extension(17, false, &der(0x30, &alternatives))]);
    chain(leaf, anchor, vec![constrained])
}

pub(crate) fn policies(count: u32, levels: u32) -> Input {
    let (root, anchor) = root();
    let policy = super::messages::oid_of;
    let policies = extension(32, false, &sequence(&(0..count).map(|at| sequence(&[policy(at)])).collect::<Vec<_>>()));
    // Each policy to its neighbour and to the one after: two ways at every level.
    let mapping =
        |at: u32| [sequence(&[policy(at), policy((at + 1) % count)]), sequence(&[policy(at), policy((at + 2) % count)])].concat();
    let mappings = extension(33, false, &der(0x30, &(0..count).flat_map(mapping).collect::<Vec<u8>>()));
    let mut issuer = root;
    let mut material = Vec::new();
    for at in 0..levels {
        let name = format!("ca {at}");
        material.push(issuer.issue(&name, at, &[authority_extension(), policies.clone(), mappings.clone()]));
        issuer = Authority::new(&name, at);
    }
    let certificate = issuer.issue("leaf", 500_000, &[policies]);
    Input::Chain { certificate, anchor, material, explicit_policy: true }
}

/// tbsCertList of the root, fresh at the validation time.
pub(crate) fn crl_tbs(number: u32, entries: &[u8], indirect: bool) -> Vec<u8> {
    let mut extensions = vec![extension(20, false, &serial(number))];
    if indirect {
        extensions.push(extension(28, true, &sequence(&[vec![0x84, 1, 0xff]])));
    }
    sequence(&[
        vec![2, 1, 1],
        ALGORITHM_ED25519.to_vec(),
        sequence(&[name_part("root")]),
        der(0x18, b"20251231000000Z"),
        der(0x18, b"20260201000000Z"),
        der(0x30, entries),
        der(0xa0, &sequence(&extensions)),
    ])
}

fn crl(count: u32, indirect: bool) -> Input {
    let (root, anchor) = root();
    let mut entries = Vec::with_capacity(count as usize * 60);
    for at in 0..count {
        let issuer = if indirect {
            sequence(&[extension(29, true, &sequence(&[der(0xa4, &sequence(&[name_part(&format!("ca {}", at % 1_000))]))]))])
        } else {
            Vec::new()
        };
        // Descending, and the certificate in question is not among them.
        entries.extend(sequence(&[serial(50_000_000 - at), der(0x17, b"250101000000Z"), issuer]));
    }
    let crl = root.signed(&crl_tbs(1, &entries, indirect));
    chain(root.issue("leaf", 2, &[]), anchor, vec![crl])
}

fn crls(count: u32) -> Input {
    let (root, anchor) = root();
    let crls = (0..count).map(|at| with_signature(&crl_tbs(at, &[], false), &[7; 64])).collect();
    chain(root.issue("leaf", 2, &[]), anchor, crls)
}

/// BasicOCSPResponses of the root: `responses` of them on `singles` certificates each; one alone is signed.
fn ocsp(singles: u32, responses: u32) -> Input {
    let (root, anchor) = root();
    let single = |at: u32| {
        let sha1 = sequence(&[vec![6, 5, 0x2b, 0x0e, 3, 2, 0x1a]]);
        let id = sequence(&[sha1, der(4, &[7; 20]), der(4, &[9; 20]), serial(at)]);
        sequence(&[id, vec![0x80, 0], der(0x18, b"20251231000000Z")])
    };
    let material = (0..responses).map(|response| {
        let list: Vec<u8> = (0..singles).flat_map(|at| single(at + response)).collect();
        let produced = der(0x18, format!("20251231{:06}Z", response % 60).as_bytes());
        let data = sequence(&[der(0xa1, &sequence(&[name_part("root")])), produced, der(0x30, &list)]);
        let basic = if responses == 1 { root.signed(&data) } else { with_signature(&data, &[7; 64]) };
        let kind = vec![6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
        sequence(&[vec![0x0a, 1, 0], der(0xa0, &sequence(&[kind, der(4, &basic)]))])
    });
    chain(root.issue("leaf", 2, &[]), anchor, material.collect())
}

/// 1,000 OCSP responses on the certificate by responders that are named by their keys, and 9,000 who might be those.
pub(crate) fn responders() -> Input {
    let sha1 = |bytes: &[u8]| longseal::crypto::DigestAlgorithm::Sha1.digest(bytes).as_bytes().to_vec();
    let (root, anchor) = root();
    let id = sequence(&[
        sequence(&[vec![6, 5, 0x2b, 0x0e, 3, 2, 0x1a]]),
        der(4, &sha1(&root.name)),
        der(4, &sha1(&root.key.verifying_key().to_bytes())),
        serial(2),
    ]);
    let single = sequence(&[id, vec![0x80, 0], der(0x18, b"20251231000000Z")]);
    let mut material: Vec<Vec<u8>> = (0..1_000_u32)
        .map(|at| {
            let produced = der(0x18, format!("202512310000{:02}Z", at % 60).as_bytes());
            let key = [&[3; 16][..], &at.to_be_bytes()].concat();
            let data = sequence(&[der(0xa2, &der(4, &key)), produced, der(0x30, &single)]);
            let kind = vec![6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
            sequence(&[vec![0x0a, 1, 0], der(0xa0, &sequence(&[kind, der(4, &with_signature(&data, &[7; 64]))]))])
        })
        .collect();
    let usage = extension(37, false, &sequence(&[vec![6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 9]]));
    material.extend((0..9_000).map(|at| unsigned("responder", at, "root", core::slice::from_ref(&usage))));
    chain(root.issue("leaf", 2, &[]), anchor, material)
}

/// 1,000 CRLs that nobody signed, and 5,000 certificates of their issuer's name.
pub(crate) fn namesakes() -> Input {
    let (root, anchor) = root();
    let mut material: Vec<Vec<u8>> = (0..1_000).map(|at| with_signature(&crl_tbs(at, &[], false), &[7; 64])).collect();
    material.extend((0..5_000).map(|at| {
        let name = sequence(&[name_part("root")]);
        with_signature(&tbs(&name, at, &name, &spki(at % 50), &[authority_extension()]), &[7; 64])
    }));
    chain(root.issue("leaf", 2, &[]), anchor, material)
}

/// An authority whose certificate has certificatePolicies again and again.
pub(crate) fn policies_again() -> Input {
    let (root, anchor) = root();
    let policies = |count: u32| sequence(&(0..count).map(|at| sequence(&[super::messages::oid_of(at)])).collect::<Vec<_>>());
    let mut extensions = vec![authority_extension(), extension(32, true, &policies(40_000))];
    extensions.extend((0..40_000).map(|_| extension(32, true, &policies(1))));
    let authority = root.issue("ca", 1, &extensions);
    chain(Authority::new("ca", 1).issue("leaf", 2, &[]), anchor, vec![authority])
}

/// A BasicOCSPResponse on so many certificates, signed by nobody.
pub(crate) fn response(singles: u32, first: u32) -> Vec<u8> {
    let single = |at: u32| {
        let sha1 = sequence(&[vec![6, 5, 0x2b, 0x0e, 3, 2, 0x1a]]);
        let id = sequence(&[sha1, der(4, &[7; 20]), der(4, &[9; 20]), serial(at)]);
        sequence(&[id, vec![0x80, 0], der(0x18, b"20251231000000Z")])
    };
    let list: Vec<u8> = (first..).take(singles as usize).flat_map(single).collect();
    let data = sequence(&[der(0xa1, &sequence(&[name_part("root")])), der(0x18, b"20251231000000Z"), der(0x30, &list)]);
    with_signature(&data, &[7; 64])
}

pub(crate) fn unknown_extensions() -> Input {
    let (root, anchor) = root();
    let unknown = |at| sequence(&[super::messages::oid_of(at), vec![1, 1, 0xff], der(4, &[5, 0])]);
    chain(root.issue("leaf", 2, &(0..50_000).map(unknown).collect::<Vec<_>>()), anchor, Vec::new())
}
