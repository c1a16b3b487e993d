//! Certificates, names and their extensions (RFC 5280 §4), read where they lie; trust anchors.
//!
//! Reading decides nothing: whether a certificate may be used, and for what, is judged in `path`.

mod certificate;
mod certificate_extensions;
mod constraints;
mod crl_reason;
mod distribution_point;
mod extension;
mod general_name;
mod key_usage;
mod name;
mod normalized_name;
pub mod oid;
mod policies;
mod prepared_key;
mod signed;
mod trust_anchor;

pub use certificate::Certificate;
pub(crate) use certificate::public_key_octets;
pub use certificate_extensions::AuthorityKeyIdentifier;
pub use constraints::{BasicConstraints, GeneralSubtree, GeneralSubtrees, NameConstraints, PolicyConstraints};
pub use crl_reason::CrlReason;
pub use distribution_point::{AccessDescription, DistributionPoint, DistributionPointName, ReasonFlags, RelativeName};
pub(crate) use extension::ExtensionIndex;
pub use extension::{Extension, ExtensionIter, Extensions};
pub use general_name::{GeneralName, GeneralNames};
pub use key_usage::{ExtendedKeyUsage, KeyUsage};
pub use name::{Attribute, Attributes, Name};
pub use normalized_name::NormalizedName;
pub(crate) use normalized_name::has_other_spellings;
pub use policies::{CertificatePolicies, PolicyInformation, PolicyMapping};
pub(crate) use prepared_key::sha256;
pub(crate) use signed::{Signed, whole_sequence};
pub use trust_anchor::TrustAnchor;
