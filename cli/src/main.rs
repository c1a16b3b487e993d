//! The command `longseal`.
fn main() {}
