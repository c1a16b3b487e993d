//! `TimeStampToken` (RFC 3161 §2.4.2).

use super::TstInfo;
use super::response::TimestampResponse;
use crate::asn1::{self, Element, Tag};
use crate::cms::{SignedData, identifier};

/// A CMS SignedData whose content is a [`TstInfo`].
///
/// As written by the authority: nothing is verified yet.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimestampToken<'a> {
    /// What was signed.
    pub tst_info: TstInfo<'a>,
    /// The signature over it.
    pub signed_data: SignedData<'a>,
}

impl<'a> TimestampToken<'a> {
    /// Reads a token: definite lengths, as a signature attribute or the /Contents of a document timestamp has it.
    /// A whole granted [`TimestampResponse`] is taken too.
    ///
    /// # Errors
    /// When it is no SignedData, has another content type, no encapsulated content, or no readable TSTInfo.
    pub fn parse(bytes: &'a [u8]) -> asn1::Result<Self> {
        let outer = Element::read(bytes, "TimeStampToken")?;
        // PKIStatusInfo is a SEQUENCE too, but the SignedData that begins with one does not exist.
        if outer.tag() == Tag::SEQUENCE && outer.reader().peek_tag() == Some(Tag::SEQUENCE) {
            return TimestampResponse::parse(bytes)?
                .token()?
                .ok_or(asn1::Error::new(asn1::ErrorKind::UnexpectedTag(None), "TimeStampResp.timeStampToken"));
        }
        Self::from_signed_data(bytes)
    }

    /// A token and nothing else: a response inside a response is none.
    pub(super) fn from_signed_data(bytes: &'a [u8]) -> asn1::Result<Self> {
        let signed_data = SignedData::parse(bytes)?;
        if signed_data.content_type != identifier::TST_INFO {
            return Err(asn1::Error::new(asn1::ErrorKind::Unsupported, "EncapsulatedContentInfo.eContentType"));
        }
        let content = signed_data
            .encapsulated_content
            .ok_or(asn1::Error::new(asn1::ErrorKind::UnexpectedTag(None), "EncapsulatedContentInfo.eContent"))?;
        Ok(Self { tst_info: TstInfo::parse(content)?, signed_data })
    }

    /// The whole token as written.
    pub fn raw(&self) -> &'a [u8] {
        self.signed_data.raw
    }
}
