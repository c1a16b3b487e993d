//! Material by reference: what a document carries, in the order found and with where it was found, by SHA-256.

use core::hash::BuildHasher;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::CodecError;
use super::cbor::{Reader, Writer};
use super::record::{Item, Listed, choice};
use crate::asn1;
use crate::crl::Crl;
use crate::evidence::{Material, MaterialCache, Origin, OriginKind};
use crate::ocsp::OcspResponse;
use crate::x509::Certificate;

/// Where the bytes of certificates, CRLs and OCSP responses are, by SHA-256.
pub trait MaterialSource {
    /// The bytes with this SHA-256, which the reader compares.
    fn material(&self, sha256: &[u8; 32]) -> Option<Cow<'_, [u8]>>;
}

impl<S: BuildHasher> MaterialSource for HashMap<[u8; 32], Vec<u8>, S> {
    fn material(&self, sha256: &[u8; 32]) -> Option<Cow<'_, [u8]>> {
        self.get(sha256).map(Cow::from)
    }
}

impl MaterialSource for BTreeMap<[u8; 32], Vec<u8>> {
    fn material(&self, sha256: &[u8; 32]) -> Option<Cow<'_, [u8]>> {
        self.get(sha256).map(Cow::from)
    }
}

/// One item of material as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MaterialItem<'m> {
    /// `certificate`, `crl` or `ocsp`.
    pub kind: &'static str,
    /// SHA-256 of the bytes.
    pub sha256: &'m [u8; 32],
    /// DER: a `Certificate`, a `CertificateList` or a `BasicOCSPResponse`.
    pub bytes: &'m [u8],
}

impl Material {
    /// What is to be kept so that evidence which refers to it can be read again.
    pub fn items(&self) -> impl Iterator<Item = MaterialItem<'_>> {
        let certificates = self.certificates().iter().map(|(certificate, _)| MaterialItem {
            kind: "certificate",
            sha256: certificate.sha256(),
            bytes: certificate.der(),
        });
        let crls = self.crls().iter().map(|(crl, _)| MaterialItem { kind: "crl", sha256: crl.sha256(), bytes: crl.der() });
        let ocsps =
            self.ocsps().iter().map(|(ocsp, _)| MaterialItem { kind: "ocsp", sha256: ocsp.sha256(), bytes: ocsp.basic_der() });
        certificates.chain(crls).chain(ocsps)
    }
}

/// One item of a document: its digest and where it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    sha256: [u8; 32],
    origin: Origin,
}

impl Listed for Reference {}

choice!(OriginKind {
    0 = Signature,
    1 = Timestamp,
    2 = ValidationData,
    3 = Given,
});

/// `[SHA-256, where found, covered from revision or null]`.
impl Item for Reference {
    fn write(&self, writer: &mut Writer) {
        writer.array(3);
        self.sha256.write(writer);
        self.origin.kind.write(writer);
        self.origin.covered_from.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.array_of(3)?;
        let sha256 = Item::read(reader)?;
        Ok(Self { sha256, origin: Origin { kind: Item::read(reader)?, covered_from: Item::read(reader)? } })
    }
}

/// Members 5 to 7 of evidence.
pub(super) fn write_references(material: &Material, writer: &mut Writer) {
    let lists: [Vec<Reference>; 3] = [
        material.certificates().iter().map(|(item, origin)| Reference { sha256: *item.sha256(), origin: *origin }).collect(),
        material.crls().iter().map(|(item, origin)| Reference { sha256: *item.sha256(), origin: *origin }).collect(),
        material.ocsps().iter().map(|(item, origin)| Reference { sha256: *item.sha256(), origin: *origin }).collect(),
    ];
    for (key, list) in (5..).zip(lists).filter(|(_, list)| !list.is_empty()) {
        writer.unsigned(key);
        list.write(writer);
    }
}

/// Fetches and parses what is referred to; `lists` are certificates, CRLs and OCSP responses.
pub(super) fn resolve(
    lists: [&[Reference]; 3],
    source: &dyn MaterialSource,
    cache: &MaterialCache,
) -> Result<Material, CodecError> {
    let [certificates, crls, ocsps] = lists;
    let mut material = Material::default();
    for Reference { sha256, origin } in certificates {
        let fetch = || fetch(source, sha256, Certificate::parse, Certificate::sha256);
        material.add_certificate(cache.known_certificate(sha256, fetch)?, *origin);
    }
    for Reference { sha256, origin } in crls {
        material.add_crl(cache.known_crl(sha256, || fetch(source, sha256, Crl::parse, Crl::sha256))?, *origin);
    }
    for Reference { sha256, origin } in ocsps {
        let fetch = || fetch(source, sha256, OcspResponse::parse, OcspResponse::sha256);
        material.add_ocsp(cache.known_ocsp(sha256, fetch)?, *origin);
    }
    // The same item twice is written once.
    let taken = [material.certificates().len(), material.crls().len(), material.ocsps().len()];
    if taken == lists.map(<[_]>::len) { Ok(material) } else { Err(CodecError::NotDeterministic) }
}

/// An item from its bytes, which must be those that were asked for.
fn fetch<T>(
    source: &dyn MaterialSource,
    sha256: &[u8; 32],
    parse: fn(&[u8]) -> asn1::Result<T>,
    digest: fn(&T) -> &[u8; 32],
) -> Result<T, CodecError> {
    let bytes = source.material(sha256).ok_or(CodecError::MaterialMissing(*sha256))?;
    let item = parse(&bytes).map_err(CodecError::MaterialMalformed)?;
    if digest(&item) == sha256 { Ok(item) } else { Err(CodecError::MaterialDamaged(*sha256)) }
}
