//! Entries of a CRL and their extensions (RFC 5280 §5.1.2.6, §5.3).

use crate::asn1::{self, Integer, Reader};
use crate::time::Instant;
use crate::x509::{CrlReason, Extensions, GeneralNames, oid};

/// One element of revokedCertificates.
#[derive(Clone, Debug)]
pub struct CrlEntry<'a> {
    /// userCertificate.
    pub serial: Integer<'a>,
    /// revocationDate.
    pub revocation_date: Instant,
    /// crlEntryExtensions.
    pub extensions: Extensions<'a>,
    /// The certificateIssuer extension that holds for this entry: its own or that of the closest entry before it
    /// (RFC 5280 §5.3.3). `None` stands for the CRL's issuer.
    pub certificate_issuer: Option<GeneralNames<'a>>,
}

impl<'a> CrlEntry<'a> {
    /// Reads the serial number of the entry at the start of `bytes`.
    pub(super) fn read_serial(bytes: &'a [u8]) -> asn1::Result<Integer<'a>> {
        Reader::new(bytes).sequence("TBSCertList.revokedCertificates")?.integer("revokedCertificates.userCertificate")
    }

    /// Reads the next entry; the certificate issuer is left for the caller, who knows the entries before.
    pub(super) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "TBSCertList.revokedCertificates";
        let mut fields = reader.sequence(WHAT)?;
        let serial = fields.integer("revokedCertificates.userCertificate")?;
        let revocation_date = fields.time("revokedCertificates.revocationDate")?;
        let extensions = Extensions::read_optional(&mut fields, "revokedCertificates.crlEntryExtensions")?;
        fields.finish(WHAT)?;
        Ok(Self { serial, revocation_date, extensions, certificate_issuer: None })
    }

    /// reasonCode. An entry without one has no stated reason.
    pub fn reason(&self) -> asn1::Result<Option<CrlReason>> {
        self.extensions.value(oid::REASON_CODE, "CRLReason", |reader| CrlReason::from_code(reader.enumerated("CRLReason")?))
    }

    /// invalidityDate: since when the key is suspected or known to be compromised.
    pub fn invalidity_date(&self) -> asn1::Result<Option<Instant>> {
        self.extensions.value(oid::INVALIDITY_DATE, "InvalidityDate", |reader| reader.generalized_time("InvalidityDate"))
    }

    /// Whether every critical extension is one that this crate reads (RFC 5280 §5.3: otherwise the CRL must not be used
    /// to determine the status of certificates). An unreadable list counts as one that is not understood.
    pub fn critical_extensions_understood(&self) -> bool {
        const KNOWN: [asn1::Oid<'static>; 4] =
            [oid::REASON_CODE, oid::INVALIDITY_DATE, oid::CERTIFICATE_ISSUER, oid::HOLD_INSTRUCTION];
        self.extensions.iter().all(|extension| extension.is_ok_and(|found| !found.critical || KNOWN.contains(&found.id)))
    }
}

/// The contents of a certificateIssuer extension among these, if there is one.
pub(super) fn certificate_issuer<'a>(extensions: &Extensions<'a>) -> asn1::Result<Option<GeneralNames<'a>>> {
    extensions.value(oid::CERTIFICATE_ISSUER, "CertificateIssuer", |reader| {
        Ok(GeneralNames::from_contents(reader.sequence("CertificateIssuer")?))
    })
}

/// Iterates all entries of a CRL in order; stops after one that cannot be read.
#[derive(Clone, Debug)]
pub struct CrlEntries<'a> {
    reader: Reader<'a>,
    issuer: Option<GeneralNames<'a>>,
}

impl<'a> CrlEntries<'a> {
    pub(super) fn new(contents: &'a [u8]) -> Self {
        Self { reader: Reader::new(contents), issuer: None }
    }
}

impl<'a> Iterator for CrlEntries<'a> {
    type Item = asn1::Result<CrlEntry<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.reader.is_empty() {
            return None;
        }
        let entry = CrlEntry::read(&mut self.reader).and_then(|mut entry| {
            if let Some(issuer) = certificate_issuer(&entry.extensions)? {
                self.issuer = Some(issuer);
            }
            entry.certificate_issuer.clone_from(&self.issuer);
            Ok(entry)
        });
        if entry.is_err() {
            self.reader = Reader::new(&[]);
        }
        Some(entry)
    }
}
