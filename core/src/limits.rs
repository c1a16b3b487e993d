//! Budgets over everything an attacker controls. Exceeding one is a reported outcome, never a hang.

use core::cell::Cell;
use core::fmt;

/// How much work one document may cause. Each default carries its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Largest file, bytes. Offsets are kept in 32 bits where they are many; 4 GiB − 1 is also the classic
    /// cross-reference table's ten-digit neighbourhood and far above any scanned decree.
    pub max_file_size: u64,
    /// PDF objects read for one document. The largest archive file seen (1,900 pages) visits 60,000.
    pub max_objects: u32,
    /// Nesting of arrays and dictionaries; MuPDF and pdf.js stop at 100 to 500, real files stay below 20.
    pub max_nesting: u32,
    /// Decompressed bytes of all streams read. Only structure is decompressed (object and cross-reference
    /// streams, validation data), never page content. The most in 379 real files is 0.4 MB.
    pub max_decompressed: u64,
    /// Bytes that one stream may become, at any filter of its chain. What is decoded is held in memory whole: three times this is
    /// what one stream costs at the worst, with a filter before and a predictor after it, and stays below 256 MB. The most in
    /// 379 real files is 47 kB.
    pub max_stream_size: u64,
    /// Decompressed to compressed ratio above which a stream is a bomb, once beyond 1 MiB. Deflate cannot exceed 1,032.
    pub max_compression_ratio: u32,
    /// Filters in one stream's chain. ISO 32000 sets none; real files use one or two.
    pub max_filters: u32,
    /// Cross-reference sections of one file, i.e. revisions plus hybrid streams. Issue: 10,000 revisions in linear time.
    pub max_xref_sections: u32,
    /// Cross-reference entries in all sections together; iText stops at 50 million. Each takes
    /// 24 bytes and its row, and all together have to stay below 256 MB.
    pub max_xref_entries: u32,
    /// Signature fields examined. The most seen in a real file is 42. Each is held against every later revision: so many and
    /// 9,000 revisions after them are done in a second.
    pub max_signatures: u32,
    /// Form fields visited.
    pub max_fields: u32,
    /// Bytes of one CMS structure (/Contents); the largest seen is 2.6 MB with CRLs inside.
    pub max_cms_size: u32,
    /// Certificates collected from one file.
    pub max_certificates: u32,
    /// CRLs and OCSP responses collected from one file, each.
    pub max_revocation_items: u32,
    /// Signed or unsigned attributes of one SignerInfo, values of one attribute, and extensions of one certificate or CRL. The most
    /// in 601 real signature values are 6 signed and 3 unsigned attributes and 2 values, in their certificates 12 extensions.
    pub max_attributes: u32,
    /// Signature verifications in one path search. webpki and Go: 100.
    pub max_path_signatures: u32,
    /// Path-building steps in one search. webpki and mozpkix: 200,000.
    pub max_path_steps: u32,
    /// Certificates in one path, the anchor included.
    pub max_path_length: u32,
    /// Name-constraint comparisons in one search. webpki and Go: 250,000.
    pub max_name_comparisons: u32,
    /// Nodes of the policy graph (RFC 9618); OpenSSL's tree stops at 1,000.
    pub max_policy_nodes: u32,
    /// Bytes of a policy or trust file. One that names 2,000 anchors by digest has 200 kB.
    pub max_settings_size: u32,
}

impl Limits {
    /// Nesting of ASN.1 elements, wherever they are read without knowing what they are. OpenSSL stops at 30 for ANY, Bouncy Castle at
    /// 64, BoringSSL's BER at 128. Not a field: whoever parses a certificate has no settings at hand.
    pub const ASN1_DEPTH: usize = 64;
    /// Largest RSA modulus, bits. OpenSSL, BoringSSL and Bouncy Castle: 16,384. Not a field: it belongs to the key.
    pub const RSA_BITS: u32 = 16_384;
    /// Largest RSA exponent, bits, as BoringSSL: larger ones only serve denial of service.
    pub const RSA_EXPONENT_BITS: u32 = 33;

    /// For each of so many path searches in one document: up to eight have all, more share what eight have.
    pub(crate) fn shared_by(&self, searches: usize) -> Self {
        let most = u64::try_from(searches).unwrap_or(u64::MAX).max(8);
        let share = |amount: u32| (u64::from(amount) * 8 / most).max(4).min(amount.into()) as u32;
        Self {
            max_path_signatures: share(self.max_path_signatures),
            max_path_steps: share(self.max_path_steps),
            max_name_comparisons: share(self.max_name_comparisons),
            max_policy_nodes: share(self.max_policy_nodes),
            ..self.clone()
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_size: u64::from(u32::MAX),
            max_objects: 2_000_000,
            max_nesting: 100,
            max_decompressed: 128 << 20,
            max_stream_size: 64 << 20,
            max_compression_ratio: 1_100,
            max_filters: 8,
            max_xref_sections: 25_000,
            max_xref_entries: 3_000_000,
            max_signatures: 500,
            max_fields: 200_000,
            max_cms_size: 64 << 20,
            max_certificates: 10_000,
            max_revocation_items: 10_000,
            max_attributes: 1_000,
            max_path_signatures: 100,
            max_path_steps: 200_000,
            max_path_length: 32,
            max_name_comparisons: 250_000,
            max_policy_nodes: 10_000,
            max_settings_size: 1 << 20,
        }
    }
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::max_file_size`].
    FileSize,
    /// [`Limits::max_objects`].
    Objects,
    /// [`Limits::max_nesting`].
    Nesting,
    /// [`Limits::max_decompressed`] or [`Limits::max_compression_ratio`].
    Decompressed,
    /// [`Limits::max_stream_size`].
    StreamSize,
    /// [`Limits::max_filters`].
    Filters,
    /// [`Limits::max_xref_sections`].
    XrefSections,
    /// [`Limits::max_xref_entries`].
    XrefEntries,
    /// [`Limits::max_signatures`].
    Signatures,
    /// [`Limits::max_fields`].
    Fields,
    /// [`Limits::max_cms_size`].
    CmsSize,
    /// [`Limits::max_certificates`].
    Certificates,
    /// [`Limits::max_revocation_items`].
    RevocationItems,
    /// [`Limits::max_attributes`].
    Attributes,
    /// [`Limits::max_path_signatures`].
    PathSignatures,
    /// [`Limits::max_path_steps`].
    PathSteps,
    /// [`Limits::max_path_length`].
    PathLength,
    /// [`Limits::max_name_comparisons`].
    NameComparisons,
    /// [`Limits::max_policy_nodes`].
    PolicyNodes,
}

impl Limit {
    /// The limit's name, as in [`Limits`] and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::FileSize => "file size",
            Self::Objects => "objects",
            Self::Nesting => "nesting depth",
            Self::Decompressed => "decompressed bytes",
            Self::StreamSize => "decompressed bytes of one stream",
            Self::Filters => "filters of a stream",
            Self::XrefSections => "cross-reference sections",
            Self::XrefEntries => "cross-reference entries",
            Self::Signatures => "signatures",
            Self::Fields => "form fields",
            Self::CmsSize => "size of a CMS structure",
            Self::Certificates => "certificates",
            Self::RevocationItems => "revocation items",
            Self::Attributes => "attributes or extensions",
            Self::PathSignatures => "signature checks of a path search",
            Self::PathSteps => "steps of a path search",
            Self::PathLength => "length of a certification path",
            Self::NameComparisons => "name-constraint comparisons",
            Self::PolicyNodes => "policy nodes",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A counter that runs down; interior mutability lets lazy readers spend behind `&self`.
#[derive(Debug)]
pub struct Budget {
    left: Cell<u64>,
    limit: Limit,
}

impl Budget {
    /// A budget of `amount` units, named `limit` when it runs out.
    pub fn new(amount: u64, limit: Limit) -> Self {
        Self { left: Cell::new(amount), limit }
    }

    /// Spends `amount`, or names the limit. A failed spend empties the budget: everything after fails too.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub fn spend(&self, amount: u64) -> Result<(), Limit> {
        if let Some(left) = self.left.get().checked_sub(amount) {
            self.left.set(left);
            Ok(())
        } else {
            self.left.set(0);
            Err(self.limit)
        }
    }

    /// What is left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_searches_share_what_eight_have_and_never_get_more_than_one() {
        let limits = Limits::default();
        assert_eq!(limits.shared_by(8), limits);
        assert_eq!(limits.shared_by(0), limits);
        let shared = limits.shared_by(80);
        assert_eq!((shared.max_path_signatures, shared.max_path_steps, shared.max_objects), (10, 20_000, limits.max_objects));
        assert_eq!(limits.shared_by(usize::MAX).max_path_signatures, 4);
        let none = Limits { max_path_signatures: 0, max_path_steps: 1, ..Limits::default() };
        assert_eq!((none.shared_by(100).max_path_signatures, none.shared_by(100).max_path_steps), (0, 1));
    }

    #[test]
    fn a_spent_budget_stays_spent() {
        let budget = Budget::new(10, Limit::Objects);
        assert_eq!(budget.spend(10), Ok(()));
        assert_eq!(budget.spend(1), Err(Limit::Objects));
        let budget = Budget::new(10, Limit::Objects);
        assert_eq!(budget.spend(11), Err(Limit::Objects));
        assert_eq!(budget.spend(1), Err(Limit::Objects));
    }
}
