//! Decoding by a build that has all filters (`crate::supplement`), but for FlateDecode without a fault.

use super::{DamageKind, FilterError, FilterName, Output, small_inflate};
use crate::limits::Limit;
use crate::supplement::{Part, ask, row};

/// Inflating takes no room here.
#[derive(Debug, Default)]
pub(crate) struct Inflater(());

/// Decodes what one filter encoded, without its predictor.
pub(super) fn undo(
    _: &mut Inflater,
    filter: FilterName,
    early_change: i64,
    input: &[u8],
    most: usize,
) -> Result<Output, FilterError> {
    if filter == FilterName::Flate
        && let Some(bytes) = small_inflate::inflate(input, most)
    {
        return Ok((bytes, None));
    }
    outcome(filter, ask(Part::Filter, &question(filter, early_change, input, most)))
}

pub(super) fn question(filter: FilterName, early_change: i64, input: &[u8], most: usize) -> Vec<u8> {
    row(&[&[filter as u8, u8::from(early_change != 0)], &(most as u64).to_le_bytes(), input])
}

pub(super) fn outcome(filter: FilterName, answer: Option<Vec<u8>>) -> Result<Output, FilterError> {
    let mut bytes = answer.unwrap_or_default();
    // What became of it is said behind it.
    match bytes.pop() {
        Some(b'w') => Ok((bytes, None)),
        Some(b't') => Ok((bytes, Some(DamageKind::Truncated))),
        Some(b'c') => Ok((bytes, Some(DamageKind::Corrupt))),
        Some(b's') => Ok((bytes, Some(DamageKind::Checksum))),
        Some(b'l') => Err(Limit::Decompressed.into()),
        _ => Err(FilterError::Unsupported(filter)),
    }
}
