//! `CertificateList` (RFC 5280 §5.1): spans over its own bytes.

use core::fmt;
use std::sync::{Arc, OnceLock};

use super::index::SerialIndex;
use super::{CrlEntries, CrlEntry, IssuingDistributionPoint};
use crate::asn1::{self, Element, Integer, Reader, Span, Tag};
use crate::crypto::AlgorithmIdentifier;
use crate::time::Instant;
use crate::x509::{
    AuthorityKeyIdentifier, ExtensionIndex, Extensions, GeneralNames, Name, NormalizedName, Signed, oid, sha256, whole_sequence,
};

/// A CRL as written. Cloning is cheap; clones share the index and the digest.
///
/// Parsing settles where the fields are and that every entry is readable, so that a damaged entry can never hide a
/// revocation. Versions 1 and 2, UTCTime and GeneralizedTime with or without fractions are taken.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    fields: Fields,
    sha256: OnceLock<[u8; 32]>,
    issuer: OnceLock<NormalizedName>,
    index: OnceLock<SerialIndex>,
    extensions: OnceLock<ExtensionIndex>,
}

/// Where the fields are.
struct Fields {
    version: u32,
    tbs: Span,
    tbs_signature_algorithm: Span,
    issuer: Span,
    this_update: Instant,
    next_update: Option<Instant>,
    entries: Span,
    entry_count: u32,
    entry_extensions: EntryExtensions,
    extensions: Span,
    signature_algorithm: Span,
    signature: Span,
}

/// What extensions the entries of a CRL have, all together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryExtensions {
    /// No entry has any.
    None,
    /// Some do, and every critical one is understood.
    Understood,
    /// An entry has a critical extension that is not understood: RFC 5280 §5.3 then forbids using the CRL at all.
    NotUnderstood,
}

impl Crl {
    /// Reads the DER of one CRL; nothing may follow it.
    pub fn parse(der: &[u8]) -> asn1::Result<Self> {
        let fields = Fields::read(whole_sequence(der, "CertificateList")?, der)?;
        let (sha256, issuer, index, extensions) = Default::default();
        Ok(Self(Arc::new(Inner { der: der.into(), fields, sha256, issuer, index, extensions })))
    }

    /// The whole CRL.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of the whole CRL, by which it is known everywhere.
    pub fn sha256(&self) -> &[u8; 32] {
        self.0.sha256.get_or_init(|| sha256(&self.0.der))
    }

    /// tbsCertList, the bytes that are signed.
    pub fn tbs(&self) -> &[u8] {
        self.slice(self.0.fields.tbs)
    }

    /// The version as people count it: 1 or 2, and whatever else is written plus one.
    pub fn version(&self) -> u32 {
        self.0.fields.version.saturating_add(1)
    }

    /// issuer.
    pub fn issuer(&self) -> Name<'_> {
        Name::known(self.slice(self.0.fields.issuer))
    }

    /// issuer in comparable form.
    pub fn normalized_issuer(&self) -> &NormalizedName {
        self.0.issuer.get_or_init(|| self.issuer().normalized())
    }

    /// thisUpdate.
    pub fn this_update(&self) -> Instant {
        self.0.fields.this_update
    }

    /// nextUpdate, which RFC 5280 §5.1.2.5 requires and version 1 does not.
    pub fn next_update(&self) -> Option<Instant> {
        self.0.fields.next_update
    }

    /// crlExtensions.
    pub fn extensions(&self) -> Extensions<'_> {
        let contents = self.slice(self.0.fields.extensions);
        Extensions::indexed(contents, self.0.extensions.get_or_init(|| ExtensionIndex::of(contents)))
    }

    /// signatureAlgorithm, outside tbsCertList.
    pub fn signature_algorithm(&self) -> asn1::Result<AlgorithmIdentifier<'_>> {
        AlgorithmIdentifier::read(&mut Reader::new(self.slice(self.0.fields.signature_algorithm)), "signatureAlgorithm")
    }

    /// signatureAlgorithm, as written.
    pub fn signature_algorithm_der(&self) -> &[u8] {
        self.slice(self.0.fields.signature_algorithm)
    }

    /// The algorithm identifier inside tbsCertList, as written; it should equal [`signature_algorithm_der`](Self::signature_algorithm_der).
    pub fn tbs_signature_algorithm_der(&self) -> &[u8] {
        self.slice(self.0.fields.tbs_signature_algorithm)
    }

    /// The octets of signatureValue.
    pub fn signature(&self) -> &[u8] {
        self.slice(self.0.fields.signature)
    }

    /// authorityKeyIdentifier.
    pub fn authority_key_identifier(&self) -> asn1::Result<Option<AuthorityKeyIdentifier<'_>>> {
        self.extensions().value(oid::AUTHORITY_KEY_IDENTIFIER, "AuthorityKeyIdentifier", AuthorityKeyIdentifier::read)
    }

    /// cRLNumber.
    pub fn crl_number(&self) -> asn1::Result<Option<Integer<'_>>> {
        self.extensions().value(oid::CRL_NUMBER, "CRLNumber", |reader| reader.integer("CRLNumber"))
    }

    /// deltaCRLIndicator: the number of the base CRL; present means that this is a delta CRL.
    pub fn delta_base(&self) -> asn1::Result<Option<Integer<'_>>> {
        self.extensions().value(oid::DELTA_CRL_INDICATOR, "BaseCRLNumber", |reader| reader.integer("BaseCRLNumber"))
    }

    /// issuingDistributionPoint.
    pub fn issuing_distribution_point(&self) -> asn1::Result<Option<IssuingDistributionPoint<'_>>> {
        self.extensions().value(oid::ISSUING_DISTRIBUTION_POINT, "IssuingDistributionPoint", IssuingDistributionPoint::read)
    }

    /// expiredCertsOnCRL (X.509 §9.5.2.8): since when certificates stay on the CRL after they expired.
    pub fn expired_certificates_since(&self) -> asn1::Result<Option<Instant>> {
        self.extensions()
            .value(oid::EXPIRED_CERTS_ON_CRL, "ExpiredCertsOnCRL", |reader| reader.generalized_time("ExpiredCertsOnCRL"))
    }

    /// How many entries there are.
    pub fn entry_count(&self) -> usize {
        self.0.fields.entry_count as usize
    }

    /// What extensions the entries have.
    pub fn entry_extensions(&self) -> EntryExtensions {
        self.0.fields.entry_extensions
    }

    /// All entries in order.
    pub fn entries(&self) -> CrlEntries<'_> {
        CrlEntries::new(self.slice(self.0.fields.entries))
    }

    /// The entries with this serial number, in order. In an indirect CRL they may be those of several issuers.
    ///
    /// Builds the index at the first call. Fails when a certificateIssuer extension cannot be read: then nobody can say
    /// whose certificates the entries are.
    pub fn find<'a, 's>(&'a self, serial: &Integer<'s>) -> asn1::Result<impl Iterator<Item = CrlEntry<'a>> + use<'a, 's>> {
        let index = self.index()?;
        let entries = self.slice(self.0.fields.entries);
        let wanted = serial.minimal();
        Ok(index.candidates(wanted).iter().filter_map(move |&offset| {
            let from_here = entries.get(offset as usize..)?;
            let mut entry = CrlEntry::read(&mut Reader::new(from_here)).ok()?;
            if entry.serial.minimal() != wanted {
                return None;
            }
            let issuer = index.issuer_at(offset).map(|names| Reader::new(names.slice(entries)));
            entry.certificate_issuer = issuer.map(GeneralNames::from_contents);
            Some(entry)
        }))
    }

    /// The entry for the certificate with this issuer and serial number.
    ///
    /// Entries of an indirect CRL belong to the issuer they name, all others to the CRL's issuer; in a CRL that is not
    /// indirect the serial number decides alone, since the caller has matched the issuers.
    pub fn lookup(&self, serial: &Integer<'_>, issuer: &Name<'_>) -> asn1::Result<Option<CrlEntry<'_>>> {
        let mut found = self.find(serial)?.peekable();
        if found.peek().is_none() {
            return Ok(None);
        }
        let indirect = self.issuing_distribution_point()?.is_some_and(|point| point.indirect_crl);
        Ok(found.find(|entry| match &entry.certificate_issuer {
            Some(names) => names.directory_name().is_some_and(|name| name.matches(issuer)),
            None => !indirect || self.issuer().matches(issuer),
        }))
    }

    /// Octets that the serial index occupies, once it is built.
    pub fn index_memory(&self) -> usize {
        self.0.index.get().map_or(0, SerialIndex::memory)
    }

    fn index(&self) -> asn1::Result<&SerialIndex> {
        if let Some(index) = self.0.index.get() {
            return Ok(index);
        }
        let seed = self.sha256().iter().take(8).fold(0, |seed, &octet| seed << 8 | u64::from(octet));
        let built = SerialIndex::build(self.slice(self.0.fields.entries), self.entry_count(), seed)?;
        Ok(self.0.index.get_or_init(|| built))
    }

    fn slice(&self, span: Span) -> &[u8] {
        span.slice(&self.0.der)
    }
}

impl Fields {
    fn read(list: Element<'_>, der: &[u8]) -> asn1::Result<Self> {
        let mut outer = list.reader();
        let Signed { tbs, signature_algorithm, signature } = Signed::read(&mut outer, "tbsCertList")?;
        outer.finish("CertificateList")?;

        let mut fields = tbs.reader();
        let version = if fields.peek_tag() == Some(Tag::INTEGER) {
            fields.integer("TBSCertList.version")?.to_u32().ok_or(asn1::Error::value("TBSCertList.version"))?
        } else {
            0
        };
        let tbs_signature_algorithm = fields.expect(Tag::SEQUENCE, "TBSCertList.signature")?;
        let issuer = Name::read(&mut fields, "TBSCertList.issuer")?;
        let this_update = fields.time("TBSCertList.thisUpdate")?;
        let next_update = match fields.peek_tag() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => Some(fields.time("TBSCertList.nextUpdate")?),
            _ => None,
        };
        let entries =
            fields.optional(Tag::SEQUENCE, "TBSCertList.revokedCertificates")?.map_or(&[][..], |entries| entries.contents());
        let extensions = Extensions::read_explicit(&mut fields, 0, "TBSCertList.crlExtensions")?;
        fields.finish("TBSCertList")?;

        let (mut reader, mut entry_count) = (Reader::new(entries), 0u32);
        let mut entry_extensions = EntryExtensions::None;
        while !reader.is_empty() {
            let entry = CrlEntry::read(&mut reader)?;
            if !entry.extensions.is_empty() {
                let understood = entry.critical_extensions_understood();
                let found = if understood { EntryExtensions::Understood } else { EntryExtensions::NotUnderstood };
                entry_extensions = entry_extensions.max(found);
            }
            entry_count = entry_count.saturating_add(1);
        }
        let span = |part| Span::of(part, der);
        Ok(Self {
            version,
            tbs: span(tbs.raw()),
            tbs_signature_algorithm: span(tbs_signature_algorithm.raw()),
            issuer: span(issuer.der()),
            this_update,
            next_update,
            entries: span(entries),
            entry_count,
            entry_extensions,
            extensions: span(extensions.contents()),
            signature_algorithm: span(signature_algorithm.raw()),
            signature: span(signature),
        })
    }
}

/// The same bytes.
impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Crl {}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({}, {}, {} entries)", self.issuer(), self.this_update(), self.entry_count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crl::CrlReason;

    fn wrap(tag: u8, contents: &[u8]) -> Vec<u8> {
        let length = contents.len() as u32;
        let mut bytes = vec![tag, 0x84];
        bytes.extend(length.to_be_bytes());
        bytes.extend(contents);
        bytes
    }

    /// A name of one commonName.
    fn name(text: &str) -> Vec<u8> {
        let pair = [vec![6, 3, 0x55, 4, 3], wrap(0x0c, text.as_bytes())].concat();
        wrap(0x30, &wrap(0x31, &wrap(0x30, &pair)))
    }

    fn extension(id: Oid3, critical: bool, value: &[u8]) -> Vec<u8> {
        let mut fields = vec![6, 3, id.0, id.1, id.2];
        if critical {
            fields.extend([1, 1, 0xff]);
        }
        fields.extend(wrap(4, value));
        wrap(0x30, &fields)
    }

    #[derive(Clone, Copy)]
    struct Oid3(u8, u8, u8);

    fn entry(serial: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
        let mut fields = wrap(2, serial);
        fields.extend(wrap(0x18, b"20260101000000.5Z"));
        if !extensions.is_empty() {
            fields.extend(wrap(0x30, &extensions.concat()));
        }
        wrap(0x30, &fields)
    }

    fn list(entries: &[Vec<u8>], extensions: &[Vec<u8>]) -> Vec<u8> {
        let algorithm = wrap(0x30, &[6, 3, 0x2b, 0x65, 0x70]);
        let mut fields = vec![2, 1, 1];
        fields.extend(&algorithm);
        fields.extend(name("issuer"));
        fields.extend(wrap(0x17, b"260101000000Z"));
        if !entries.is_empty() {
            fields.extend(wrap(0x30, &entries.concat()));
        }
        if !extensions.is_empty() {
            fields.extend(wrap(0xa0, &wrap(0x30, &extensions.concat())));
        }
        wrap(0x30, &[wrap(0x30, &fields), algorithm, wrap(3, &[0, 1, 2])].concat())
    }

    fn serial(octets: &[u8]) -> Integer<'_> {
        Integer::from_contents(octets, "serial").unwrap()
    }

    #[test]
    fn found_by_serial_whatever_its_encoding() {
        let reason = extension(Oid3(0x55, 0x1d, 21), false, &[10, 1, 1]);
        let crl = Crl::parse(&list(&[entry(&[5], &[]), entry(&[0, 0, 0x91], &[reason])], &[])).unwrap();
        let issuer = crl.issuer();
        let found = crl.lookup(&serial(&[0, 0x91]), &issuer).unwrap().unwrap();
        assert_eq!(found.reason(), Ok(Some(CrlReason::KeyCompromise)));
        assert_eq!(found.revocation_date.to_string(), "2026-01-01T00:00:00.5Z");
        assert!(crl.lookup(&serial(&[0x91]), &issuer).unwrap().is_none(), "a negative number is another one");
        assert_eq!((crl.entry_count(), crl.next_update(), crl.version()), (2, None, 2));
    }

    #[test]
    fn entries_of_an_indirect_crl_belong_to_the_issuer_named_last() {
        let point = extension(Oid3(0x55, 0x1d, 28), true, &[0x30, 3, 0x84, 1, 0xff]);
        let other = extension(Oid3(0x55, 0x1d, 29), true, &wrap(0x30, &wrap(0xa4, &name("other"))));
        let entries = [entry(&[5], &[]), entry(&[6], &[other]), entry(&[5], &[]), entry(&[7], &[])];
        let crl = Crl::parse(&list(&entries, &[point])).unwrap();
        let (own, other) = (name("ISSUER"), name("Other"));
        let (own, other) = (Name::from_der(&own).unwrap(), Name::from_der(&other).unwrap());
        let is_listed = |octets: &[u8], name| crl.lookup(&serial(octets), name).unwrap().is_some();
        assert!(is_listed(&[5], &own) && is_listed(&[5], &other));
        assert!(is_listed(&[7], &other) && !is_listed(&[7], &own));
        assert_eq!(crl.find(&serial(&[5])).unwrap().count(), 2);
        assert_eq!(crl.entries().filter(|entry| entry.as_ref().unwrap().certificate_issuer.is_some()).count(), 3);
    }

    #[test]
    fn a_critical_entry_extension_that_is_not_understood_is_noticed() {
        let unknown = extension(Oid3(0x55, 0x1d, 99), true, &[5, 0]);
        let crl = Crl::parse(&list(&[entry(&[5], &[unknown])], &[])).unwrap();
        let issuer = crl.issuer();
        assert!(!crl.lookup(&serial(&[5]), &issuer).unwrap().unwrap().critical_extensions_understood());
        assert_eq!(crl.entry_extensions(), EntryExtensions::NotUnderstood);
        let reason = extension(Oid3(0x55, 0x1d, 21), true, &[10, 1, 1]);
        let crl = |entry| Crl::parse(&list(&[entry], &[])).unwrap().entry_extensions();
        assert_eq!(crl(entry(&[5], &[reason])), EntryExtensions::Understood);
        assert_eq!(crl(entry(&[5], &[])), EntryExtensions::None);
    }

    #[test]
    fn a_damaged_entry_is_no_crl() {
        let mut bad = entry(&[5], &[]);
        bad[6] = 4;
        assert!(Crl::parse(&list(&[bad], &[])).is_err());
        let good = list(&[], &[]);
        assert!(Crl::parse(&good).is_ok_and(|crl| crl.entry_count() == 0));
        assert!(Crl::parse(&[&good[..], &[0]].concat()).is_err());
    }
}
