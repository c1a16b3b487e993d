//! `Certificate` (RFC 5280 §4.1): spans over its own bytes.

use core::fmt;
use std::sync::{Arc, OnceLock};

use super::extension::ExtensionIndex;
use super::prepared_key::{PreparedKey, sha256};
use super::signed::{Signed, whole_sequence};
use super::{Extensions, Name, NormalizedName};
use crate::asn1::{self, Element, Integer, Reader, Span, Tag};
use crate::crypto::{AlgorithmIdentifier, KeyError, PublicKey};
use crate::time::Instant;

/// A certificate as written. Cloning is cheap; clones share what was computed.
///
/// ```text
/// Certificate  ::=  SEQUENCE  {
///     tbsCertificate       TBSCertificate,
///     signatureAlgorithm   AlgorithmIdentifier,
///     signatureValue       BIT STRING  }
/// ```
///
/// Parsing settles where the fields are. Extensions are read by their accessors, so that a malformed one is an error of
/// its own and not the end of the certificate. What RFC 5280 §4.1 forbids but real certificates have (negative or long
/// serial numbers, version 1 with extensions, GeneralizedTime before 2050, lengths that are not minimal) is taken;
/// `path` judges it.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    fields: Fields,
    sha256: OnceLock<[u8; 32]>,
    key: PreparedKey,
    subject: OnceLock<NormalizedName>,
    issuer: OnceLock<NormalizedName>,
    extensions: OnceLock<ExtensionIndex>,
    texts: OnceLock<Texts>,
    broken_rules: [OnceLock<Box<[&'static str]>>; 3],
}

/// What reports show of a certificate, written out once: a thousand reports show the same ones.
struct Texts {
    subject: Box<str>,
    issuer: Box<str>,
    serial: Box<str>,
    common_name: Option<Box<str>>,
}

/// Where the fields are.
struct Fields {
    version: u32,
    tbs: Span,
    serial: Span,
    tbs_signature_algorithm: Span,
    issuer: Span,
    not_before: Instant,
    not_after: Instant,
    subject: Span,
    spki: Span,
    extensions: Span,
    signature_algorithm: Span,
    signature: Span,
}

impl Certificate {
    /// Reads the DER of one certificate; nothing may follow it.
    pub fn parse(der: &[u8]) -> asn1::Result<Self> {
        let fields = Fields::read(whole_sequence(der, "Certificate")?, der)?;
        Ok(Self(Arc::new(Inner {
            der: der.into(),
            fields,
            sha256: OnceLock::new(),
            key: PreparedKey::default(),
            subject: OnceLock::new(),
            issuer: OnceLock::new(),
            extensions: OnceLock::new(),
            texts: OnceLock::new(),
            broken_rules: Default::default(),
        })))
    }

    /// The whole certificate.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of the whole certificate, by which it is known everywhere.
    pub fn sha256(&self) -> &[u8; 32] {
        self.0.sha256.get_or_init(|| sha256(&self.0.der))
    }

    /// tbsCertificate, the bytes that are signed.
    pub fn tbs(&self) -> &[u8] {
        self.slice(self.0.fields.tbs)
    }

    /// The version as people count it: 1, 2 or 3, and whatever else is written plus one.
    pub fn version(&self) -> u32 {
        self.0.fields.version.saturating_add(1)
    }

    /// serialNumber. Parsing has seen that it has octets.
    pub fn serial(&self) -> Integer<'_> {
        Integer::from_contents(self.slice(self.0.fields.serial), "serialNumber").unwrap_or(Integer::ZERO)
    }

    /// The algorithm identifier inside tbsCertificate, as written; it should equal [`signature_algorithm`](Self::signature_algorithm).
    pub fn tbs_signature_algorithm_der(&self) -> &[u8] {
        self.slice(self.0.fields.tbs_signature_algorithm)
    }

    /// issuer.
    pub fn issuer(&self) -> Name<'_> {
        Name::known(self.slice(self.0.fields.issuer))
    }

    /// subject.
    pub fn subject(&self) -> Name<'_> {
        Name::known(self.slice(self.0.fields.subject))
    }

    /// issuer in comparable form.
    pub fn normalized_issuer(&self) -> &NormalizedName {
        self.0.issuer.get_or_init(|| self.issuer().normalized())
    }

    /// subject in comparable form.
    pub fn normalized_subject(&self) -> &NormalizedName {
        self.0.subject.get_or_init(|| self.subject().normalized())
    }

    /// Whether issuer and subject are the same entity (RFC 5280 §3.2 self-issued); says nothing about the key.
    pub fn is_self_issued(&self) -> bool {
        self.issuer() == self.subject() || self.normalized_issuer() == self.normalized_subject()
    }

    /// validity.notBefore.
    pub fn not_before(&self) -> Instant {
        self.0.fields.not_before
    }

    /// validity.notAfter.
    pub fn not_after(&self) -> Instant {
        self.0.fields.not_after
    }

    /// subjectPublicKeyInfo.
    pub fn spki(&self) -> &[u8] {
        self.slice(self.0.fields.spki)
    }

    /// SHA-256 of subjectPublicKeyInfo, by which a key is known everywhere.
    pub fn spki_sha256(&self) -> &[u8; 32] {
        self.0.key.sha256(self.spki())
    }

    /// The subject's key, prepared once for all clones.
    pub fn public_key(&self) -> Result<&PublicKey, &KeyError> {
        self.0.key.public_key(self.spki())
    }

    /// The contents of the subjectPublicKey BIT STRING, what OCSP hashes as the issuer's key (RFC 6960 §4.1.1).
    pub fn subject_public_key_octets(&self) -> Option<&[u8]> {
        public_key_octets(self.spki())
    }

    /// All extensions, in order.
    pub fn extensions(&self) -> Extensions<'_> {
        let contents = self.slice(self.0.fields.extensions);
        Extensions::indexed(contents, self.0.extensions.get_or_init(|| ExtensionIndex::of(contents)))
    }

    /// [`subject`](Self::subject) for people.
    pub fn subject_text(&self) -> &str {
        &self.texts().subject
    }

    /// [`issuer`](Self::issuer) for people.
    pub fn issuer_text(&self) -> &str {
        &self.texts().issuer
    }

    /// [`serial`](Self::serial) for people.
    pub fn serial_text(&self) -> &str {
        &self.texts().serial
    }

    /// How people call the subject: its common name, else its whole name.
    pub fn display_name(&self) -> &str {
        self.texts().common_name.as_deref().unwrap_or(self.subject_text())
    }

    fn texts(&self) -> &Texts {
        self.0.texts.get_or_init(|| Texts {
            subject: for_people(self.subject().to_string()),
            issuer: for_people(self.issuer().to_string()),
            serial: for_people(self.serial().to_string()),
            common_name: self.subject().common_name().map(for_people),
        })
    }

    /// The rules of a profile that the certificate breaks in each of three places of a path, found once for all clones.
    /// The rules are `path`'s and depend on nothing but the certificate.
    pub(crate) fn broken_rules(&self, place: usize, find: impl FnOnce() -> Vec<&'static str>) -> &[&'static str] {
        self.0.broken_rules.get(place).map_or(&[], |slot| slot.get_or_init(|| find().into()))
    }

    /// signatureAlgorithm, outside tbsCertificate.
    pub fn signature_algorithm(&self) -> asn1::Result<AlgorithmIdentifier<'_>> {
        AlgorithmIdentifier::read(&mut Reader::new(self.slice(self.0.fields.signature_algorithm)), "signatureAlgorithm")
    }

    /// signatureAlgorithm, as written.
    pub fn signature_algorithm_der(&self) -> &[u8] {
        self.slice(self.0.fields.signature_algorithm)
    }

    /// The octets of signatureValue.
    pub fn signature(&self) -> &[u8] {
        self.slice(self.0.fields.signature)
    }

    fn slice(&self, span: Span) -> &[u8] {
        span.slice(&self.0.der)
    }
}

/// The contents of the BIT STRING of a SubjectPublicKeyInfo.
pub(crate) fn public_key_octets(spki: &[u8]) -> Option<&[u8]> {
    let mut fields = Reader::new(spki).sequence("SubjectPublicKeyInfo").ok()?;
    fields.element("SubjectPublicKeyInfo.algorithm").ok()?;
    fields.bit_string("SubjectPublicKeyInfo.subjectPublicKey").ok()?.octets()
}

impl Fields {
    fn read(certificate: Element<'_>, der: &[u8]) -> asn1::Result<Self> {
        let mut outer = certificate.reader();
        let Signed { tbs, signature_algorithm, signature } = Signed::read(&mut outer, "tbsCertificate")?;
        outer.finish("Certificate")?;

        let mut fields = tbs.reader();
        let version = match fields.explicit(0, "TBSCertificate.version")? {
            Some(mut inner) => {
                inner.integer("TBSCertificate.version")?.to_u32().ok_or(asn1::Error::value("TBSCertificate.version"))?
            }
            None => 0,
        };
        let serial = fields.integer("TBSCertificate.serialNumber")?;
        let tbs_signature_algorithm = fields.expect(Tag::SEQUENCE, "TBSCertificate.signature")?;
        let issuer = Name::read(&mut fields, "TBSCertificate.issuer")?;
        let mut validity = fields.sequence("TBSCertificate.validity")?;
        let not_before = validity.time("TBSCertificate.validity.notBefore")?;
        let not_after = validity.time("TBSCertificate.validity.notAfter")?;
        validity.finish("TBSCertificate.validity")?;
        let subject = Name::read(&mut fields, "TBSCertificate.subject")?;
        let spki = fields.expect(Tag::SEQUENCE, "TBSCertificate.subjectPublicKeyInfo")?;
        // Unique identifiers: RFC 5280 §4.1.2.8 lets readers pass over them.
        for number in [1, 2] {
            if matches!(fields.peek_tag(), Some(tag) if tag.primitive() == Tag::context_primitive(number)) {
                fields.element("TBSCertificate.uniqueID")?;
            }
        }
        let extensions = Extensions::read_explicit(&mut fields, 3, "TBSCertificate.extensions")?;
        fields.finish("TBSCertificate")?;
        let span = |part| Span::of(part, der);
        Ok(Self {
            version,
            tbs: span(tbs.raw()),
            serial: span(serial.as_bytes()),
            tbs_signature_algorithm: span(tbs_signature_algorithm.raw()),
            issuer: span(issuer.der()),
            not_before,
            not_after,
            subject: span(subject.der()),
            spki: span(spki.raw()),
            extensions: span(extensions.contents()),
            signature_algorithm: span(signature_algorithm.raw()),
            signature: span(signature),
        })
    }
}

/// Characters of a name or a number that people are shown: each reason of each signature may have it. RFC 5280 appendix A.1 allows 64
/// for most attributes.
const LONGEST: usize = 1_000;

fn for_people(mut text: String) -> Box<str> {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text.into()
}

/// The same bytes.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject(), self.serial())
    }
}
