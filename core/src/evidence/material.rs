//! Certificates, CRLs and OCSP responses: those a document carries, and those given beside it.

use crate::gather::Gather as _;
use crate::keyed::KeyedMap;
use std::fmt;
use std::sync::OnceLock;

use super::MaterialCache;
use crate::asn1::{self, Reader, Tag};
use crate::cms::SignedData;
use crate::crl::Crl;
use crate::crypto::DigestAlgorithm;
use crate::ocsp::OcspResponse;
use crate::order::Arrange as _;
use crate::path::CertificatePool;
use crate::revocation::RevocationPool;
use crate::x509::Certificate;

/// Where an item was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OriginKind {
    /// In the CMS of a signature or in its attributes.
    Signature,
    /// In a timestamp token.
    Timestamp,
    /// In /DSS or /VRI.
    ValidationData,
    /// Given beside the document.
    Given,
}

/// Where an item was found, and which document timestamps cover it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Where it was found.
    pub kind: OriginKind,
    /// The first revision whose signed range includes the item: a document timestamp over that revision or a later one
    /// proves that the item existed. `None` for material given beside the document, which nothing in it covers.
    pub covered_from: Option<u32>,
}

impl Origin {
    /// Material given beside the document.
    pub const GIVEN: Self = Self { kind: OriginKind::Given, covered_from: None };

    /// The same item found again: the earlier revision counts.
    fn merge(&mut self, other: Self) {
        let is_earlier = match (other.covered_from, self.covered_from) {
            (Some(other), Some(own)) => other < own,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if is_earlier {
            *self = other;
        }
    }
}

/// Items of three kinds, each once by content, in the order they were found.
#[derive(Clone, Debug, Default)]
pub struct Material {
    certificates: Vec<(Certificate, Origin)>,
    crls: Vec<(Crl, Origin)>,
    ocsps: Vec<(OcspResponse, Origin)>,
    /// Index by SHA-256 of the item, over all kinds.
    known: KeyedMap<[u8; 32], usize>,
    /// The same items as path building and revocation checking look for them, made when first asked for: a verifier that
    /// remembers the chains of this material never asks.
    pools: OnceLock<Pools>,
}

#[derive(Clone, Debug, Default)]
struct Pools {
    certificates: CertificatePool,
    revocation: RevocationPool,
}

impl Pools {
    fn add_certificate(&mut self, certificate: &Certificate) {
        self.certificates.insert(certificate.clone());
        self.revocation.add_responder(certificate.clone());
    }
}

impl Material {
    /// Certificates and where they were found.
    pub fn certificates(&self) -> &[(Certificate, Origin)] {
        &self.certificates
    }

    /// CRLs and where they were found.
    pub fn crls(&self) -> &[(Crl, Origin)] {
        &self.crls
    }

    /// OCSP responses and where they were found.
    pub fn ocsps(&self) -> &[(OcspResponse, Origin)] {
        &self.ocsps
    }

    /// The certificate with this SHA-256.
    pub fn certificate(&self, sha256: &[u8; 32]) -> Option<&Certificate> {
        let index = *self.known.get(sha256)?;
        self.certificates.get(index).map(|(certificate, _)| certificate).filter(|found| found.sha256() == sha256)
    }

    /// Where a certificate was found.
    pub fn certificate_origin(&self, sha256: &[u8; 32]) -> Option<Origin> {
        let (found, origin) = self.certificates.get(*self.known.get(sha256)?)?;
        (found.sha256() == sha256).then_some(*origin)
    }

    /// Where a CRL was found.
    pub fn crl_origin(&self, sha256: &[u8; 32]) -> Option<Origin> {
        let (found, origin) = self.crls.get(*self.known.get(sha256)?)?;
        (found.sha256() == sha256).then_some(*origin)
    }

    /// Where an OCSP response was found.
    pub fn ocsp_origin(&self, sha256: &[u8; 32]) -> Option<Origin> {
        let (found, origin) = self.ocsps.get(*self.known.get(sha256)?)?;
        (found.sha256() == sha256).then_some(*origin)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.crls.is_empty() && self.ocsps.is_empty()
    }

    /// The certificates, by subject.
    pub fn certificate_pool(&self) -> &CertificatePool {
        &self.pools().certificates
    }

    /// The CRLs and OCSP responses, by issuer and serial number.
    pub fn revocation_pool(&self) -> &RevocationPool {
        &self.pools().revocation
    }

    fn pools(&self) -> &Pools {
        self.pools.get_or_init(|| {
            let mut pools = Pools::default();
            self.certificates.iter().for_each(|(certificate, _)| pools.add_certificate(certificate));
            self.crls.iter().for_each(|(crl, _)| pools.revocation.add_crl(crl.clone()));
            self.ocsps.iter().for_each(|(ocsp, _)| pools.revocation.add_response(ocsp));
            pools
        })
    }

    /// Adds a certificate.
    pub fn add_certificate(&mut self, certificate: Certificate, origin: Origin) {
        let key = *certificate.sha256();
        if let Some(pools) = self.pools.get_mut() {
            pools.add_certificate(&certificate);
        }
        add(&mut self.known, &mut self.certificates, key, certificate, origin);
    }

    /// Adds a CRL.
    pub fn add_crl(&mut self, crl: Crl, origin: Origin) {
        let key = *crl.sha256();
        if let Some(pools) = self.pools.get_mut() {
            pools.revocation.add_crl(crl.clone());
        }
        add(&mut self.known, &mut self.crls, key, crl, origin);
    }

    /// Adds an OCSP response.
    pub fn add_ocsp(&mut self, ocsp: OcspResponse, origin: Origin) {
        let key = *ocsp.sha256();
        if let Some(pools) = self.pools.get_mut() {
            pools.revocation.add_response(&ocsp);
        }
        add(&mut self.known, &mut self.ocsps, key, ocsp, origin);
    }

    /// Adds all items of `other`.
    pub fn extend(&mut self, other: Self) {
        for (certificate, origin) in other.certificates {
            self.add_certificate(certificate, origin);
        }
        for (crl, origin) in other.crls {
            self.add_crl(crl, origin);
        }
        for (ocsp, origin) in other.ocsps {
            self.add_ocsp(ocsp, origin);
        }
    }

    /// Reads a file of material: PEM (certificates, CRLs, PKCS #7), or DER or BER of a certificate, a CRL, an OCSP
    /// response or a p7b.
    ///
    /// # Errors
    /// [`MaterialError`] when nothing in the file is any of these, or when a PEM block is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MaterialError> {
        let mut material = Self::default();
        let cache = MaterialCache::default();
        let blocks = pem_blocks(bytes)?;
        if blocks.is_empty() {
            material.add_der(bytes, &cache)?;
        }
        for block in blocks {
            material.add_der(&block, &cache)?;
        }
        Ok(material)
    }

    fn add_der(&mut self, bytes: &[u8], cache: &MaterialCache) -> Result<(), MaterialError> {
        let definite = asn1::to_definite(bytes).map_err(|_| MaterialError::Unrecognised)?;
        match shape(&definite) {
            Some(Shape::Certificate) => {
                self.add_certificate(cache.certificate(&definite).map_err(MaterialError::Malformed)?, Origin::GIVEN);
            }
            Some(Shape::Crl) => self.add_crl(cache.crl(&definite).map_err(MaterialError::Malformed)?, Origin::GIVEN),
            Some(Shape::Ocsp) => self.add_ocsp(cache.ocsp(&definite).map_err(MaterialError::Malformed)?, Origin::GIVEN),
            Some(Shape::Cms) => {
                let signed = SignedData::parse(&definite).map_err(MaterialError::Malformed)?;
                for der in &signed.certificates {
                    self.add_certificate(cache.certificate(der).map_err(MaterialError::Malformed)?, Origin::GIVEN);
                }
                for der in &signed.crls {
                    self.add_crl(cache.crl(der).map_err(MaterialError::Malformed)?, Origin::GIVEN);
                }
                for der in &signed.ocsp_responses {
                    self.add_ocsp(cache.ocsp(der).map_err(MaterialError::Malformed)?, Origin::GIVEN);
                }
            }
            None => return Err(MaterialError::Unrecognised),
        }
        Ok(())
    }

    /// SHA-256 over the sorted digests of all items: the same material has the same digest in any order.
    pub fn digest(&self) -> [u8; 32] {
        let mut keys: Vec<&[u8; 32]> = self.known.keys().gather();
        keys.arrange();
        let mut hasher = DigestAlgorithm::Sha256.hasher();
        for key in keys {
            hasher.update(key);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(hasher.finalize().as_bytes());
        digest
    }
}

fn add<T>(known: &mut KeyedMap<[u8; 32], usize>, items: &mut Vec<(T, Origin)>, key: [u8; 32], item: T, origin: Origin) {
    if let Some((_, existing)) = known.get(&key).and_then(|&index| items.get_mut(index)) {
        existing.merge(origin);
    } else {
        known.insert(key, items.len());
        items.push((item, origin));
    }
}

/// Why a file is no material.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MaterialError {
    /// Neither PEM nor a certificate, CRL, OCSP response or p7b.
    Unrecognised,
    /// A PEM block whose base64 is damaged or whose end is missing.
    Pem,
    /// Recognised by its outline, but malformed inside.
    Malformed(asn1::Error),
}

impl fmt::Display for MaterialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unrecognised => f.write_str("no certificate, CRL, OCSP response or p7b in it"),
            Self::Pem => f.write_str("damaged PEM"),
            Self::Malformed(error) => write!(f, "malformed: {error}"),
        }
    }
}

impl std::error::Error for MaterialError {}

enum Shape {
    Certificate,
    Crl,
    Ocsp,
    Cms,
}

/// Tells the kinds apart by their first members, so that a damaged item is named as what it is.
fn shape(der: &[u8]) -> Option<Shape> {
    let mut outer = Reader::new(der).sequence("material").ok()?;
    let first = outer.element("material").ok()?;
    match first.tag() {
        // A ContentInfo, or a SignedData without one.
        Tag::OID | Tag::INTEGER => Some(Shape::Cms),
        // OCSPResponse.responseStatus
        Tag::ENUMERATED => Some(Shape::Ocsp),
        Tag::SEQUENCE => {
            let mut tbs = first.reader();
            match tbs.peek_tag()? {
                // BasicOCSPResponse: version [0] INTEGER is shared with certificates; responderID is [1] or [2].
                tag if tag == Tag::context(1) || tag == Tag::context(2) => Some(Shape::Ocsp),
                tag if tag == Tag::context(0) => {
                    tbs.element("version").ok()?;
                    if tbs.peek_tag() == Some(Tag::INTEGER) { Some(Shape::Certificate) } else { Some(Shape::Ocsp) }
                }
                // CRL v1: signature AlgorithmIdentifier first.
                Tag::SEQUENCE => Some(Shape::Crl),
                Tag::INTEGER => {
                    // Version of a CRL, or serial number of a v1 certificate: what follows the algorithm and the issuer
                    // is thisUpdate in a CRL and the SEQUENCE validity in a certificate.
                    tbs.element("version or serial").ok()?;
                    tbs.element("signature").ok()?;
                    tbs.element("issuer").ok()?;
                    if tbs.peek_tag() == Some(Tag::SEQUENCE) { Some(Shape::Certificate) } else { Some(Shape::Crl) }
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The decoded PEM blocks of a text (RFC 7468, with the laxity §3 asks of parsers); other text around them is ignored,
/// and so are blocks of other kinds, such as keys.
fn pem_blocks(bytes: &[u8]) -> Result<Vec<Vec<u8>>, MaterialError> {
    const LABELS: [&str; 6] = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CRL", "PKCS7", "CMS"];
    let Ok(text) = core::str::from_utf8(bytes) else { return Ok(Vec::new()) };
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        let (label, after) = after.split_once("-----").ok_or(MaterialError::Pem)?;
        let (body, after) = after.split_once("-----END ").ok_or(MaterialError::Pem)?;
        rest = after;
        if !LABELS.contains(&label) {
            continue;
        }
        let characters = body.bytes().filter(|character| !character.is_ascii_whitespace());
        blocks.push(base64(characters).ok_or(MaterialError::Pem)?);
    }
    Ok(blocks)
}

/// What base64 stands for (RFC 4648 §4), with its padding and without bits that stand for nothing.
fn base64(characters: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let (mut octets, mut group, mut count, mut padding) = (Vec::new(), 0_u32, 0_usize, 0_usize);
    for character in characters {
        let value = match character {
            b'=' => 0,
            _ if padding > 0 => return None,
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        padding += usize::from(character == b'=');
        group = group << 6 | u32::from(value);
        count += 1;
        if count % 4 == 0 {
            octets.extend(&group.to_be_bytes()[1..]);
        }
    }
    let end = octets.len().checked_sub(padding)?;
    let is_whole = count % 4 == 0 && padding <= 2 && octets[end..].iter().all(|octet| *octet == 0);
    octets.truncate(end);
    is_whole.then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_revision_counts() {
        let mut origin = Origin { kind: OriginKind::ValidationData, covered_from: Some(3) };
        origin.merge(Origin { kind: OriginKind::Signature, covered_from: Some(1) });
        assert_eq!(origin.covered_from, Some(1));
        origin.merge(Origin { kind: OriginKind::Signature, covered_from: Some(2) });
        assert_eq!(origin.covered_from, Some(1));
        let mut given = Origin::GIVEN;
        given.merge(origin);
        assert_eq!(given, origin);
    }

    #[test]
    fn base64_is_read_as_by_another_reader() {
        use base64ct::{Base64, Encoding as _};
        let read = |text: &str| base64(text.bytes());
        let mut state = 1_u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut taken = 0;
        for round in 0..20_000 {
            let octets: Vec<u8> = (0..next(9)).map(|_| next(256) as u8).collect();
            let mut text = Base64::encode_string(&octets).into_bytes();
            assert_eq!(read(core::str::from_utf8(&text).unwrap()), Some(octets));
            if round % 3 == 0 {
                text.pop();
            }
            if !text.is_empty() {
                let at = next(text.len() as u32) as usize;
                text[at] = b"=AQgw+/-z9\xc3\x00"[next(12) as usize];
            }
            let Ok(text) = core::str::from_utf8(&text) else { continue };
            assert_eq!(read(text), Base64::decode_vec(text).ok(), "{text}");
            taken += usize::from(read(text).is_some());
        }
        assert!(taken > 1_000, "{taken}");
        for text in ["", "=", "==", "===", "====", "A===", "AA==", "AB==", "AAA=", "AAB=", "AA=A", "AAAA====", "AAAA="] {
            assert_eq!(read(text), Base64::decode_vec(text).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_material_is_refused() {
        for bytes in [&b""[..], b"hello", &[0x30, 0], &[0x04, 1, 0], b"\xff\xd8\xff"] {
            assert_eq!(Material::from_bytes(bytes).unwrap_err(), MaterialError::Unrecognised);
        }
        let damaged = b"-----BEGIN CERTIFICATE-----\nMII!\n-----END CERTIFICATE-----\n";
        assert_eq!(Material::from_bytes(damaged).unwrap_err(), MaterialError::Pem);
        assert_eq!(Material::from_bytes(b"-----BEGIN CERTIFICATE-----\nMII").unwrap_err(), MaterialError::Pem);
    }
}
