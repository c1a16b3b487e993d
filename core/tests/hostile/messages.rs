//! Signature values that are built to take time, memory or stack (RFC 5652, X.690).

use super::authorities::{self, ALGORITHM_ED25519, Authority};
use super::pdf::Pdf;
use super::{Case, Input};

/// All of them, each with a part of what must be said of it.
pub(crate) const CASES: &[Case] = &[
    Case::new("a CMS nested 100,000 deep", "", || document(&nested_definite(100_000))),
    Case::new("a CMS nested 100,000 deep without lengths", "", || document(&[0x30, 0x80].repeat(100_000))),
    Case::heavy("two million end-of-contents octets", "", || document(&[vec![0x30, 0x80], vec![0; 4_000_000]].concat())),
    Case::heavy("an OCTET STRING in two million pieces", "", || {
        document(&[vec![0x24, 0x80], [4, 0].repeat(2_000_000), vec![0, 0]].concat())
    }),
    Case::new("50,000 signed attributes", "attributes", || signed_attributes(50_000)),
    Case::new("50,000 unsigned attributes", "attributes", || {
        let attributes: Vec<Vec<u8>> = (0..50_000_u32).map(|at| attribute(at, &[5, 0])).collect();
        document(&signed_data(&[leaf()], &[signer(&[], &attributes)]))
    }),
    Case::new("a signed attribute of 100,000 values", "", || {
        let values = der(4, b"x").repeat(100_000);
        document(&signed_data(&[leaf()], &[signer(&[attribute(9, &values)], &[])]))
    }),
    Case::new("2,000 signature timestamps", "", || {
        let token = signed_data(&[leaf()], &[signer(&[], &[])]);
        let oid = [6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 14];
        let attribute = sequence(&[oid.to_vec(), der(0x31, &token.repeat(2_000))]);
        document(&signed_data(&[leaf()], &[signer(&[], &[attribute])]))
    }),
    Case::new("an object identifier of one million octets", "", || {
        let oid = der(6, &[&[0x2a][..], &[0x81; 1_000_000], &[1]].concat());
        document(&sequence(&[oid, der(0xa0, &sequence(&[]))]))
    }),
    Case::new("a digest algorithm of one million octets", "", || {
        let algorithm = sequence(&[der(6, &[&[0x2a][..], &[0x81; 1_000_000], &[1]].concat())]);
        document(&signed_data_with(&algorithm, &[leaf()], &[signer(&[], &[])]))
    }),
    Case::heavy("20,000 certificates", "certificates", || with_certificates(20_000)),
    Case::heavy("20,000 CRLs", "revocation items", || with_crls(20_000)),
    Case::heavy("20,000 signers", "", || document(&signed_data(&[leaf()], &vec![signer(&[], &[]); 20_000]))),
    Case::heavy("an RSA modulus of a million bits", "RSA modulus", || with_key(&rsa(&[0xc5; 125_000], &[1, 0, 1]))),
    Case::new("an RSA modulus of 16,384 bits and the largest exponent", "", || {
        with_key(&rsa(&[0xc5; 2_048], &[1, 0xff, 0xff, 0xff, 0xff]))
    }),
    Case::new("an RSA exponent of 16,384 bits", "RSA exponent", || with_key(&rsa(&[0xc5; 2_048], &[0x45; 2_048]))),
    Case::new("a curve of its own parameters", "", || with_key(&explicit_curve())),
    Case::heavy("a subject of 100,000 parts", "", || {
        let name = sequence(&vec![name_part("x"); 100_000]);
        document(&signed_data(&[authorities::with_subject(&name)], &[signer(&[], &[])]))
    }),
    Case::heavy("100,000 extensions of one certificate", "", || {
        let extensions: Vec<Vec<u8>> = (0..100_000_u32).map(|at| sequence(&[oid_of(at), der(4, &[5, 0])])).collect();
        document(&signed_data(&[authorities::unsigned("leaf", 1, "ca", &extensions)], &[signer(&[], &[])]))
    }),
];

pub(crate) fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = contents.len();
    if length < 0x80 {
        bytes.push(length as u8);
    } else {
        let octets = (length as u32).to_be_bytes();
        let octets = &octets[octets.iter().position(|octet| *octet != 0).unwrap()..];
        bytes.push(0x80 | octets.len() as u8);
        bytes.extend_from_slice(octets);
    }
    bytes.extend_from_slice(contents);
    bytes
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    der(0x30, &parts.concat())
}

/// An AttributeTypeAndValue for commonName, in a SET.
pub(crate) fn name_part(text: &str) -> Vec<u8> {
    der(0x31, &sequence(&[vec![6, 3, 0x55, 4, 3], der(0x0c, text.as_bytes())]))
}

/// 1.3.6.1.4.1.N as an OBJECT IDENTIFIER.
pub(crate) fn oid_of(arc: u32) -> Vec<u8> {
    let mut octets = vec![0x2b, 6, 1, 4, 1];
    let septets: Vec<u8> = (0..5).rev().map(|at| (arc >> (7 * at)) as u8 & 0x7f).collect();
    let start = septets.iter().position(|septet| *septet != 0).unwrap_or(4);
    octets.extend(septets[start..].iter().enumerate().map(|(at, septet)| if at + start == 4 { *septet } else { septet | 0x80 }));
    der(6, &octets)
}

/// Descending, so that whoever sorts them has all the work.
pub(crate) fn signed_attributes(count: u32) -> Input {
    let attributes: Vec<Vec<u8>> = (0..count).rev().map(|at| attribute(at, &[5, 0])).collect();
    document(&signed_data(&[leaf()], &[signer(&attributes, &[])]))
}

pub(crate) fn with_certificates(count: u32) -> Input {
    let certificates: Vec<Vec<u8>> = (0..count).map(|at| authorities::unsigned("leaf", at, "ca", &[])).collect();
    document(&signed_data(&certificates, &[signer(&[], &[])]))
}

pub(crate) fn with_crls(count: u32) -> Input {
    let crl = |at| authorities::with_signature(&authorities::crl_tbs(at, &[], false), &[7; 64]);
    let crls: Vec<u8> = (0..count).flat_map(crl).collect();
    let signed = sequence(&[
        vec![2, 1, 1],
        der(0x31, &sha256()),
        sequence(&[DATA.to_vec()]),
        der(0xa1, &crls),
        der(0x31, &signer(&[], &[])),
    ]);
    document(&sequence(&[SIGNED_DATA.to_vec(), der(0xa0, &signed)]))
}

fn attribute(arc: u32, values: &[u8]) -> Vec<u8> {
    sequence(&[oid_of(arc), der(0x31, values)])
}

/// A structure of `length` octets.
pub(crate) fn padded(length: usize) -> Vec<u8> {
    der(0x30, &vec![0; length])
}

/// SEQUENCE in SEQUENCE; made from the inside, the header before the rest.
fn nested_definite(depth: usize) -> Vec<u8> {
    let mut reversed = Vec::new();
    for _ in 0..depth {
        let mut header = der(0x30, &[]);
        let length = reversed.len();
        if length < 0x80 {
            header[1] = length as u8;
        } else {
            let octets = (length as u32).to_be_bytes();
            let octets = &octets[octets.iter().position(|octet| *octet != 0).unwrap()..];
            header[1] = 0x80 | octets.len() as u8;
            header.extend_from_slice(octets);
        }
        reversed.extend(header.iter().rev());
    }
    reversed.reverse();
    reversed
}

const SIGNED_DATA: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const DATA: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];

fn sha256() -> Vec<u8> {
    sequence(&[vec![6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1]])
}

pub(crate) fn signed_data(certificates: &[Vec<u8>], signers: &[Vec<u8>]) -> Vec<u8> {
    signed_data_with(&sha256(), certificates, signers)
}

fn signed_data_with(digest: &[u8], certificates: &[Vec<u8>], signers: &[Vec<u8>]) -> Vec<u8> {
    let signed = sequence(&[
        vec![2, 1, 1],
        der(0x31, digest),
        sequence(&[DATA.to_vec()]),
        der(0xa0, &certificates.concat()),
        der(0x31, &signers.concat()),
    ]);
    sequence(&[SIGNED_DATA.to_vec(), der(0xa0, &signed)])
}

/// Without certificates and signers.
pub(crate) fn empty_signed_data() -> Vec<u8> {
    signed_data(&[], &[signer(&[], &[])])
}

/// The certificate that [`signer`] names.
fn leaf() -> Vec<u8> {
    Authority::new("ca", 1).issue("leaf", 2, &[])
}

/// A SignerInfo of the certificate that the authority "ca" issued with serial number 2.
fn signer(signed: &[Vec<u8>], unsigned: &[Vec<u8>]) -> Vec<u8> {
    signer_with(&ALGORITHM_ED25519, signed, unsigned, &[7; 64])
}

pub(crate) fn signer_with(algorithm: &[u8], signed: &[Vec<u8>], unsigned: &[Vec<u8>], signature: &[u8]) -> Vec<u8> {
    signer_info(2, algorithm, signed, unsigned, signature)
}

/// One of the certificate with this serial number.
pub(crate) fn signer_numbered(number: u32) -> Vec<u8> {
    signer_info(number, &ALGORITHM_ED25519, &[], &[], &[7; 64])
}

/// Signed attributes that DER has in another order.
pub(crate) fn out_of_order() -> Vec<Vec<u8>> {
    vec![attribute(9, &[5, 0]), attribute(8, &[5, 0])]
}

fn signer_info(number: u32, algorithm: &[u8], signed: &[Vec<u8>], unsigned: &[Vec<u8>], signature: &[u8]) -> Vec<u8> {
    let optional = |tag, attributes: &[Vec<u8>]| if attributes.is_empty() { Vec::new() } else { der(tag, &attributes.concat()) };
    sequence(&[
        vec![2, 1, 1],
        sequence(&[sequence(&[name_part("ca")]), authorities::serial(number)]),
        sha256(),
        optional(0xa0, signed),
        algorithm.to_vec(),
        der(4, signature),
        optional(0xa1, unsigned),
    ])
}

/// SubjectPublicKeyInfo.
pub(crate) fn rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let integer = |octets: &[u8]| der(2, &[&[0][..], octets].concat());
    let key = sequence(&[integer(modulus), integer(exponent)]);
    let algorithm = sequence(&[vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], vec![5, 0]]);
    sequence(&[algorithm, der(3, &[&[0][..], &key].concat())])
}

/// A prime field of 100,000 bits (RFC 3279 §2.3.5 `ecParameters`).
fn explicit_curve() -> Vec<u8> {
    let large = vec![0xc5; 12_500];
    let prime_field = sequence(&[vec![6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 1, 1], der(2, &[&[0][..], &large].concat())]);
    let curve = sequence(&[der(4, &large), der(4, &large)]);
    let base = der(4, &[&[4][..], &large, &large].concat());
    let order = der(2, &[&[0][..], &large].concat());
    let parameters = sequence(&[vec![2, 1, 1], prime_field, curve, base.clone(), order, vec![2, 1, 1]]);
    let algorithm = sequence(&[vec![6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1], parameters]);
    sequence(&[algorithm, der(3, &[&[0, 4][..], &large, &large].concat())])
}

/// A document signed with this key, by the algorithm that goes with it.
fn with_key(spki: &[u8]) -> Input {
    let certificate = authorities::with_key(spki);
    let rsa = spki.windows(9).take(40).any(|window| window == [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]);
    let algorithm = if rsa {
        sequence(&[vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11], vec![5, 0]])
    } else {
        sequence(&[vec![6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]])
    };
    let signature = if rsa { vec![0x45; 2_048] } else { sequence(&[vec![2, 1, 1], vec![2, 1, 1]]) };
    let signer = sequence(&[
        vec![2, 1, 1],
        sequence(&[sequence(&[name_part("ca")]), authorities::serial(2)]),
        sha256(),
        algorithm,
        der(4, &signature),
    ]);
    document(&signed_data(&[certificate], &[signer]))
}

/// A signed document with this signature value.
pub(crate) fn document(cms: &[u8]) -> Input {
    let mut pdf = Pdf::with_page("/AcroForm<</Fields[4 0 R]>>", "");
    pdf.sign(4, cms);
    Input::Pdf(pdf.finish())
}
