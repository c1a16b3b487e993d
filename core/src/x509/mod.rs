//! Certificates, names and extensions (RFC 5280 §4).
