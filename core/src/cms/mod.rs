//! Cryptographic Message Syntax: SignedData as PDF signatures carry it (RFC 5652, PKCS #7 v1.5).
//!
//! Reading only, zero-copy, over definite lengths: whoever has the contents of a signature dictionary runs
//! [`asn1::to_definite`](crate::asn1::to_definite) first. Everything that is hashed or signed is a slice of the input.
//!
//! * [`SignedData`] gives the bags (certificates, CRLs, OCSP responses), the encapsulated content and the
//!   [`SignerInfo`]s. One unreadable member of a bag never hides the others.
//! * [`SignerInfo`] has typed access to the signed and unsigned attributes that bear on a verdict. Attributes are read
//!   when they are asked for; an [`AttributeError`] tells a repeated attribute from a malformed one.
//! * How many signers there are, whether content is encapsulated, which certificate signed: judged by higher layers.
//!
//! ```
//! use longseal::cms::SignedData;
//!
//! // ContentInfo { signedData, SignedData { version 1, no digest algorithms, content type data, no signers } }
//! let der = [
//!     0x30, 0x23, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x16, 0x30, 0x14, 0x02, 0x01, 0x01, 0x31,
//!     0x00, 0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01, 0x31, 0x00,
//! ];
//! let signed_data = SignedData::parse(&der)?;
//! assert_eq!(signed_data.content_type.to_string(), "1.2.840.113549.1.7.1");
//! assert!(signed_data.signer_infos.is_empty());
//! # Ok::<(), longseal::asn1::Error>(())
//! ```

mod adobe;
mod algorithm_protection;
mod attributes;
mod cades;
mod ess;
pub mod identifier;
mod pkcs1;
mod revocation_info;
mod signed_data;
mod signer_info;

pub use adobe::RevocationInfoArchival;
pub use algorithm_protection::AlgorithmProtection;
pub use attributes::{Attribute, AttributeError, Attributes};
pub use cades::{CommitmentType, ContentHints, RevocationValues, SignaturePolicy, SignaturePolicyIdentifier, SignerLocation};
pub use ess::{CertificateReference, IssuerSerial, SigningCertificate};
pub use pkcs1::pkcs1_signature;
pub use revocation_info::{RevocationInfo, revocation_info};
pub use signed_data::{OtherCertificate, SignedData};
pub use signer_info::{Message, SignerIdentifier, SignerInfo};
