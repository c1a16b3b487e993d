//! Cryptographic Message Syntax: SignedData (RFC 5652).
