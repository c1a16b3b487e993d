//! `OCSPResponse` and `BasicOCSPResponse` (RFC 6960 §4.2.1): spans over their own bytes.

use core::fmt;
use std::sync::{Arc, OnceLock};

use super::SingleResponse;
use super::single::read_all;
use crate::asn1::{self, Element, Error, ErrorKind, Reader, Span, Tag};
use crate::crypto::AlgorithmIdentifier;
use crate::gather::Gather as _;
use crate::time::Instant;
use crate::x509::{Certificate, ExtensionIndex, Extensions, Name, Signed, oid, sha256, whole_sequence};

/// Who signed a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponderId<'a> {
    /// byName.
    Name(Name<'a>),
    /// byKey: SHA-1 over the contents of the responder's subjectPublicKey.
    KeyHash(&'a [u8]),
}

/// A basic OCSP response as written. Cloning is cheap; clones share the digest.
#[derive(Clone)]
pub struct OcspResponse(Arc<Inner>);

struct Inner {
    der: Box<[u8]>,
    fields: Fields,
    sha256: OnceLock<[u8; 32]>,
    extensions: OnceLock<ExtensionIndex>,
    certificates: OnceLock<Box<[Certificate]>>,
}

/// Where the fields are.
struct Fields {
    basic: Span,
    tbs: Span,
    responder: Responder,
    produced_at: Instant,
    responses: Span,
    extensions: Span,
    signature_algorithm: Span,
    signature: Span,
    certificates: Span,
}

enum Responder {
    Name(Span),
    KeyHash(Span),
}

impl OcspResponse {
    /// Reads an `OCSPResponse`, or the `BasicOCSPResponse` inside one (CMS and XAdES keep only that).
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] when the status is not successful or the response is not a basic one: then nothing is
    /// said about any certificate.
    pub fn parse(der: &[u8]) -> asn1::Result<Self> {
        let element = whole_sequence(der, "OCSPResponse")?;
        let basic = if element.reader().peek_tag() == Some(Tag::ENUMERATED) { basic_response(element)? } else { element };
        let fields = Fields::read(basic, der)?;
        Ok(Self(Arc::new(Inner {
            der: der.into(),
            fields,
            sha256: OnceLock::new(),
            extensions: OnceLock::new(),
            certificates: OnceLock::new(),
        })))
    }

    /// The bytes it was read from.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The `BasicOCSPResponse`.
    pub fn basic_der(&self) -> &[u8] {
        self.slice(self.0.fields.basic)
    }

    /// SHA-256 of the `BasicOCSPResponse`, the same whether it came wrapped or bare.
    pub fn sha256(&self) -> &[u8; 32] {
        self.0.sha256.get_or_init(|| sha256(self.basic_der()))
    }

    /// tbsResponseData, the bytes that are signed.
    pub fn tbs(&self) -> &[u8] {
        self.slice(self.0.fields.tbs)
    }

    /// responderID.
    pub fn responder_id(&self) -> ResponderId<'_> {
        match self.0.fields.responder {
            Responder::Name(span) => ResponderId::Name(Name::known(self.slice(span))),
            Responder::KeyHash(span) => ResponderId::KeyHash(self.slice(span)),
        }
    }

    /// producedAt.
    pub fn produced_at(&self) -> Instant {
        self.0.fields.produced_at
    }

    /// responses. They were readable when the response was parsed.
    pub fn responses(&self) -> Vec<SingleResponse<'_>> {
        let mut responses = Vec::new();
        let read = read_all(self.slice(self.0.fields.responses), |single| responses.push(single));
        read.map(|()| responses).unwrap_or_default()
    }

    /// responseExtensions.
    pub fn extensions(&self) -> Extensions<'_> {
        let contents = self.slice(self.0.fields.extensions);
        Extensions::indexed(contents, self.0.extensions.get_or_init(|| ExtensionIndex::of(contents)))
    }

    /// Whether every critical response extension is one that this crate knows. The nonce is known and not compared: the
    /// request is not at hand when a document is verified.
    pub fn critical_extensions_understood(&self) -> bool {
        self.extensions().iter().all(|extension| extension.is_ok_and(|found| !found.critical || found.id == oid::OCSP_NONCE))
    }

    /// signatureAlgorithm.
    pub fn signature_algorithm(&self) -> asn1::Result<AlgorithmIdentifier<'_>> {
        AlgorithmIdentifier::read(&mut Reader::new(self.slice(self.0.fields.signature_algorithm)), "signatureAlgorithm")
    }

    /// The octets of the signature.
    pub fn signature(&self) -> &[u8] {
        self.slice(self.0.fields.signature)
    }

    /// certs: DER of each certificate sent along. What is no certificate is the reader's to notice.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        Reader::new(self.slice(self.0.fields.certificates)).map_while(|element| element.ok().map(|certificate| certificate.raw()))
    }

    /// [`certificates`](Self::certificates), read once for all clones; what is no certificate is left out.
    pub fn read_certificates(&self) -> &[Certificate] {
        self.0.certificates.get_or_init(|| self.certificates().filter_map(|der| Certificate::parse(der).ok()).gather().into())
    }

    fn slice(&self, span: Span) -> &[u8] {
        span.slice(&self.0.der)
    }
}

/// Opens an `OCSPResponse`.
fn basic_response(element: Element<'_>) -> asn1::Result<Element<'_>> {
    let mut fields = element.reader();
    let status = fields.enumerated("OCSPResponse.responseStatus")?;
    let not_basic = Error::new(ErrorKind::Unsupported, "OCSPResponse.responseBytes");
    if status != 0 {
        return Err(Error::new(ErrorKind::Unsupported, "OCSPResponse.responseStatus"));
    }
    let mut inner = fields.explicit(0, "OCSPResponse.responseBytes")?.ok_or(not_basic)?;
    let mut bytes = inner.sequence("ResponseBytes")?;
    if bytes.oid("ResponseBytes.responseType")? != oid::OCSP_BASIC {
        return Err(not_basic);
    }
    let octets = bytes.octet_string("ResponseBytes.response")?;
    bytes.finish("ResponseBytes")?;
    fields.finish("OCSPResponse")?;
    whole_sequence(octets, "BasicOCSPResponse")
}

impl Fields {
    fn read(basic: Element<'_>, der: &[u8]) -> asn1::Result<Self> {
        let span = |part| Span::of(part, der);
        let mut outer = basic.reader();
        let Signed { tbs, signature_algorithm, signature } = Signed::read(&mut outer, "tbsResponseData")?;
        let certificates = match outer.explicit(0, "BasicOCSPResponse.certs")? {
            Some(mut inner) => inner.sequence("BasicOCSPResponse.certs")?.rest(),
            None => &[],
        };
        outer.finish("BasicOCSPResponse")?;

        let mut fields = tbs.reader();
        if let Some(mut version) = fields.explicit(0, "ResponseData.version")?
            && version.integer("ResponseData.version")?.to_u32() != Some(0)
        {
            return Err(Error::new(ErrorKind::Unsupported, "ResponseData.version"));
        }
        let responder = match fields.peek_tag() {
            Some(tag) if tag == Tag::context(1) => {
                let mut inner = fields.element("ResponderID.byName")?.reader();
                Responder::Name(span(Name::read(&mut inner, "ResponderID.byName")?.der()))
            }
            Some(tag) if tag == Tag::context(2) => {
                let mut inner = fields.element("ResponderID.byKey")?.reader();
                Responder::KeyHash(span(inner.octet_string("ResponderID.byKey")?))
            }
            tag => return Err(Error::new(ErrorKind::UnexpectedTag(tag), "ResponseData.responderID")),
        };
        let produced_at = fields.generalized_time("ResponseData.producedAt")?;
        let responses = fields.sequence("ResponseData.responses")?.rest();
        read_all(responses, drop)?;
        let extensions = match fields.explicit(1, "ResponseData.responseExtensions")? {
            Some(mut inner) => Extensions::read_optional(&mut inner, "ResponseData.responseExtensions")?.contents(),
            None => &[],
        };
        fields.finish("ResponseData")?;
        Ok(Self {
            basic: span(basic.raw()),
            tbs: span(tbs.raw()),
            responder,
            produced_at,
            responses: span(responses),
            extensions: span(extensions),
            signature_algorithm: span(signature_algorithm.raw()),
            signature: span(signature),
            certificates: span(certificates),
        })
    }
}

/// The same bytes.
impl PartialEq for OcspResponse {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.basic_der() == other.basic_der()
    }
}

impl Eq for OcspResponse {}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OcspResponse(")?;
        fmt::Debug::fmt(&self.responder_id(), f)?;
        write!(f, ", {})", self.produced_at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unsuccessful_response_says_nothing() {
        // tryLater, no responseBytes.
        let error = OcspResponse::parse(&[0x30, 3, 10, 1, 3]).unwrap_err();
        assert_eq!((error.kind, error.what), (ErrorKind::Unsupported, "OCSPResponse.responseStatus"));
        assert!(OcspResponse::parse(&[0x30, 3, 10, 1, 0]).is_err());
        assert!(OcspResponse::parse(&[0x30, 0]).is_err());
    }
}
