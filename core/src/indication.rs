//! The verdict in the standard's words (EN 319 102-1 v1.4.1 §5.1.3, tables 5 and 6).

/// The outcome of validating a signature. Ordered from worst to best, so that the minimum of several is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Indication {
    /// The signature is certainly not good: a cryptographic check failed, or it was made after expiry or revocation.
    TotalFailed,
    /// What is at hand does not decide it.
    Indeterminate,
    /// All checks passed.
    TotalPassed,
}

impl Indication {
    /// The spelling of signatures: `TOTAL-PASSED`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TotalPassed => "TOTAL-PASSED",
            Self::Indeterminate => "INDETERMINATE",
            Self::TotalFailed => "TOTAL-FAILED",
        }
    }

    /// The spelling of building blocks, timestamps and certification paths: `PASSED`.
    pub const fn as_block_str(self) -> &'static str {
        match self {
            Self::TotalPassed => "PASSED",
            Self::Indeterminate => "INDETERMINATE",
            Self::TotalFailed => "FAILED",
        }
    }
}

macro_rules! sub_indications {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Why an indication is not [`Indication::TotalPassed`] (EN 319 102-1 table 6).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum SubIndication { $($(#[$doc])* $variant,)* }

        impl SubIndication {
            /// All of them, in the standard's order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The standard's spelling.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

sub_indications! {
    /// The signature does not conform to one of the base standards.
    FormatFailure = "FORMAT_FAILURE",
    /// A hash of a signed data object does not match.
    HashFailure = "HASH_FAILURE",
    /// The signature value does not verify under the signer's public key.
    SigCryptoFailure = "SIG_CRYPTO_FAILURE",
    /// The signing certificate was revoked and the signature was made after revocation.
    Revoked = "REVOKED",
    /// The signature was made after the signing certificate expired.
    Expired = "EXPIRED",
    /// The signature was made before the signing certificate's validity began.
    NotYetValid = "NOT_YET_VALID",
    /// An attribute or constraint on the signature is not met.
    SigConstraintsFailure = "SIG_CONSTRAINTS_FAILURE",
    /// The certificate chain does not meet the policy's constraints.
    ChainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE",
    /// The chain failed for another reason.
    CertificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    /// An algorithm or key size was below what is required, and was so when it was used.
    CryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE",
    /// The signature policy could not be processed.
    PolicyProcessingError = "POLICY_PROCESSING_ERROR",
    /// The signature policy is not at hand.
    SignaturePolicyNotAvailable = "SIGNATURE_POLICY_NOT_AVAILABLE",
    /// Timestamps contradict each other or the signing time.
    TimestampOrderFailure = "TIMESTAMP_ORDER_FAILURE",
    /// The signing certificate cannot be identified.
    NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND",
    /// No chain to a trust anchor.
    NoCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND",
    /// No chain whose anchor was trusted at a time for which there is a proof of existence.
    NoCertificateChainFoundNoPoe = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE",
    /// The signing certificate is revoked and nothing proves that the signature is older.
    RevokedNoPoe = "REVOKED_NO_POE",
    /// A certification authority is revoked and nothing proves that the signature is older.
    RevokedCaNoPoe = "REVOKED_CA_NO_POE",
    /// Outside the signing certificate's validity, certificate known not revoked, no proof that the signature is older.
    OutOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED",
    /// Outside the signing certificate's validity and no proof that the signature lies within.
    OutOfBoundsNoPoe = "OUT_OF_BOUNDS_NO_POE",
    /// Revocation data is outside its signer's validity and nothing proves it older.
    RevocationOutOfBoundsNoPoe = "REVOCATION_OUT_OF_BOUNDS_NO_POE",
    /// An algorithm or key size is no longer reliable and nothing proves that its use is older.
    CryptoConstraintsFailureNoPoe = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    /// A proof of existence is missing.
    NoPoe = "NO_POE",
    /// Fresher or missing revocation data could decide it.
    TryLater = "TRY_LATER",
    /// The signed data is not at hand.
    SignedDataNotFound = "SIGNED_DATA_NOT_FOUND",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_is_the_minimum() {
        assert_eq!(Indication::TotalPassed.min(Indication::Indeterminate), Indication::Indeterminate);
        assert_eq!(Indication::TotalFailed.min(Indication::Indeterminate), Indication::TotalFailed);
        assert_eq!(SubIndication::ALL.len(), 25);
    }
}
