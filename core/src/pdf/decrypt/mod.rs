//! The Standard security handler (ISO 32000-2 §7.6).
