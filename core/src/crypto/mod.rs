//! Algorithm identifiers, digests, public keys and signature verification.
