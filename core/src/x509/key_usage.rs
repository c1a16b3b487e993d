//! Key usage and extended key usage (RFC 5280 §4.2.1.3, §4.2.1.12).

use super::oid;
use crate::asn1::{self, BitString, Oid, Reader};

/// `KeyUsage`: what the key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

macro_rules! usages {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        $($(#[$doc])* pub fn $name(self) -> bool { self.0 & (1 << $bit) != 0 })*
    };
}

impl KeyUsage {
    pub(super) fn from_bits(bits: BitString<'_>) -> Self {
        Self((0..9).filter(|&bit| bits.bit(bit)).fold(0, |usage, bit| usage | 1 << bit))
    }

    usages! {
        /// Bit 0.
        digital_signature = 0;
        /// Bit 1, also called contentCommitment.
        non_repudiation = 1;
        /// Bit 2.
        key_encipherment = 2;
        /// Bit 3.
        data_encipherment = 3;
        /// Bit 4.
        key_agreement = 4;
        /// Bit 5: may sign certificates.
        key_cert_sign = 5;
        /// Bit 6: may sign CRLs.
        crl_sign = 6;
    }

    /// Whether no bit is set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// `ExtKeyUsageSyntax`: purposes the key is for.
#[derive(Clone, Debug)]
pub struct ExtendedKeyUsage<'a>(Reader<'a>);

impl<'a> ExtendedKeyUsage<'a> {
    /// Every purpose must be readable and there must be one: an empty list would allow nothing or everything, depending on the reader.
    pub(super) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "ExtKeyUsageSyntax";
        let list = reader.sequence(WHAT)?;
        if list.is_empty() {
            return Err(asn1::Error::value(WHAT));
        }
        let mut check = list.clone();
        while !check.is_empty() {
            check.oid(WHAT)?;
        }
        Ok(Self(list))
    }

    /// The purposes in order.
    pub fn purposes(&self) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        let mut reader = self.0.clone();
        core::iter::from_fn(move || reader.oid("KeyPurposeId").ok())
    }

    /// Whether `purpose` itself is listed.
    pub fn contains(&self, purpose: Oid<'_>) -> bool {
        self.purposes().any(|listed| listed == purpose)
    }

    /// Whether anyExtendedKeyUsage is listed.
    pub fn contains_any(&self) -> bool {
        self.contains(oid::ANY_EXTENDED_KEY_USAGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_usage_bits() {
        let usage = KeyUsage::from_bits(BitString::from_contents(&[1, 0b0000_0110], "k").unwrap());
        assert!(usage.key_cert_sign() && usage.crl_sign() && !usage.digital_signature());
        assert!(KeyUsage::from_bits(BitString::from_contents(&[0], "k").unwrap()).is_empty());
    }

    #[test]
    fn purposes_must_all_be_readable() {
        let bytes = [0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8];
        let usage = ExtendedKeyUsage::read(&mut Reader::new(&bytes)).unwrap();
        assert!(usage.contains(oid::KP_TIME_STAMPING) && !usage.contains_any());
        assert!(ExtendedKeyUsage::read(&mut Reader::new(&[0x30, 0])).is_err());
        assert!(ExtendedKeyUsage::read(&mut Reader::new(&[0x30, 2, 5, 0])).is_err());
    }
}
