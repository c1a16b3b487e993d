//! Stream filters (ISO 32000-2 §7.4): chains of them, decoded within a budget.
//!
//! Only structure is ever decoded (object and cross-reference streams, validation data), so the image filters
//! are named but not decoded. Damaged data gives what could be decoded *and says so*: whether half an object
//! stream is good enough is for its reader to judge, never to overlook.

#[cfg(feature = "self-contained")]
mod answer;
#[cfg(feature = "self-contained")]
mod ascii;
#[cfg(any(test, not(feature = "self-contained")))]
#[cfg_attr(feature = "self-contained", allow(dead_code, reason = "tests hold it against what it stands for"))]
mod asked;
#[cfg(feature = "self-contained")]
mod flate;
#[cfg(feature = "self-contained")]
mod lzw;
mod predictor;
#[cfg(feature = "self-contained")]
mod run_length;
mod small_inflate;

use core::fmt;

use crate::limits::{Budget, Limit, Limits};

#[cfg(feature = "self-contained")]
pub(crate) use answer::answer;
#[cfg(not(feature = "self-contained"))]
pub(crate) use asked::Inflater;
#[cfg(not(feature = "self-contained"))]
use asked::undo;
#[cfg(feature = "self-contained")]
pub(crate) use flate::Inflater;

/// The filters of ISO 32000-2 table 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FilterName {
    /// §7.4.2.
    AsciiHex,
    /// §7.4.3.
    Ascii85,
    /// §7.4.4.
    Lzw,
    /// §7.4.4.
    Flate,
    /// §7.4.5.
    RunLength,
    /// §7.4.6; an image, not decoded.
    CcittFax,
    /// §7.4.7; an image, not decoded.
    Jbig2,
    /// §7.4.8; an image, not decoded.
    Dct,
    /// §7.4.9; an image, not decoded.
    Jpx,
    /// §7.4.10. Decryption comes before all filters, so there is nothing left to do here: see
    /// [`SecurityHandler::decrypt_stream`](super::decrypt::SecurityHandler::decrypt_stream).
    Crypt,
    /// Any other name.
    Unknown,
}

impl FilterName {
    /// The filter with this name, or with this abbreviation of an inline image (table 92), which some writers
    /// use for streams too.
    pub fn from_name(name: &[u8]) -> Self {
        match name {
            b"ASCIIHexDecode" | b"AHx" => Self::AsciiHex,
            b"ASCII85Decode" | b"A85" => Self::Ascii85,
            b"LZWDecode" | b"LZW" => Self::Lzw,
            b"FlateDecode" | b"Fl" => Self::Flate,
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            b"CCITTFaxDecode" | b"CCF" => Self::CcittFax,
            b"JBIG2Decode" => Self::Jbig2,
            b"DCTDecode" | b"DCT" => Self::Dct,
            b"JPXDecode" => Self::Jpx,
            b"Crypt" => Self::Crypt,
            _ => Self::Unknown,
        }
    }

    /// The name in the standard.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AsciiHex => "ASCIIHexDecode",
            Self::Ascii85 => "ASCII85Decode",
            Self::Lzw => "LZWDecode",
            Self::Flate => "FlateDecode",
            Self::RunLength => "RunLengthDecode",
            Self::CcittFax => "CCITTFaxDecode",
            Self::Jbig2 => "JBIG2Decode",
            Self::Dct => "DCTDecode",
            Self::Jpx => "JPXDecode",
            Self::Crypt => "Crypt",
            Self::Unknown => "unknown filter",
        }
    }
}

impl fmt::Display for FilterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The entries of a /DecodeParms dictionary (ISO 32000-2 tables 8 and 9), as written: they are checked when used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilterParameters {
    /// /Predictor: 1 none, 2 TIFF, 10 to 15 PNG.
    pub predictor: i64,
    /// /Colors, components of one sample.
    pub colors: i64,
    /// /BitsPerComponent: 1, 2, 4, 8 or 16.
    pub bits_per_component: i64,
    /// /Columns, samples in a row.
    pub columns: i64,
    /// /EarlyChange of LZW: whether code lengths grow one code early.
    pub early_change: i64,
}

impl Default for FilterParameters {
    /// The defaults of tables 8 and 9.
    fn default() -> Self {
        Self { predictor: 1, colors: 1, bits_per_component: 8, columns: 1, early_change: 1 }
    }
}

/// What decoding gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The decoded bytes; those before the damage when there is any.
    pub bytes: Vec<u8>,
    /// The first damage met, if any.
    pub damage: Option<Damage>,
}

/// Encoded data that could not be decoded to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Damage {
    /// The filter that met it.
    pub filter: FilterName,
    /// Its kind.
    pub kind: DamageKind,
}

/// How encoded data is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DamageKind {
    /// The data stops before it is complete.
    Truncated,
    /// The data breaks the rules of its encoding.
    Corrupt,
    /// The data is complete, its checksum is wrong.
    Checksum,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            DamageKind::Truncated => "stops early",
            DamageKind::Corrupt => "is corrupt",
            DamageKind::Checksum => "has a wrong checksum",
        };
        write!(f, "{} data {kind}", self.filter)
    }
}

/// Why a stream was not decoded at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FilterError {
    /// An image filter, or a name that the standard does not define.
    Unsupported(FilterName),
    /// Parameters outside their range; the text names the entry.
    Parameters(&'static str),
    /// The chain is too long or its output too large.
    LimitExceeded(Limit),
}

impl From<Limit> for FilterError {
    fn from(limit: Limit) -> Self {
        Self::LimitExceeded(limit)
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(filter) => write!(f, "{filter} is not supported"),
            Self::Parameters(entry) => write!(f, "{entry} of the decode parameters is out of range"),
            Self::LimitExceeded(limit) => write!(f, "over a limit: {limit}"),
        }
    }
}

impl std::error::Error for FilterError {}

/// Beyond this much output the compression ratio counts: below it no ratio does harm.
const RATIO_FREE: usize = 1 << 20;

/// Decodes `input` through `filters`, first to last. `budget` pays for every filter's output.
///
/// The compression ratio is that of the whole chain: a bomb packed twice is still a bomb.
pub fn decode(
    filters: &[(FilterName, FilterParameters)],
    input: &[u8],
    budget: &Budget,
    limits: &Limits,
) -> Result<Decoded, FilterError> {
    decode_with(&mut Inflater::default(), filters, input, budget, limits)
}

/// The same, with an inflater that other streams were decoded with.
pub(crate) fn decode_with(
    inflater: &mut Inflater,
    filters: &[(FilterName, FilterParameters)],
    input: &[u8],
    budget: &Budget,
    limits: &Limits,
) -> Result<Decoded, FilterError> {
    if filters.len() > limits.max_filters as usize {
        return Err(Limit::Filters.into());
    }
    // The input too: streams may lie inside each other, or be read again and again, and there are filters that make nothing of much.
    budget.spend(input.len() as u64)?;
    let ratio = usize::try_from(limits.max_compression_ratio).unwrap_or(usize::MAX);
    let most = input.len().saturating_mul(ratio).max(RATIO_FREE);
    let alone = usize::try_from(limits.max_stream_size).unwrap_or(usize::MAX);
    let mut decoded: Option<Decoded> = None;
    for (filter, parameters) in filters {
        let source = decoded.as_ref().map_or(input, |previous| previous.bytes.as_slice());
        let together = most.min(usize::try_from(budget.left()).unwrap_or(usize::MAX));
        let most = together.min(alone);
        if *filter == FilterName::Crypt {
            continue;
        }
        let mut output = undo(inflater, *filter, parameters.early_change, source, most);
        if matches!(filter, FilterName::Flate | FilterName::Lzw) {
            output = output.and_then(|output| predictor::undo(parameters, output));
        }
        let (bytes, kind) = output.map_err(|error| match error {
            FilterError::LimitExceeded(Limit::Decompressed) if alone < together => Limit::StreamSize.into(),
            error => error,
        })?;
        budget.spend(bytes.len() as u64)?;
        let earlier = decoded.and_then(|previous| previous.damage);
        let damage = earlier.or(kind.map(|kind| Damage { filter: *filter, kind }));
        decoded = Some(Decoded { bytes, damage });
    }
    Ok(decoded.unwrap_or_else(|| Decoded { bytes: input.to_vec(), damage: None }))
}

/// One filter's output and how its input was damaged.
type Output = (Vec<u8>, Option<DamageKind>);

/// Decodes what one filter encoded, without its predictor.
#[cfg(feature = "self-contained")]
fn undo(
    inflater: &mut Inflater,
    filter: FilterName,
    early_change: i64,
    input: &[u8],
    most: usize,
) -> Result<Output, FilterError> {
    match filter {
        FilterName::AsciiHex => ascii::decode_hex(input, most),
        FilterName::Ascii85 => ascii::decode_85(input, most),
        FilterName::RunLength => run_length::decode(input, most),
        FilterName::Flate => inflater.decode(input, most),
        FilterName::Lzw => lzw::decode(input, early_change, most),
        _ => Err(FilterError::Unsupported(filter)),
    }
}

/// Appends `bytes` unless the output would pass `most`.
#[cfg(feature = "self-contained")]
fn append(output: &mut Vec<u8>, bytes: &[u8], most: usize) -> Result<(), FilterError> {
    if bytes.len() > most.saturating_sub(output.len()) {
        return Err(Limit::Decompressed.into());
    }
    output.extend_from_slice(bytes);
    Ok(())
}

/// The white-space characters of ISO 32000-2 table 1, which the ASCII filters skip.
#[cfg(feature = "self-contained")]
fn is_white_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(filters: &[FilterName], input: &[u8]) -> Result<Decoded, FilterError> {
        let filters: Vec<_> = filters.iter().map(|name| (*name, FilterParameters::default())).collect();
        decode(&filters, input, &Budget::new(1 << 24, Limit::Decompressed), &Limits::default())
    }

    /// Compressed here because the packed bytes would be long; what Python's zlib makes is in `flate`'s tests.
    fn deflated(bytes: &[u8]) -> Vec<u8> {
        miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9)
    }

    #[test]
    fn a_chain_is_decoded_first_to_last() {
        // base64.a85encode(zlib.compress(b"longseal " * 3)), then hexadecimal.
        let encoded = b"47617574216356236F643A213F4A555F2D6436435074564E6D7E3E>";
        let decoded = run(&[FilterName::AsciiHex, FilterName::Ascii85], encoded).expect("decodes");
        let twice = run(&[FilterName::AsciiHex, FilterName::Ascii85, FilterName::Flate], encoded).expect("decodes");
        assert_ne!(decoded, twice);
        assert_eq!(twice, Decoded { bytes: b"longseal longseal longseal ".to_vec(), damage: None });
    }

    #[test]
    fn no_filter_and_crypt_pass_the_bytes_through() {
        assert_eq!(run(&[], b"as is").map(|decoded| decoded.bytes), Ok(b"as is".to_vec()));
        assert_eq!(run(&[FilterName::Crypt, FilterName::AsciiHex], b"6162>").map(|decoded| decoded.bytes), Ok(b"ab".to_vec()));
    }

    #[test]
    fn damage_in_an_early_filter_is_still_known_at_the_end_of_the_chain() {
        let decoded = run(&[FilterName::AsciiHex, FilterName::RunLength], b"0041 ?? 0142").expect("decodes what is there");
        assert_eq!(decoded.bytes, b"A");
        assert_eq!(decoded.damage, Some(Damage { filter: FilterName::AsciiHex, kind: DamageKind::Corrupt }));
    }

    #[test]
    fn image_filters_and_unknown_names_are_typed() {
        for name in [b"DCTDecode".as_slice(), b"JPXDecode", b"JBIG2Decode", b"CCITTFaxDecode", b"NoSuchDecode"] {
            let filter = FilterName::from_name(name);
            assert_eq!(run(&[filter], b"x"), Err(FilterError::Unsupported(filter)), "{name:?}");
        }
    }

    #[test]
    fn abbreviations_are_the_same_filters() {
        for (long, short) in [("ASCIIHexDecode", "AHx"), ("ASCII85Decode", "A85"), ("LZWDecode", "LZW"), ("FlateDecode", "Fl")] {
            assert_eq!(FilterName::from_name(long.as_bytes()), FilterName::from_name(short.as_bytes()), "{long}");
            assert_eq!(FilterName::from_name(long.as_bytes()).as_str(), long);
        }
    }

    #[test]
    fn a_long_chain_is_refused() {
        assert_eq!(run(&[FilterName::AsciiHex; 20], b"41>"), Err(FilterError::LimitExceeded(Limit::Filters)));
    }

    #[test]
    fn the_budget_pays_for_every_stage() {
        let filters = [(FilterName::Crypt, FilterParameters::default()), (FilterName::Flate, FilterParameters::default())];
        let budget = Budget::new(1_500, Limit::Decompressed);
        let bytes = deflated(&[7; 1_000]);
        assert_eq!(decode(&filters, &bytes, &budget, &Limits::default()).map(|decoded| decoded.bytes.len()), Ok(1_000));
        assert_eq!(budget.left(), 500 - bytes.len() as u64, "what comes out of each, and what goes in");
        let error = decode(&filters, &bytes, &budget, &Limits::default());
        assert_eq!(error, Err(FilterError::LimitExceeded(Limit::Decompressed)));
    }

    #[test]
    fn one_stream_does_not_get_the_budget_of_all() {
        let filters = [(FilterName::Flate, FilterParameters::default())];
        let limits = Limits { max_stream_size: 1 << 20, ..Limits::default() };
        let budget = Budget::new(1 << 24, Limit::Decompressed);
        let decode = |length| decode(&filters, &deflated(&vec![0; length]), &budget, &limits).map(|decoded| decoded.bytes.len());
        assert_eq!(decode(1 << 20), Ok(1 << 20));
        assert_eq!(decode((1 << 20) + 1), Err(FilterError::LimitExceeded(Limit::StreamSize)));
    }

    #[test]
    fn a_bomb_packed_twice_exceeds_the_ratio_of_the_chain() {
        let bomb = deflated(&deflated(&vec![0; 8 << 20]));
        assert!(bomb.len() < 4_000, "{}", bomb.len());
        assert_eq!(run(&[FilterName::Flate; 2], &bomb), Err(FilterError::LimitExceeded(Limit::Decompressed)));
        // The same content packed once stays within what Deflate can honestly reach.
        let honest = deflated(&vec![0; 8 << 20]);
        assert_eq!(run(&[FilterName::Flate], &honest).map(|decoded| decoded.bytes.len()), Ok(8 << 20));
    }
}
