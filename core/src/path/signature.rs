//! Signatures of certificates under the working public key (RFC 5280 §6.1.3 (a)(1), §6.1.4 (d)–(f)).

use std::sync::Arc;

use crate::crypto::{KeyError, PublicKey, SignatureAlgorithm, SignatureCache, Unsupported, Verification};
use crate::x509::{Certificate, TrustAnchor, sha256};

/// working_public_key with its parameters, and the identity under which outcomes are remembered.
#[derive(Clone, Debug)]
pub struct WorkingKey<'a> {
    source: KeySource<'a>,
    id: [u8; 32],
}

#[derive(Clone, Debug)]
enum KeySource<'a> {
    Own(&'a PublicKey),
    /// With parameters from above.
    Inherited(Arc<PublicKey>),
    Unusable(&'a KeyError),
}

impl<'a> KeySource<'a> {
    fn own(key: Result<&'a PublicKey, &'a KeyError>) -> Self {
        key.map_or_else(Self::Unusable, Self::Own)
    }
}

impl<'a> WorkingKey<'a> {
    /// The key of an anchor.
    pub fn of_anchor(anchor: &'a TrustAnchor) -> Self {
        Self { source: KeySource::own(anchor.public_key()), id: *anchor.spki_sha256() }
    }

    /// The key of a certificate without regard to what is above it.
    pub fn of_certificate(certificate: &'a Certificate) -> Self {
        Self { source: KeySource::own(certificate.public_key()), id: *certificate.spki_sha256() }
    }

    /// The key of a certificate; when it has no parameters of its own, with those of its issuer's key
    /// (RFC 5280 §6.1.4 (e), (f)).
    #[must_use]
    pub fn below(&self, certificate: &'a Certificate) -> Self {
        let own = Self::of_certificate(certificate);
        let inherited = match (own.key(), self.key()) {
            (Ok(key), Ok(issuer)) => key.with_inherited_parameters(issuer),
            _ => return own,
        };
        match inherited {
            Some(key) => Self { source: KeySource::Inherited(Arc::new(key)), id: sha256(&[own.id, self.id].concat()) },
            None => own,
        }
    }

    /// The prepared key.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn key(&self) -> Result<&PublicKey, &KeyError> {
        match &self.source {
            KeySource::Own(key) => Ok(key),
            KeySource::Inherited(key) => Ok(key),
            KeySource::Unusable(error) => Err(error),
        }
    }

    /// SHA-256 that identifies the key with its parameters.
    pub fn id(&self) -> &[u8; 32] {
        &self.id
    }

    /// How many checks of a search one with it is.
    pub(crate) fn checks(&self) -> u32 {
        self.key().map_or(1, PublicKey::checks)
    }

    /// Whether the key waits for the parameters of the key above it.
    pub(crate) fn lacks_parameters(&self) -> bool {
        self.key().is_ok_and(PublicKey::lacks_parameters)
    }

    /// The key when its parameters come from above; it then borrows nothing.
    pub(super) fn inherited(&self) -> Option<WorkingKey<'static>> {
        match &self.source {
            KeySource::Inherited(key) => Some(WorkingKey { source: KeySource::Inherited(Arc::clone(key)), id: self.id }),
            KeySource::Own(_) | KeySource::Unusable(_) => None,
        }
    }
}

/// Verifies the signatures of certificates; [`SignatureCache`] is the one that computes.
pub trait CertificateSignatures {
    /// Whether `certificate` was signed by `key`.
    fn verify(&self, certificate: &Certificate, key: &WorkingKey<'_>) -> Verification;
}

impl CertificateSignatures for SignatureCache {
    fn verify(&self, certificate: &Certificate, working: &WorkingKey<'_>) -> Verification {
        let key = match working.key() {
            Ok(key) => key,
            Err(error) => return Verification::Unsupported(Unsupported::new(error.to_string())),
        };
        let Ok(identifier) = certificate.signature_algorithm() else { return Verification::Invalid };
        match SignatureAlgorithm::from_identifier(&identifier, None) {
            Ok(algorithm) => Self::verify(
                self,
                key,
                working.id(),
                certificate.sha256(),
                &algorithm,
                certificate.tbs(),
                certificate.signature(),
            ),
            Err(unsupported) => Verification::Unsupported(unsupported),
        }
    }
}
