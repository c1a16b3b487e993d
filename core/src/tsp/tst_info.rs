//! `TSTInfo` (RFC 3161 §2.4.2).

use core::time::Duration;

use crate::asn1::{self, Element, Integer, Oid, Reader, Tag};
use crate::crypto::AlgorithmIdentifier;
use crate::time::Instant;

/// What the authority signed.
///
/// ```asn1
/// TSTInfo ::= SEQUENCE {
///   version INTEGER { v1(1) },
///   policy TSAPolicyId,
///   messageImprint MessageImprint,
///   serialNumber INTEGER,
///   genTime GeneralizedTime,
///   accuracy Accuracy OPTIONAL,
///   ordering BOOLEAN DEFAULT FALSE,
///   nonce INTEGER OPTIONAL,
///   tsa [0] GeneralName OPTIONAL,
///   extensions [1] IMPLICIT Extensions OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TstInfo<'a> {
    /// The whole structure: the bytes that are digested.
    pub raw: &'a [u8],
    /// The policy under which the token was issued.
    pub policy: Oid<'a>,
    /// What was timestamped.
    pub message_imprint: MessageImprint<'a>,
    /// The token's number.
    pub serial: Integer<'a>,
    /// When, to whatever fraction of a second is written.
    pub gen_time: Instant,
    /// By how much the time may be off; `None` when not said.
    pub accuracy: Option<Accuracy>,
    /// Whether the authority's tokens can be ordered by time alone, whatever the accuracy.
    pub ordering: bool,
    /// The number the requester chose.
    pub nonce: Option<Integer<'a>>,
    /// The authority's name as written: a GeneralName. It is a hint; the certificate says who signed.
    pub tsa: Option<Element<'a>>,
    /// The contents of the Extensions.
    extensions: &'a [u8],
}

/// `MessageImprint ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashedMessage OCTET STRING }`
#[derive(Clone, Copy, Debug)]
pub struct MessageImprint<'a> {
    /// Which digest.
    pub hash_algorithm: AlgorithmIdentifier<'a>,
    /// Its value.
    pub hashed_message: &'a [u8],
}

/// `Accuracy ::= SEQUENCE { seconds INTEGER, millis [0] INTEGER (1..999), micros [1] INTEGER (1..999) }`, all optional
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accuracy(pub Duration);

impl<'a> TstInfo<'a> {
    /// Reads a TSTInfo; nothing may follow it.
    ///
    /// NOTE: `accuracy` is taken with units out of their ranges, and `millis` of 0, which real authorities write.
    pub fn parse(bytes: &'a [u8]) -> asn1::Result<Self> {
        const WHAT: &str = "TSTInfo";
        let mut outer = Reader::new(bytes);
        let element = outer.expect(Tag::SEQUENCE, WHAT)?;
        outer.finish(WHAT)?;
        let mut reader = element.reader();
        if reader.integer("TSTInfo.version")?.to_u32() != Some(1) {
            return Err(asn1::Error::new(asn1::ErrorKind::Unsupported, "TSTInfo.version"));
        }
        let policy = reader.oid("TSTInfo.policy")?;
        let message_imprint = MessageImprint::read(&mut reader)?;
        let serial = reader.integer("TSTInfo.serialNumber")?;
        let gen_time = reader.generalized_time("TSTInfo.genTime")?;
        let accuracy = reader.optional(Tag::SEQUENCE, "TSTInfo.accuracy")?.map(Accuracy::read).transpose()?;
        let ordering = reader.boolean_default_false("TSTInfo.ordering")?;
        let nonce = reader
            .optional(Tag::INTEGER, "TSTInfo.nonce")?
            .map(|nonce| Integer::from_contents(nonce.contents(), "TSTInfo.nonce"))
            .transpose()?;
        let tsa = reader.explicit(0, "TSTInfo.tsa")?.map(|mut name| name.element("TSTInfo.tsa")).transpose()?;
        let extensions = reader.optional(Tag::context(1), "TSTInfo.extensions")?;
        reader.finish(WHAT)?;
        let extensions = extensions.map_or(&[][..], |element| element.contents());
        Ok(Self { raw: element.raw(), policy, message_imprint, serial, gen_time, accuracy, ordering, nonce, tsa, extensions })
    }

    /// The identifiers of the extensions with their criticality. None is defined that changes the meaning of a token,
    /// so a critical one is not understood (RFC 3161 §2.4.2).
    pub fn extensions(&self) -> impl Iterator<Item = asn1::Result<(Oid<'a>, bool)>> + use<'a> {
        Reader::new(self.extensions).map(|extension| {
            let mut fields = extension?.expect(Tag::SEQUENCE, "TSTInfo.extensions")?.reader();
            Ok((fields.oid("TSTInfo.extensions")?, fields.boolean_default_false("TSTInfo.extensions")?))
        })
    }

    /// The latest instant at which the token may have been made: its time plus its accuracy.
    pub fn latest_time(&self) -> Instant {
        self.gen_time.saturating_add(self.accuracy.map_or(Duration::ZERO, |accuracy| accuracy.0))
    }

    /// The earliest instant at which the token may have been made.
    pub fn earliest_time(&self) -> Instant {
        self.gen_time.saturating_sub(self.accuracy.map_or(Duration::ZERO, |accuracy| accuracy.0))
    }
}

impl<'a> MessageImprint<'a> {
    fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        let mut reader = reader.sequence("TSTInfo.messageImprint")?;
        let hash_algorithm = AlgorithmIdentifier::read(&mut reader, "MessageImprint.hashAlgorithm")?;
        let hashed_message = reader.octet_string("MessageImprint.hashedMessage")?;
        reader.finish("TSTInfo.messageImprint")?;
        Ok(Self { hash_algorithm, hashed_message })
    }
}

impl Accuracy {
    fn read(element: Element<'_>) -> asn1::Result<Self> {
        let mut total = Duration::ZERO;
        for field in element.reader() {
            let field = field?;
            let amount = Integer::from_contents(field.contents(), "Accuracy")?.to_u32().ok_or(asn1::Error::value("Accuracy"))?;
            let amount = u64::from(amount);
            let part = match field.tag() {
                Tag::INTEGER => Duration::from_secs(amount),
                tag if tag == Tag::context_primitive(0) => Duration::from_millis(amount),
                tag if tag == Tag::context_primitive(1) => Duration::from_micros(amount),
                tag => return Err(asn1::Error::new(asn1::ErrorKind::UnexpectedTag(Some(tag)), "Accuracy")),
            };
            total = total.saturating_add(part);
        }
        Ok(Self(total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, contents.len() as u8], contents].concat()
    }

    fn tst_info(time: &[u8], rest: &[u8]) -> Vec<u8> {
        let imprint = wrap(0x30, &[0x30, 4, 6, 2, 0x2a, 3, 4, 2, 8, 9]);
        wrap(0x30, &[&[2, 1, 1, 6, 2, 0x2a, 5][..], &imprint, &[2, 1, 42], &wrap(0x18, time), rest].concat())
    }

    #[test]
    fn fractions_accuracy_and_the_rest() {
        let rest = [
            0x30, 10, 2, 1, 1, 0x80, 2, 1, 0xf4, 0x81, 1, 7, 1, 1, 0xff, 2, 1, 99, 0xa0, 2, 0x82, 0, 0xa1, 6, 0x30, 4, 6, 2,
            0x2a, 9,
        ];
        let bytes = tst_info(b"20180115092159.25Z", &rest);
        let info = TstInfo::parse(&bytes).unwrap();
        assert_eq!(info.gen_time.to_string(), "2018-01-15T09:21:59.25Z");
        assert_eq!(info.accuracy.unwrap().0, Duration::from_micros(1_500_007));
        assert_eq!(info.latest_time().to_string(), "2018-01-15T09:22:00.750007Z");
        assert_eq!(info.earliest_time().to_string(), "2018-01-15T09:21:57.749993Z");
        assert!(info.ordering);
        assert_eq!(info.nonce.unwrap().to_u32(), Some(99));
        assert!(info.tsa.is_some());
        let extensions: Vec<_> = info.extensions().map(|extension| extension.unwrap().1).collect();
        assert_eq!(extensions, [false]);
        assert_eq!(info.message_imprint.hashed_message, [8, 9]);
    }

    #[test]
    fn nothing_optional_is_needed() {
        let bytes = tst_info(b"20180115092159Z", &[]);
        let info = TstInfo::parse(&bytes).unwrap();
        assert_eq!((info.accuracy, info.ordering, info.nonce, info.extensions().count()), (None, false, None, 0));
        assert_eq!(info.latest_time(), info.gen_time);
    }

    #[test]
    fn other_versions_local_times_and_trailing_data_are_refused() {
        let mut bytes = tst_info(b"20180115092159Z", &[]);
        bytes[4] = 2;
        assert_eq!(TstInfo::parse(&bytes).unwrap_err().kind, asn1::ErrorKind::Unsupported);
        assert!(TstInfo::parse(&tst_info(b"20180115092159", &[])).is_err());
        assert!(TstInfo::parse(&[&tst_info(b"20180115092159Z", &[])[..], &[0]].concat()).is_err());
        assert!(TstInfo::parse(&tst_info(b"20180115092159Z", &[0x30, 3, 0x82, 1, 1])).is_err());
    }
}
