//! Stream filters (ISO 32000-2 §7.4).
