//! Any bytes at all: damaged copies of every PDF of the suite, made deterministically.
//!
//! Nothing panics; what differs inside the signed bytes or in the signature value is never intact; and what is left of a signed
//! file is never called unsigned.

// A test reads files and prints its count.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use longseal::asn1;
use longseal::cms::SignedData;
use longseal::indication::Indication;
use longseal::report::{Report, SignatureReport};
use longseal::time::Instant;
use longseal::{Error, Verifier};

/// Mutants of each kind and file; the whole stays within a few seconds without optimisation.
const FLIPS: usize = 5;
const SPLICES: usize = 2;

/// xorshift64*: the same mutants everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

fn pdfs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pdfs(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
}

fn fixtures() -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths = Vec::new();
    pdfs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files"), &mut paths);
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn verifier() -> Verifier {
    Verifier::builder().at(Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap()).build()
}

/// The gap and the end of what an intact signature signs.
fn signed(signature: &SignatureReport) -> Option<(usize, usize, usize)> {
    let [0, start, end, length] = *signature.byte_range.as_slice() else { return None };
    let number = |value: i64| usize::try_from(value).ok();
    Some((number(start)?, number(end)?, number(end.checked_add(length)?)?))
}

/// The signatures of a report that are intact.
fn intact(report: &Report) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(|signature| signature.intact == Some(true))
}

/// What is signed and what signs it, of every intact signature of the unchanged file.
fn originals(data: &[u8], report: &Report) -> BTreeMap<Vec<i64>, (Vec<u8>, Vec<u8>)> {
    let content = |signature: &SignatureReport| {
        let (start, end, all) = signed(signature)?;
        let covered = [data.get(..start)?, data.get(end..all)?].concat();
        Some((signature.byte_range.clone(), (covered, value(data.get(start..end)?))))
    };
    intact(report).filter_map(content).collect()
}

/// What no signature may lose a bit of: the value and the signed attributes of its SignerInfo; all there is where it has none.
/// The rest of a CMS (framing, certificates, unsigned attributes) is not covered by the signature.
fn value(gap: &[u8]) -> Vec<u8> {
    let digits: String = gap.iter().filter(|byte| byte.is_ascii_hexdigit()).map(|byte| char::from(*byte)).collect();
    let bytes: Vec<u8> =
        (0..digits.len() / 2).filter_map(|at| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    let Ok(definite) = asn1::to_definite(&bytes) else { return bytes };
    let Ok(signed) = SignedData::parse(&definite) else { return bytes };
    let Some(signer_info) = signed.signer_infos.first() else { return bytes };
    let attributes = signer_info.signed_attributes_message().map(|message| message.to_vec()).unwrap_or_default();
    [signer_info.signature, &attributes[..]].concat()
}

/// Verifies a mutant; the intact signatures must be over what the original signed, by the value that it had.
fn examine(
    verifier: &Verifier,
    mutant: &[u8],
    known: &BTreeMap<Vec<i64>, (Vec<u8>, Vec<u8>)>,
    what: &str,
) -> Result<Report, Error> {
    let report = verifier.verify(mutant)?;
    for signature in intact(&report) {
        let (start, end, all) = signed(signature).unwrap_or_else(|| panic!("{what}: intact over no range"));
        let covered = [&mutant[..start], &mutant[end..all]].concat();
        let original = known.get(&signature.byte_range);
        assert!(original.is_some_and(|(signed, _)| *signed == covered), "{what}: intact over changed bytes");
        let value = value(&mutant[start..end]);
        assert!(original.is_some_and(|(_, original)| *original == value), "{what}: intact with a changed value");
    }
    Ok(report)
}

#[test]
fn damaged_bytes_are_never_intact_and_never_panic() {
    let (files, verifier) = (fixtures(), verifier());
    let mut random = Random(0x006c_6f6e_6773_6561);
    let mut mutants = 0;
    for (at, (path, data)) in files.iter().enumerate() {
        let known = verifier.verify(data).map(|report| originals(data, &report)).unwrap_or_default();
        let mut run = |mutant: Vec<u8>, what: &str| {
            mutants += 1;
            let what = format!("{} {what}", path.display());
            let _ = examine(&verifier, &mutant, &known, &what);
        };
        for _ in 0..FLIPS {
            let (place, bit) = (random.below(data.len()), random.below(8));
            let mut mutant = data.clone();
            mutant[place] ^= 1 << bit;
            run(mutant, &format!("bit {bit} of byte {place} flipped"));
        }
        let other = &files[(at + 1) % files.len()].1;
        for _ in 0..SPLICES {
            let (place, from, length) = (random.below(data.len()), random.below(other.len()), random.below(400));
            let mut mutant = data.clone();
            mutant.splice(place..place, other[from..other.len().min(from + length)].iter().copied());
            run(mutant, &format!("{length} bytes inserted at {place}"));
        }
        let (one, two, length) = (random.below(data.len()), random.below(data.len()), random.below(200));
        let mut mutant = data.clone();
        for step in 0..length {
            if one.max(two) + step < mutant.len() {
                mutant.swap(one + step, two + step);
            }
        }
        run(mutant, &format!("{length} bytes at {one} and {two} swapped"));
    }
    println!("{mutants} mutants of {} files", files.len());
    assert!(mutants > 1_000);
}

#[test]
fn the_rest_of_a_signed_file_is_never_called_unsigned() {
    let (files, verifier) = (fixtures(), verifier());
    let mut mutants = 0;
    for (at, (path, data)) in files.iter().enumerate() {
        let Ok(report) = verifier.verify(data) else { continue };
        let known = originals(data, &report);
        // A signature is left where its dictionary says so in the plain.
        let Some(first) = data.windows(10).position(|window| window == b"/ByteRange") else { continue };
        if report.signatures.is_empty() {
            continue;
        }
        let first = first + b"/ByteRange".len();
        // Every 97th byte, spread over the files: each cuts at other places.
        let cuts = (0..data.len()).step_by(97).skip(at % 19).step_by(19);
        // Around the first dictionary and in the tail, where the structure is, closely.
        let tail = (data.len().saturating_sub(700)..data.len()).step_by(97);
        for cut in cuts.chain(tail).chain([first, first + 40, first + 400]).filter(|cut| *cut < data.len()) {
            mutants += 1;
            let what = format!("{} cut at {cut}", path.display());
            let Ok(report) = examine(&verifier, &data[..cut], &known, &what) else { continue };
            assert!(cut < first || report.indication().is_some(), "{what}: called unsigned");
            assert_ne!(report.indication(), Some(Indication::TotalPassed), "{what}");
        }
    }
    println!("{mutants} truncations");
    assert!(mutants > 1_000);
}
