//! Predictors of LZWDecode and FlateDecode (ISO 32000-2 §7.4.4.4): TIFF 6.0 §14 and PNG (RFC 2083 §6).

use super::{DamageKind, FilterError, FilterParameters, Output};

/// Undoes the predictor that `parameters` name.
///
/// All sizes follow from the data at hand: /Columns of 2³¹ costs nothing.
pub(super) fn undo(parameters: &FilterParameters, (bytes, damage): Output) -> Result<Output, FilterError> {
    if parameters.predictor <= 1 {
        return Ok((bytes, damage));
    }
    let layout = Layout::new(parameters)?;
    match parameters.predictor {
        2 => Ok((undo_tiff(&layout, bytes), damage)),
        10..=15 => {
            let (bytes, rows) = undo_png(&layout, &bytes);
            Ok((bytes, damage.or(rows)))
        }
        _ => Err(FilterError::Parameters("/Predictor")),
    }
}

/// The shape of one row of samples.
struct Layout {
    /// Bytes of a row, at least 1.
    row: usize,
    /// Bytes of one sample of all components, at least 1 (RFC 2083 §6.2: "rounding up to one").
    pixel: usize,
    colors: usize,
    bits: u32,
}

impl Layout {
    fn new(parameters: &FilterParameters) -> Result<Self, FilterError> {
        let bits = match parameters.bits_per_component {
            1 => 1,
            2 => 2,
            4 => 4,
            8 => 8,
            16 => 16,
            _ => return Err(FilterError::Parameters("/BitsPerComponent")),
        };
        let positive = |value: i64| u64::try_from(value).ok().filter(|value| *value > 0);
        let colors = positive(parameters.colors).ok_or(FilterError::Parameters("/Colors"))?;
        let pixel_bits = colors.checked_mul(u64::from(bits)).ok_or(FilterError::Parameters("/Colors"))?;
        let row_bits = positive(parameters.columns).and_then(|columns| columns.checked_mul(pixel_bits));
        let row = row_bits.ok_or(FilterError::Parameters("/Columns"))?.div_ceil(8);
        // What is longer than an address is longer than any data; so it is on every platform, whatever the size of its addresses.
        let [row, pixel, colors] =
            [row, pixel_bits.div_ceil(8), colors].map(|length| usize::try_from(length).unwrap_or(usize::MAX));
        Ok(Self { row, pixel, colors, bits })
    }
}

/// PNG: each row starts with the number of its own predictor; the number in the parameters says no more than "PNG".
fn undo_png(layout: &Layout, bytes: &[u8]) -> (Vec<u8>, Option<DamageKind>) {
    let mut output = Vec::with_capacity(bytes.len());
    let mut damage = None;
    for line in bytes.chunks(layout.row.saturating_add(1)) {
        let Some((&kind, row)) = line.split_first() else { break };
        if row.len() < layout.row {
            // Some writers end the data with a stray line end; a single byte cannot be part of a row.
            if row.is_empty() {
                break;
            }
            damage = damage.or(Some(DamageKind::Truncated));
        }
        let start = output.len();
        let above = start.checked_sub(layout.row);
        for (index, &raw) in row.iter().enumerate() {
            let inside = index >= layout.pixel;
            let before = |position: usize| output.get(position).copied().unwrap_or(0);
            let left = if inside { before(output.len() - layout.pixel) } else { 0 };
            let up = above.map_or(0, |above| before(above + index));
            let prediction = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => {
                    let corner = above.filter(|_| inside).map_or(0, |above| before(above + index - layout.pixel));
                    paeth(left, up, corner)
                }
                _ => {
                    damage = damage.or(Some(DamageKind::Corrupt));
                    0
                }
            };
            output.push(raw.wrapping_add(prediction));
        }
    }
    (output, damage)
}

/// RFC 2083 §6.6: whichever neighbour is nearest to left + up − corner; ties go left, up, corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

/// TIFF: each component is the difference from the same component of the sample to its left.
fn undo_tiff(layout: &Layout, mut bytes: Vec<u8>) -> Vec<u8> {
    for row in bytes.chunks_mut(layout.row) {
        match layout.bits {
            8 => {
                for index in layout.colors..row.len() {
                    let left = row.get(index - layout.colors).copied().unwrap_or(0);
                    if let Some(byte) = row.get_mut(index) {
                        *byte = byte.wrapping_add(left);
                    }
                }
            }
            16 => {
                // At least one sample back; an odd last byte is no component and stays.
                let back = layout.pixel;
                for index in (back..row.len().saturating_sub(1)).step_by(2) {
                    let word = |at: usize| {
                        let high = row.get(at).copied().unwrap_or(0);
                        u16::from_be_bytes([high, row.get(at + 1).copied().unwrap_or(0)])
                    };
                    let sum = word(index).wrapping_add(word(index - back)).to_be_bytes();
                    if let Some(place) = row.get_mut(index..index + 2) {
                        place.copy_from_slice(&sum);
                    }
                }
            }
            bits => undo_tiff_packed(row, bits, layout.colors),
        }
    }
    bytes
}

/// Components of 1, 2 or 4 bits, several to a byte.
fn undo_tiff_packed(row: &mut [u8], bits: u32, colors: usize) {
    let per_byte = (8 / bits) as usize;
    let mask = (1_u8 << bits) - 1;
    let shift = |component: usize| 8 - bits - (component % per_byte) as u32 * bits;
    for component in colors..row.len().saturating_mul(per_byte) {
        let from = component - colors;
        let left = row.get(from / per_byte).copied().unwrap_or(0) >> shift(from) & mask;
        if let Some(byte) = row.get_mut(component / per_byte) {
            let sum = (*byte >> shift(component)).wrapping_add(left) & mask;
            *byte = *byte & !(mask << shift(component)) | sum << shift(component);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(predictor: i64, colors: i64, bits_per_component: i64, columns: i64) -> FilterParameters {
        FilterParameters { predictor, colors, bits_per_component, columns, early_change: 1 }
    }

    fn undone(parameters: &FilterParameters, bytes: &[u8]) -> Output {
        undo(parameters, (bytes.to_vec(), None)).expect("good parameters")
    }

    #[test]
    fn each_png_row_has_its_own_predictor() {
        // Rows of 3 one-byte samples; expected values worked out by hand from RFC 2083 §6.
        let encoded = [
            0, 10, 20, 30, // none
            1, 1, 1, 1, // sub: 1 2 3
            2, 9, 9, 9, // up: 10 11 12
            3, 5, 5, 5, // average: 5+5, 5+(10+11)/2, 5+(15+12)/2
            4, 1, 1, 1, // paeth
        ];
        let expected = [10, 20, 30, 1, 2, 3, 10, 11, 12, 10, 15, 18, 11, 16, 19];
        assert_eq!(undone(&parameters(12, 1, 8, 3), &encoded), (expected.to_vec(), None));
    }

    #[test]
    fn a_cut_png_row_is_kept_and_flagged_and_an_unknown_predictor_too() {
        assert_eq!(undone(&parameters(15, 1, 8, 4), &[2, 1, 2]), (vec![1, 2], Some(DamageKind::Truncated)));
        assert_eq!(undone(&parameters(15, 1, 8, 2), &[9, 1, 2]), (vec![1, 2], Some(DamageKind::Corrupt)));
        assert_eq!(undone(&parameters(15, 1, 8, 2), &[0, 1, 2, b'\n']), (vec![1, 2], None));
    }

    #[test]
    fn tiff_adds_the_sample_to_the_left() {
        assert_eq!(undone(&parameters(2, 3, 8, 2), &[1, 2, 3, 1, 1, 255]).0, [1, 2, 3, 2, 3, 2]);
        assert_eq!(undone(&parameters(2, 1, 16, 2), &[0x00, 0xFF, 0x00, 0x02]).0, [0x00, 0xFF, 0x01, 0x01]);
        // Eight one-bit samples: 1,1,0,0,1,0,0,0 as differences modulo 2.
        assert_eq!(undone(&parameters(2, 1, 1, 8), &[0b1100_1000]).0, [0b1000_1111]);
        assert_eq!(undone(&parameters(2, 1, 4, 4), &[0x9F, 0x21]).0, [0x98, 0xAB]);
    }

    #[test]
    fn absurd_parameters_are_refused_or_cost_nothing() {
        let data = || (vec![0, 1, 2], None);
        assert_eq!(undo(&parameters(12, 1, 8, 0), data()), Err(FilterError::Parameters("/Columns")));
        assert_eq!(undo(&parameters(12, 1, 8, i64::MAX), data()), Err(FilterError::Parameters("/Columns")));
        assert_eq!(undo(&parameters(12, -1, 8, 1), data()), Err(FilterError::Parameters("/Colors")));
        assert_eq!(undo(&parameters(12, 1, 3, 1), data()), Err(FilterError::Parameters("/BitsPerComponent")));
        assert_eq!(undo(&parameters(7, 1, 8, 1), data()), Err(FilterError::Parameters("/Predictor")));
        assert_eq!(undone(&parameters(12, 1, 8, 1 << 31), &[0, 1, 2]), (vec![1, 2], Some(DamageKind::Truncated)));
        assert_eq!(undone(&parameters(2, 1 << 20, 16, 1 << 20), &[1, 2, 3]), (vec![1, 2, 3], None));
    }
}
