//! Mutators of CBOR (RFC 8949): items repeated, removed, exchanged, altered, with the counts and lengths around them put right,
//! also inside a byte string that is CBOR itself, as evidence in its file is.

use super::bytes;
use crate::random::Random;

/// A tree of items in the part of CBOR that evidence uses.
#[derive(Clone)]
enum Item {
    /// Major types 0 and 1.
    Number(u8, u64),
    /// Major type 2, as CBOR where it can be read as one item.
    Nested(Box<Item>),
    Bytes(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Item>),
    Map(Vec<Item>),
    Simple(u8),
}

/// The head of an item: major type, value, what follows.
fn head(bytes: &[u8]) -> Option<(u8, u64, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let octets = match first & 0x1f {
        value @ 0..=23 => return Some((first >> 5, u64::from(value), rest)),
        size @ 24..=27 => 1 << (size - 24),
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(octets)?;
    Some((first >> 5, value.iter().fold(0, |value, octet| value << 8 | u64::from(*octet)), rest))
}

fn read(bytes: &[u8], depth: usize) -> Option<(Item, &[u8])> {
    let (major, value, mut rest) = head(bytes)?;
    let length = usize::try_from(value).ok()?;
    let item = match major {
        0 | 1 => Item::Number(major, value),
        2 | 3 => {
            let (contents, after) = rest.split_at_checked(length)?;
            rest = after;
            match read(contents, depth.checked_sub(1)?) {
                Some((nested @ Item::Array(_), [])) if major == 2 => Item::Nested(Box::new(nested)),
                _ if major == 2 => Item::Bytes(contents.to_vec()),
                _ => Item::Text(contents.to_vec()),
            }
        }
        4 | 5 => {
            let mut items = Vec::new();
            for _ in 0..length.checked_mul(usize::from(major - 3))? {
                let (item, after) = read(rest, depth.checked_sub(1)?)?;
                items.push(item);
                rest = after;
            }
            if major == 4 { Item::Array(items) } else { Item::Map(items) }
        }
        _ => Item::Simple(*bytes.first()?),
    };
    Some((item, rest))
}

fn write_head(major: u8, value: u64, into: &mut Vec<u8>) {
    let (size, octets) = match value {
        0..=23 => return into.push(major << 5 | value as u8),
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    into.push(major << 5 | size);
    into.extend_from_slice(&value.to_be_bytes()[8 - octets..]);
}

fn write(item: &Item, into: &mut Vec<u8>) {
    let string = |major, contents: &[u8], into: &mut Vec<u8>| {
        write_head(major, contents.len() as u64, into);
        into.extend_from_slice(contents);
    };
    match item {
        Item::Number(major, value) => write_head(*major, *value, into),
        Item::Bytes(contents) => string(2, contents, into),
        Item::Text(contents) => string(3, contents, into),
        Item::Nested(nested) => {
            let mut contents = Vec::new();
            write(nested, &mut contents);
            string(2, &contents, into);
        }
        Item::Array(items) => {
            write_head(4, items.len() as u64, into);
            items.iter().for_each(|item| write(item, into));
        }
        Item::Map(items) => {
            write_head(5, items.len() as u64 / 2, into);
            items.iter().for_each(|item| write(item, into));
        }
        Item::Simple(octet) => into.push(*octet),
    }
}

/// Visits this item and every one below it until `visit` is done.
fn visit(item: &mut Item, done: &mut dyn FnMut(&mut Item) -> bool) -> bool {
    done(item)
        || match item {
            Item::Array(items) | Item::Map(items) => items.iter_mut().any(|item| visit(item, done)),
            Item::Nested(nested) => visit(nested, done),
            _ => false,
        }
}

/// Does `change` to the item with this number.
fn at(root: &mut Item, mut number: usize, change: &mut dyn FnMut(&mut Item)) {
    visit(root, &mut |item| {
        let found = number == 0;
        if found {
            change(item);
        }
        number = number.wrapping_sub(1);
        found
    });
}

/// One change of structure; bytes that are no CBOR get a flipped bit.
pub fn mutate(data: &[u8], random: &mut Random) -> Vec<u8> {
    let Some((mut root, [])) = read(data, 40) else { return bytes::flip(data, random) };
    let mut total = 0;
    visit(&mut root, &mut |_| {
        total += 1;
        false
    });
    let (from, place) = (random.below(total), random.below(total));
    let mut other = None;
    at(&mut root, from, &mut |item| other = Some(item.clone()));
    at(&mut root, place, &mut |item| change(item, other.take(), random));
    let mut mutant = Vec::new();
    write(&root, &mut mutant);
    mutant
}

fn change(item: &mut Item, other: Option<Item>, random: &mut Random) {
    const EDGES: [u64; 8] = [0, 1, 2, 23, 24, u32::MAX as u64, i64::MAX as u64, u64::MAX];
    match (item, random.below(4)) {
        (Item::Number(_, value), 0) => *value = EDGES[random.below(EDGES.len())],
        (Item::Number(_, value), 1) => *value = value.wrapping_add(random.below(5) as u64).wrapping_sub(2),
        (Item::Number(major, _), 2) => *major ^= 1,
        (Item::Simple(octet), 0..=2) => *octet = 0xf4 + random.below(3) as u8,
        (Item::Bytes(contents) | Item::Text(contents), 0) => *contents = bytes::flip(contents, random),
        (Item::Bytes(contents) | Item::Text(contents), 1) => *contents = bytes::truncate(contents, random),
        (Item::Array(items), kind @ 0..=2) if !items.is_empty() => {
            let at = random.below(items.len());
            match kind {
                0 => items.insert(at, items[at].clone()),
                1 => drop(items.remove(at)),
                _ => {
                    let with = random.below(items.len());
                    items.swap(at, with);
                }
            }
        }
        (Item::Map(items), kind @ 0..=1) if items.len() >= 2 => {
            let at = random.below(items.len() / 2) * 2;
            match kind {
                0 => drop(items.drain(at..at + 2)),
                _ => items[at] = Item::Number(0, random.below(32) as u64),
            }
        }
        (item, _) => *item = other.unwrap_or(Item::Simple(0xf6)),
    }
}
