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
    /// Reads the next entry; the certificate issuer is left for the caller, who knows the entries before.
    pub(super) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        if let Some((entry, rest)) = Self::read_plain(reader.rest()) {
            *reader = Reader::new(rest);
            return Ok(entry);
        }
        Self::read_any(reader)
    }

    /// An entry as nearly all authorities write it, lengths of one octet and a UTCTime, and what follows it: a CRL may have a
    /// million of them. Nothing for any other, right or wrong, which [`read_any`](Self::read_any) then reads.
    #[inline]
    fn read_plain(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let [0x30, length @ ..0x80, contents @ ..] = bytes else { return None };
        let (fields, rest) = contents.split_at_checked(usize::from(*length))?;
        let [0x02, length @ 1..0x80, fields @ ..] = fields else { return None };
        let (serial, fields) = fields.split_at_checked(usize::from(*length))?;
        let [0x17, 13, fields @ ..] = fields else { return None };
        let (time, fields) = fields.split_first_chunk::<13>()?;
        let revocation_date = Instant::from_utc_time(time)?;
        let extensions = match fields {
            [] => Extensions::default(),
            [0x30, length @ ..0x80, contents @ ..] if contents.len() == usize::from(*length) => {
                Extensions::from_contents(contents)
            }
            _ => return None,
        };
        let serial = Integer::from_contents(serial, "revokedCertificates.userCertificate").ok()?;
        Some((Self { serial, revocation_date, extensions, certificate_issuer: None }, rest))
    }

    fn read_any(reader: &mut Reader<'a>) -> asn1::Result<Self> {
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
        if is_reason_alone(&self.extensions) {
            return true;
        }
        self.extensions.iter().all(|extension| extension.is_ok_and(|found| !found.critical || KNOWN.contains(&found.id)))
    }
}

/// Whether the only extension is a reasonCode that is not critical, as most entries have it.
fn is_reason_alone(extensions: &Extensions<'_>) -> bool {
    matches!(extensions.contents(), [0x30, 10, 0x06, 3, 0x55, 0x1d, 21, 0x04, 3, _, _, _])
}

/// The contents of a certificateIssuer extension among these, if there is one.
pub(super) fn certificate_issuer<'a>(extensions: &Extensions<'a>) -> asn1::Result<Option<GeneralNames<'a>>> {
    if is_reason_alone(extensions) {
        return Ok(None);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// An entry as large authorities write it: a serial number of 16 octets, UTCTime, a reasonCode.
    const ENTRY: &[u8] =
        b"\x30\x2f\x02\x10\x4a0123456789abcde\x17\x0d250317091500Z\x30\x0c\x30\x0a\x06\x03\x55\x1d\x15\x04\x03\x0a\x01\x01";

    /// What is left of an entry's extensions when nothing is taken for granted.
    fn issuer_slowly<'a>(extensions: &Extensions<'a>) -> asn1::Result<Option<&'a [u8]>> {
        extensions.value(oid::CERTIFICATE_ISSUER, "CertificateIssuer", |reader| Ok(reader.sequence("CertificateIssuer")?.rest()))
    }

    /// Reads `bytes` both ways; whether the shortcut was taken.
    fn agree(bytes: &[u8]) -> bool {
        let mut reader = Reader::new(bytes);
        let slow = CrlEntry::read_any(&mut reader);
        let Some((plain, rest)) = CrlEntry::read_plain(bytes) else { return false };
        let slow = slow.unwrap_or_else(|error| panic!("{bytes:02x?} is refused: {error}"));
        assert_eq!((plain.serial, plain.revocation_date), (slow.serial, slow.revocation_date), "{bytes:02x?}");
        assert_eq!((plain.extensions.contents(), rest), (slow.extensions.contents(), reader.rest()), "{bytes:02x?}");
        if is_reason_alone(&plain.extensions) {
            assert_eq!(issuer_slowly(&plain.extensions), Ok(None), "{bytes:02x?}");
            let mut all = plain.extensions.iter();
            assert!(all.all(|extension| extension.is_ok_and(|found| found.id == oid::REASON_CODE && !found.critical)));
        }
        true
    }

    #[test]
    fn the_shortcut_takes_nothing_that_the_reader_refuses_and_reads_it_alike() {
        let (plain, _) = CrlEntry::read_plain(ENTRY).expect("an entry as most are");
        assert!(
            is_reason_alone(&plain.extensions) && plain.reason().is_ok_and(|reason| reason == Some(CrlReason::KeyCompromise))
        );
        let mut short = 0;
        let followed = [ENTRY, ENTRY].concat();
        // Every octet with every value, every length of the bytes.
        for place in 0..ENTRY.len() {
            for value in 0..=u8::MAX {
                let mut bytes = followed.clone();
                bytes[place] = value;
                short += u32::from(agree(&bytes));
            }
            assert!(!agree(&ENTRY[..place]));
        }
        // Several octets at once, chosen by a linear congruential generator, with values that structure is made of.
        let mut state = 0x2545_f491_4f6c_dd1du64;
        let mut below = |limit: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % limit
        };
        let telling =
            [0, 1, 2, 3, 4, 6, 10, 12, 13, 14, 15, 16, 17, 21, 0x17, 0x18, 0x2f, 0x30, b'0', b'9', b'Z', 0x7f, 0x80, 0x81, 0xff];
        for _ in 0..200_000 {
            let mut bytes = followed.clone();
            for _ in 0..=below(4) {
                let place = below(ENTRY.len());
                match below(4) {
                    0 => drop(bytes.remove(place)),
                    1 => bytes.insert(place, telling[below(telling.len())]),
                    _ => bytes[place] = telling[below(telling.len())],
                }
            }
            short += u32::from(agree(&bytes));
        }
        assert!(short > 5_000, "the shortcut was taken {short} times only");
    }
}
