//! Nothing whose signed bytes or signature value differ is intact.

use std::collections::BTreeMap;

use longseal::asn1;
use longseal::cms::SignedData;
use longseal::report::{Report, SignatureReport};
use longseal::{Error, Verifier};

/// What a signature of an unchanged file signs, and the value that signs it.
#[derive(Clone)]
pub struct Original {
    covered: Vec<u8>,
    /// The file was cut off within the range: it has only the beginning of what was signed. A mutant may happen to have the end, and what
    /// the same value then verifies over is what was signed.
    is_cut_off: bool,
    value: Vec<u8>,
}

impl Original {
    fn of(data: &[u8], start: usize, end: usize, all: usize) -> Option<Self> {
        let covered = [data.get(..start)?, data.get(end..all.min(data.len()))?].concat();
        Some(Self { covered, is_cut_off: all > data.len(), value: value(data.get(start..end)?) })
    }

    fn is_over(&self, covered: &[u8]) -> bool {
        self.covered == covered || self.is_cut_off && covered.starts_with(&self.covered)
    }
}

/// The signatures of an unchanged file, by /ByteRange. Several files may have the same.
pub type Originals = BTreeMap<Vec<i64>, Vec<Original>>;

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

/// What is signed and what signs it, of every signature of the unchanged file that is intact or may be: one without its certificate, or of
/// an algorithm that is not supported. A mutant with a revision of another file may have the certificate.
pub fn originals(data: &[u8], report: &Report) -> Originals {
    let content = |signature: &SignatureReport| {
        let (start, end, all) = signed(signature)?;
        Some((signature.byte_range.clone(), vec![Original::of(data, start, end, all)?]))
    };
    report.signatures.iter().filter(|signature| signature.intact != Some(false)).filter_map(content).collect()
}

/// The same of a file that cannot be examined, such as one encrypted with a password that nobody gives, by what stands in the plain: a
/// mutant may be readable, and then its signatures sign what they signed.
pub fn originals_in_the_plain(data: &[u8]) -> Originals {
    const MARK: &[u8] = b"/ByteRange";
    let places = data.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK).map(|(at, _)| at + MARK.len());
    let written = |at: usize| {
        let text = String::from_utf8_lossy(data.get(at..data.len().min(at + 100))?).into_owned();
        let numbers: Vec<i64> = text
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|word| !word.is_empty())
            .map_while(|word| word.parse().ok())
            .take(4)
            .collect();
        let [0, start, end, length] = *numbers.as_slice() else { return None };
        let [start, end, length] = [start, end, length].map(|number| usize::try_from(number).ok());
        Some((numbers, vec![Original::of(data, start?, end?, end?.checked_add(length?)?)?]))
    };
    places.filter_map(written).collect()
}

/// What no signature may lose a bit of: the value and the signed attributes of its SignerInfo; all there is where it has none.
/// The rest of a CMS (framing, certificates, unsigned attributes) is not covered by the signature.
fn value(gap: &[u8]) -> Vec<u8> {
    let digits: String = gap.iter().filter(|byte| byte.is_ascii_hexdigit()).map(|byte| char::from(*byte)).collect();
    let bytes: Vec<u8> =
        (0..digits.len() / 2).filter_map(|at| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    // adbe.x509.rsa_sha1 has an OCTET STRING and no SignedData; what pads it is as little signed as around one.
    if bytes.first() == Some(&4)
        && let Some(value) = asn1::outer_length(&bytes).ok().and_then(|length| bytes.get(..length))
    {
        return value.to_vec();
    }
    let Ok(definite) = asn1::to_definite(&bytes) else { return bytes };
    let Ok(signed) = SignedData::parse(&definite) else { return bytes };
    let Some(signer_info) = signed.signer_infos.first() else { return bytes };
    // A SET has no order: what is hashed is its DER encoding (RFC 5652 §5.4).
    let attributes = signer_info
        .reordered_message()
        .or_else(|| signer_info.signed_attributes_message().map(|message| message.to_vec()))
        .unwrap_or_default();
    [signer_info.signature, &attributes[..]].concat()
}

/// Verifies a mutant; the intact signatures must be over what the original signed, by the value that it had.
pub fn examine(verifier: &Verifier, mutant: &[u8], known: &Originals, what: &str) -> Result<Report, Error> {
    let report = verifier.verify(mutant)?;
    for signature in intact(&report) {
        let (start, end, all) = signed(signature).unwrap_or_else(|| panic!("{what}: intact over no range"));
        let covered = [&mutant[..start], &mutant[end..all]].concat();
        let value = value(&mutant[start..end]);
        // An older revision of the file may be what is left: its signature still signs what it signed.
        let original = known.get(&signature.byte_range).map(Vec::as_slice).unwrap_or_default();
        let mut same = original.iter().filter(|original| original.is_over(&covered)).peekable();
        assert!(same.peek().is_some(), "{what}: intact over changed bytes");
        assert!(same.any(|original| original.value == value), "{what}: intact with a changed value");
    }
    Ok(report)
}

/// One flipped bit in what each intact signature signs, chosen by `choice`: that signature is no longer intact.
pub fn one_flipped_bit(verifier: &Verifier, data: &[u8], report: &Report, choice: u64) {
    for signature in intact(report) {
        let Some((start, end, all)) = signed(signature) else { panic!("intact over no range") };
        let covered = start + (all - end);
        let at = (choice % covered.max(1) as u64) as usize;
        let place = if at < start { at } else { at - start + end };
        let mut mutant = data.to_vec();
        let Some(byte) = mutant.get_mut(place) else { panic!("a signed byte outside the file") };
        *byte ^= 1 << (choice >> 61);
        let Ok(after) = verifier.verify(&mutant) else { continue };
        let same = after.signatures.iter().find(|other| other.byte_range == signature.byte_range);
        assert!(same.is_none_or(|other| other.intact != Some(true)), "bit flipped at {place}: still intact");
    }
}
