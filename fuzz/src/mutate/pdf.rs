//! Mutators of PDF files (ISO 32000-2 §7.5): revisions, numbers, names, objects appended by an incremental update.

use core::ops::Range;

use longseal::asn1;
use longseal::cms::SignedData;

use super::{bytes, cms};
use crate::random::Random;

/// The revisions as ranges: each ends after its `%%EOF`.
fn revisions(data: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in memchr(data, b"%%EOF") {
        let mut end = at + 5;
        while matches!(data.get(end), Some(b'\r' | b'\n')) {
            end += 1;
        }
        found.push(start..end);
        start = end;
    }
    found
}

/// Where `needle` begins in `data`.
fn memchr(data: &[u8], needle: &[u8]) -> Vec<usize> {
    data.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle).map(|(at, _)| at).collect()
}

/// One change that fits the format. `other` gives parts of another file.
pub fn mutate(data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    match random.below(10) {
        0 => swap_revisions(data, random),
        1 => repeat_revision(data, random),
        2 => change_number(data, random),
        3 => change_name(data, random),
        4 => append_update(data, random),
        5 => other_contents(data, other, random),
        6 => change_contents(data, random),
        7 => append_revision_of(data, other, random),
        8 => bytes::splice(data, other, random),
        _ => bytes::flip(data, random),
    }
}

/// Two revisions change places.
pub fn swap_revisions(data: &[u8], random: &mut Random) -> Vec<u8> {
    let all = revisions(data);
    let mut order: Vec<usize> = (0..all.len()).collect();
    if !order.is_empty() {
        let (one, two) = (random.below(all.len()), random.below(all.len()));
        order.swap(one, two);
    }
    let mut mutant: Vec<u8> = order.iter().filter_map(|at| data.get(all.get(*at)?.clone())).flatten().copied().collect();
    mutant.extend_from_slice(data.get(all.last().map_or(0, |last| last.end)..).unwrap_or_default());
    mutant
}

/// A revision once more at the end, or left out.
fn repeat_revision(data: &[u8], random: &mut Random) -> Vec<u8> {
    let all = revisions(data);
    let Some(range) = random.pick(&all).cloned() else { return data.to_vec() };
    let mut mutant = data.to_vec();
    if random.below(2) == 0 {
        mutant.extend_from_slice(&data[range]);
    } else {
        mutant.drain(range);
    }
    mutant
}

/// The last revision of another file after this one.
fn append_revision_of(data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let all = revisions(other);
    let Some(range) = random.pick(&all).cloned() else { return data.to_vec() };
    [data, &other[range]].concat()
}

/// Runs of digits.
fn numbers(data: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, byte) in data.iter().enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// A number becomes another: of the file, an edge, or near.
fn change_number(data: &[u8], random: &mut Random) -> Vec<u8> {
    const EDGES: [&str; 10] = [
        "0",
        "1",
        "-1",
        "65535",
        "2147483647",
        "-2147483648",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "99999999999999999999",
    ];
    let all = numbers(data);
    let Some(range) = random.pick(&all).cloned() else { return data.to_vec() };
    let text = match random.below(3) {
        0 => EDGES[random.below(EDGES.len())].as_bytes().to_vec(),
        1 => random.pick(&all).map(|other| data[other.clone()].to_vec()).unwrap_or_default(),
        _ => {
            let own = core::str::from_utf8(&data[range.clone()]).ok().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
            own.wrapping_add(random.below(5) as i64 - 2).to_string().into_bytes()
        }
    };
    // As long as before where it can be: offsets behind it stay right, and other checks are reached.
    let mut mutant = data.to_vec();
    let padded = if text.len() < range.len() { [vec![b'0'; range.len() - text.len()], text].concat() } else { text };
    mutant.splice(range, padded);
    mutant
}

/// A name becomes another one of those that decide.
fn change_name(data: &[u8], random: &mut Random) -> Vec<u8> {
    const NAMES: [&[u8]; 30] = [
        b"/Type",
        b"/Sig",
        b"/DocTimeStamp",
        b"/ByteRange",
        b"/Contents",
        b"/SubFilter",
        b"/Filter",
        b"/V",
        b"/FT",
        b"/Kids",
        b"/Parent",
        b"/Fields",
        b"/AcroForm",
        b"/Annots",
        b"/Prev",
        b"/Root",
        b"/Size",
        b"/Encrypt",
        b"/XRefStm",
        b"/ObjStm",
        b"/XRef",
        b"/DSS",
        b"/VRI",
        b"/Perms",
        b"/DocMDP",
        b"/Reference",
        b"/AP",
        b"/Rect",
        b"/Pages",
        b"/Length",
    ];
    let places: Vec<usize> = memchr(data, b"/");
    let Some(at) = random.pick(&places).copied() else { return data.to_vec() };
    let rest = &data[at + 1..];
    let length = 1 + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let mut mutant = data.to_vec();
    mutant.splice(at..at + length, NAMES[random.below(NAMES.len())].iter().copied());
    mutant
}

/// An incremental update that defines an object of the file anew, with a cross-reference table of its own that is right.
fn append_update(data: &[u8], random: &mut Random) -> Vec<u8> {
    let objects: Vec<(u32, Range<usize>)> = memchr(data, b" 0 obj")
        .into_iter()
        .filter_map(|at| {
            let start = data[..at].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
            let number = core::str::from_utf8(&data[start..at]).ok()?.parse().ok()?;
            let end = at + data[at..].windows(6).position(|window| window == b"endobj")? + 6;
            Some((number, start..end))
        })
        .collect();
    let previous = memchr(data, b"startxref").last().and_then(|at| {
        let text: Vec<u8> =
            data[at + 9..].iter().copied().skip_while(u8::is_ascii_whitespace).take_while(u8::is_ascii_digit).collect();
        core::str::from_utf8(&text).ok()?.parse::<u64>().ok()
    });
    let root = memchr(data, b"/Root").last().map(|at| {
        let rest = &data[at + 5..];
        rest[..rest.iter().position(|byte| *byte == b'R').map_or(0, |end| end + 1)].to_vec()
    });
    let (Some((number, range)), Some((_, with)), Some(previous), Some(root)) =
        (random.pick(&objects), random.pick(&objects), previous, root)
    else {
        return data.to_vec();
    };
    // The body is the object's own or another's; both happen in attacks.
    let body = if random.below(2) == 0 { range } else { with };
    let body = &data[body.clone()];
    let body = &body[body.iter().position(|byte| *byte == b' ').unwrap_or(0)..];
    let body = if random.below(2) == 0 { body.to_vec() } else { change_number(body, random) };
    let mut mutant = data.to_vec();
    mutant.push(b'\n');
    let at = mutant.len();
    mutant.extend_from_slice(number.to_string().as_bytes());
    mutant.extend_from_slice(&body);
    let table = mutant.len() + 1;
    let size = objects.iter().map(|(number, _)| number.saturating_add(1)).max().unwrap_or(1);
    let tail = format!(
        "\nxref\n{number} 1\n{at:010} 00000 n \ntrailer\n<</Size {size}/Root{}/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n",
        String::from_utf8_lossy(&root)
    );
    mutant.extend_from_slice(tail.as_bytes());
    mutant
}

/// Hexadecimal strings long enough for a CMS.
fn contents(data: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in memchr(data, b"<") {
        let rest = &data[at + 1..];
        let length = rest.iter().position(|byte| !byte.is_ascii_hexdigit()).unwrap_or(rest.len());
        if length > 500 && rest.get(length) == Some(&b'>') {
            found.push(at + 1..at + 1 + length);
        }
    }
    found
}

/// What hexadecimal digits stand for.
fn octets(digits: &[u8]) -> Vec<u8> {
    digits.chunks_exact(2).filter_map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// The values of the signatures, padding included: seeds for everything in them.
pub fn signature_values(data: &[u8]) -> Vec<Vec<u8>> {
    contents(data).into_iter().map(|range| octets(&data[range])).collect()
}

/// The certificates in the signatures, one after the other.
pub fn certificates(data: &[u8]) -> Vec<u8> {
    let mut found = Vec::new();
    for value in signature_values(data) {
        let Ok(definite) = asn1::to_definite(&value) else { continue };
        if let Ok(signed) = SignedData::parse(&definite) {
            found.extend(signed.certificates.iter().flat_map(|certificate| certificate.iter().copied()));
        }
    }
    found
}

/// The CMS changes by its structure; the room for it stays.
fn change_contents(data: &[u8], random: &mut Random) -> Vec<u8> {
    let all = contents(data);
    let Some(range) = random.pick(&all).cloned() else { return data.to_vec() };
    put(data, range.clone(), &cms::mutate(&octets(&data[range]), random))
}

/// The value of another signature, of this file or another.
fn other_contents(data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let (own, from) = (contents(data), if random.below(2) == 0 { data } else { other });
    let theirs = contents(from);
    let (Some(own), Some(theirs)) = (random.pick(&own).cloned(), random.pick(&theirs).cloned()) else { return data.to_vec() };
    put(data, own, &octets(&from[theirs]))
}

/// Writes `der` in hexadecimal into the room at `range`, padded with zeros; what is too long stays out.
fn put(data: &[u8], range: Range<usize>, der: &[u8]) -> Vec<u8> {
    let mut mutant = data.to_vec();
    let mut digits: Vec<u8> = der.iter().flat_map(|byte| format!("{byte:02X}").into_bytes()).collect();
    digits.resize(range.len(), b'0');
    mutant.splice(range, digits);
    mutant
}
