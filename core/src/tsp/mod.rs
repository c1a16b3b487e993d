//! Timestamp tokens (RFC 3161).
