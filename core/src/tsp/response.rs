//! `TimeStampResp` (RFC 3161 §2.4.2).

use super::TimestampToken;
use crate::asn1::{self, Element, Reader, Tag, display_string};
use crate::gather::Gather as _;

/// What an authority answered.
///
/// ```asn1
/// TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken TimeStampToken OPTIONAL }
/// PKIStatusInfo ::= SEQUENCE { status PKIStatus, statusString PKIFreeText OPTIONAL, failInfo BIT STRING OPTIONAL }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimestampResponse<'a> {
    /// Granted, or why not.
    pub status: PkiStatus,
    /// The authority's words, joined by a line feed.
    pub status_text: Option<String>,
    /// The token, unread.
    pub raw_token: Option<&'a [u8]>,
}

/// `PKIStatus` (RFC 3161 §2.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PkiStatus {
    /// 0: granted as asked for.
    Granted,
    /// 1: granted with changes.
    GrantedWithMods,
    /// 2: refused.
    Rejection,
    /// Any other number: waiting, warnings of revocation, or undefined.
    Other(u32),
}

impl<'a> TimestampResponse<'a> {
    /// Reads a response; nothing may follow it.
    pub fn parse(bytes: &'a [u8]) -> asn1::Result<Self> {
        const WHAT: &str = "TimeStampResp";
        let mut outer = Reader::new(bytes);
        let mut reader = outer.sequence(WHAT)?;
        outer.finish(WHAT)?;
        let mut info = reader.sequence("TimeStampResp.status")?;
        let status = match info.integer("PKIStatusInfo.status")?.to_u32().ok_or(asn1::Error::value("PKIStatusInfo.status"))? {
            0 => PkiStatus::Granted,
            1 => PkiStatus::GrantedWithMods,
            2 => PkiStatus::Rejection,
            other => PkiStatus::Other(other),
        };
        let status_text = info.optional(Tag::SEQUENCE, "PKIStatusInfo.statusString")?.map(free_text);
        let raw_token = if reader.is_empty() { None } else { Some(reader.element("TimeStampResp.timeStampToken")?.raw()) };
        reader.finish(WHAT)?;
        Ok(Self { status, status_text, raw_token })
    }

    /// The token of a granted response; `None` when it was not granted or there is no token.
    pub fn token(&self) -> asn1::Result<Option<TimestampToken<'a>>> {
        match (self.status, self.raw_token) {
            (PkiStatus::Granted | PkiStatus::GrantedWithMods, Some(token)) => TimestampToken::from_signed_data(token).map(Some),
            _ => Ok(None),
        }
    }
}

/// `PKIFreeText ::= SEQUENCE SIZE (1..MAX) OF UTF8String`
fn free_text(element: Element<'_>) -> String {
    let lines = element.reader().map_while(Result::ok).filter_map(|line| display_string(&line));
    lines.gather().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_words_and_no_token() {
        let bytes = [0x30, 13, 0x30, 11, 2, 1, 2, 0x30, 6, 0x0c, 1, b'n', 0x0c, 1, b'o'];
        let response = TimestampResponse::parse(&bytes).unwrap();
        assert_eq!(response.status, PkiStatus::Rejection);
        assert_eq!(response.status_text.as_deref(), Some("n\no"));
        assert!(response.token().unwrap().is_none());
        assert!(TimestampToken::parse(&bytes).is_err());
    }

    #[test]
    fn a_response_inside_a_response_is_no_token() {
        let mut bytes = vec![0x30, 5, 0x30, 3, 2, 1, 0];
        for _ in 0..2 {
            let inner = [&[0x30, 3, 2, 1, 0][..], &bytes].concat();
            bytes = [&[0x30, inner.len() as u8][..], &inner].concat();
        }
        assert_eq!(TimestampToken::parse(&bytes).unwrap_err().what, "SignedData.version");
    }
}
