//! Certification path building and validation (RFC 5280 §6.1, RFC 9618).
