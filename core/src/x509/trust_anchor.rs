//! Trust anchors: a name and a key that are trusted because someone said so (RFC 5280 §6.1.1 (d), RFC 5914).

use core::fmt;
use std::sync::{Arc, OnceLock};

use super::prepared_key::PreparedKey;
use super::{Certificate, Name, NormalizedName};
use crate::asn1::{self, Element, Tag};
use crate::crypto::{KeyError, PublicKey};

/// A trusted name and key, most often taken from a self-signed certificate. Cloning is cheap.
///
/// Equal when name and key are equal as written: the certificate they came from does not matter, since two roots may be
/// issued for one key.
#[derive(Clone)]
pub struct TrustAnchor(Arc<Source>);

enum Source {
    Certificate(Certificate),
    Key(Box<NamedKey>),
}

struct NamedKey {
    subject: Box<[u8]>,
    normalized: OnceLock<NormalizedName>,
    spki: Box<[u8]>,
    key: PreparedKey,
}

impl TrustAnchor {
    /// Trusts the subject and the key of a certificate. Its other contents constrain nothing unless RFC 5937 is asked for.
    pub fn from_certificate(certificate: Certificate) -> Self {
        Self(Arc::new(Source::Certificate(certificate)))
    }

    /// Trusts a name (DER of a `Name`) and a key (DER of a SubjectPublicKeyInfo).
    pub fn from_key(subject: &[u8], spki: &[u8]) -> asn1::Result<Self> {
        Name::from_der(subject)?;
        if Element::read(spki, "SubjectPublicKeyInfo")?.expect(Tag::SEQUENCE, "SubjectPublicKeyInfo")?.raw().len() != spki.len() {
            return Err(asn1::Error::new(asn1::ErrorKind::TrailingData, "SubjectPublicKeyInfo"));
        }
        let (normalized, key) = (OnceLock::new(), PreparedKey::default());
        let named = NamedKey { subject: subject.into(), normalized, spki: spki.into(), key };
        Ok(Self(Arc::new(Source::Key(Box::new(named)))))
    }

    /// The certificate it was taken from, if any.
    pub fn certificate(&self) -> Option<&Certificate> {
        match &*self.0 {
            Source::Certificate(certificate) => Some(certificate),
            Source::Key(_) => None,
        }
    }

    /// The trusted issuer name.
    pub fn subject(&self) -> Name<'_> {
        match &*self.0 {
            Source::Certificate(certificate) => certificate.subject(),
            Source::Key(named) => Name::known(&named.subject),
        }
    }

    /// The name in comparable form.
    pub fn normalized_subject(&self) -> &NormalizedName {
        match &*self.0 {
            Source::Certificate(certificate) => certificate.normalized_subject(),
            Source::Key(named) => named.normalized.get_or_init(|| Name::known(&named.subject).normalized()),
        }
    }

    /// The trusted key, as written.
    pub fn spki(&self) -> &[u8] {
        match &*self.0 {
            Source::Certificate(certificate) => certificate.spki(),
            Source::Key(named) => &named.spki,
        }
    }

    /// SHA-256 of the SubjectPublicKeyInfo.
    pub fn spki_sha256(&self) -> &[u8; 32] {
        match &*self.0 {
            Source::Certificate(certificate) => certificate.spki_sha256(),
            Source::Key(named) => named.key.sha256(&named.spki),
        }
    }

    /// The trusted key, prepared once for all clones.
    pub fn public_key(&self) -> Result<&PublicKey, &KeyError> {
        match &*self.0 {
            Source::Certificate(certificate) => certificate.public_key(),
            Source::Key(named) => named.key.public_key(&named.spki),
        }
    }
}

impl PartialEq for TrustAnchor {
    fn eq(&self, other: &Self) -> bool {
        self.subject() == other.subject() && self.spki() == other.spki()
    }
}

impl Eq for TrustAnchor {}

impl fmt::Debug for TrustAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustAnchor({})", self.subject())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_may_be_a_name_and_a_key() {
        let anchor = TrustAnchor::from_key(&[0x30, 0], &[0x30, 2, 5, 0]).unwrap();
        assert!(anchor.certificate().is_none() && anchor.subject().is_empty());
        assert_eq!(anchor, TrustAnchor::from_key(&[0x30, 0], &[0x30, 2, 5, 0]).unwrap());
        assert_ne!(anchor, TrustAnchor::from_key(&[0x30, 0], &[0x30, 0]).unwrap());
        assert!(anchor.public_key().is_err());
        assert!(TrustAnchor::from_key(&[0x30, 0], &[0x30, 0, 0]).is_err());
    }
}
