//! Revocation checking (RFC 5280 §6.3, RFC 6960).
