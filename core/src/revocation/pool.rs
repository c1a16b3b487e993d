//! Revocation information, found by what it is asked for.

use crate::keyed::{KeyedMap, KeyedSet};

use crate::asn1;
use crate::crl::Crl;
use crate::ocsp::OcspResponse;
use crate::x509::{Certificate, NormalizedName, oid};

/// CRLs by issuer, OCSP responses by serial number, responders' certificates by issuer.
///
/// Adding is cheap and decides nothing; what was added before is not added again.
#[derive(Clone, Debug, Default)]
pub struct RevocationPool {
    crls: KeyedMap<NormalizedName, Vec<Crl>>,
    responses: KeyedMap<Box<[u8]>, Vec<OcspResponse>>,
    responders: KeyedMap<NormalizedName, Vec<Certificate>>,
    known: KeyedSet<[u8; 32]>,
}

impl RevocationPool {
    /// An empty pool.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a CRL: complete, delta or indirect.
    pub fn add_crl(&mut self, crl: Crl) {
        if self.known.insert(*crl.sha256()) {
            self.crls.entry(crl.normalized_issuer().clone()).or_default().push(crl);
        }
    }

    /// Adds an OCSP response. Certificates in it speak for this response only.
    pub fn add_response(&mut self, response: &OcspResponse) {
        if !self.known.insert(*response.sha256()) {
            return;
        }
        let serials: KeyedSet<Box<[u8]>> =
            response.responses().iter().map(|single| single.cert_id.serial.minimal().into()).collect();
        for serial in serials {
            self.responses.entry(serial).or_default().push(response.clone());
        }
    }

    /// Adds a certificate that may have signed OCSP responses which do not carry it; any other is passed over. It is
    /// trusted no more than others.
    pub fn add_responder(&mut self, certificate: Certificate) {
        if is_responder(&certificate) && self.known.insert(*certificate.sha256()) {
            self.responders.entry(certificate.normalized_issuer().clone()).or_default().push(certificate);
        }
    }

    /// Reads and adds a CRL.
    pub fn add_crl_der(&mut self, der: &[u8]) -> asn1::Result<()> {
        Crl::parse(der).map(|crl| self.add_crl(crl))
    }

    /// Reads and adds an OCSP response.
    pub fn add_response_der(&mut self, der: &[u8]) -> asn1::Result<()> {
        OcspResponse::parse(der).map(|response| self.add_response(&response))
    }

    pub(super) fn crls(&self, issuer: &NormalizedName) -> &[Crl] {
        self.crls.get(issuer).map_or(&[], Vec::as_slice)
    }

    pub(super) fn responses(&self, serial: &[u8]) -> &[OcspResponse] {
        self.responses.get(serial).map_or(&[], Vec::as_slice)
    }

    /// Certificates for signing OCSP responses, issued under this name.
    pub(super) fn responders(&self, issuer: &NormalizedName) -> &[Certificate] {
        self.responders.get(issuer).map_or(&[], Vec::as_slice)
    }
}

/// Whether the certificate is for signing OCSP responses (RFC 6960 §4.2.2.2): id-kp-OCSPSigning itself, not anyExtendedKeyUsage.
pub(super) fn is_responder(certificate: &Certificate) -> bool {
    matches!(certificate.extended_key_usage(), Ok(Some(usage)) if usage.contains(oid::KP_OCSP_SIGNING))
}
