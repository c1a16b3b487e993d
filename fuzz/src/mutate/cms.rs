//! Mutators of DER: elements repeated, removed, exchanged, retagged, with the lengths around them put right.

use crate::random::Random;

/// A tree of elements: identifier octet and contents.
#[derive(Clone)]
enum Node {
    Constructed(u8, Vec<Node>),
    Primitive(u8, Vec<u8>),
    /// What is no element with a short identifier and a definite length.
    Raw(Vec<u8>),
}

/// Reads elements until `bytes` end; deeper than `depth` contents stay as they are.
fn read(mut bytes: &[u8], depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some((tag, contents, rest)) = element(bytes) {
        nodes.push(if tag & 0x20 != 0 && depth > 0 {
            Node::Constructed(tag, read(contents, depth - 1))
        } else {
            Node::Primitive(tag, contents.to_vec())
        });
        bytes = rest;
    }
    if !bytes.is_empty() {
        nodes.push(Node::Raw(bytes.to_vec()));
    }
    nodes
}

/// The first element: identifier, contents, what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (octets.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)), rest)
        }
        _ => return None,
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((*tag, contents, rest))
}

fn write(nodes: &[Node], into: &mut Vec<u8>) {
    for node in nodes {
        let (tag, contents) = match node {
            Node::Raw(bytes) => {
                into.extend_from_slice(bytes);
                continue;
            }
            Node::Primitive(tag, contents) => (*tag, contents.clone()),
            Node::Constructed(tag, children) => {
                let mut contents = Vec::new();
                write(children, &mut contents);
                (*tag, contents)
            }
        };
        into.push(tag);
        let length = contents.len();
        if length < 0x80 {
            into.push(length as u8);
        } else {
            let octets = length.to_be_bytes();
            let octets = &octets[octets.iter().position(|octet| *octet != 0).unwrap_or(0)..];
            into.push(0x80 | octets.len() as u8);
            into.extend_from_slice(octets);
        }
        into.extend_from_slice(&contents);
    }
}

fn count(nodes: &[Node]) -> usize {
    nodes.iter().map(|node| if let Node::Constructed(_, children) = node { 1 + count(children) } else { 1 }).sum()
}

/// Does `change` to the list and place of the node with this number.
fn at(nodes: &mut Vec<Node>, number: &mut usize, change: &mut dyn FnMut(&mut Vec<Node>, usize)) -> bool {
    for place in 0..nodes.len() {
        if *number == 0 {
            change(nodes, place);
            return true;
        }
        *number -= 1;
        if let Node::Constructed(_, children) = &mut nodes[place]
            && at(children, number, change)
        {
            return true;
        }
    }
    false
}

/// A timestamp token (RFC 3161 §2.4.2) whose time has an accuracy and which has an extension, as few units write; unsigned so, of course.
pub fn with_accuracy(token: &[u8]) -> Option<Vec<u8>> {
    let mut nodes = read(token, 12);
    if !add_accuracy(&mut nodes) {
        return None;
    }
    let mut written = Vec::new();
    write(&nodes, &mut written);
    Some(written)
}

/// Into the first TSTInfo among the octet strings.
fn add_accuracy(nodes: &mut [Node]) -> bool {
    nodes.iter_mut().any(|node| match node {
        Node::Constructed(_, children) => add_accuracy(children),
        Node::Primitive(4, contents) => {
            let mut inner = read(contents, 4);
            let [Node::Constructed(0x30, fields)] = inner.as_mut_slice() else { return false };
            let Some(time) = fields.iter().position(|field| matches!(field, Node::Primitive(0x18, _))) else { return false };
            if matches!(fields.get(time + 1), Some(Node::Constructed(0x30, _))) {
                return false;
            }
            let accuracy = [Node::Primitive(2, vec![1]), Node::Primitive(0x80, vec![2]), Node::Primitive(0x81, vec![3])];
            fields.insert(time + 1, Node::Constructed(0x30, accuracy.to_vec()));
            let extension = Node::Constructed(0x30, vec![Node::Primitive(6, vec![0x2a, 3]), Node::Primitive(4, vec![5, 0])]);
            fields.push(Node::Constructed(0xa1, vec![extension]));
            contents.clear();
            write(&inner, contents);
            true
        }
        _ => false,
    })
}

/// One change of structure; bytes that are no DER get a flipped bit.
pub fn mutate(der: &[u8], random: &mut Random) -> Vec<u8> {
    let mut nodes = read(der, 24);
    let total = count(&nodes);
    let mut other = None;
    at(&mut nodes, &mut random.below(total), &mut |list, place| other = list.get(place).cloned());
    let (kind, number) = (random.below(7), random.below(total));
    let mut numbers = random.clone();
    at(&mut nodes, &mut { number }, &mut |list, place| match kind {
        0 => list.insert(place, list[place].clone()),
        1 => drop(list.remove(place)),
        2 => list.extend(other.take()),
        3 => {
            if let Some(other) = other.take() {
                list[place] = other;
            }
        }
        4 => {
            let last = list.len() - 1;
            list.swap(place, last);
        }
        5 => {
            if let Node::Constructed(tag, _) | Node::Primitive(tag, _) = &mut list[place] {
                *tag ^= 1 << numbers.below(8);
            }
        }
        _ => {
            if let Node::Primitive(_, contents) | Node::Raw(contents) = &mut list[place] {
                let index = numbers.below(contents.len());
                match (contents.get_mut(index), numbers.below(3)) {
                    (Some(byte), 0) => *byte ^= 1 << numbers.below(8),
                    (Some(_), 1) => contents.truncate(index),
                    _ => contents.push(numbers.below(256) as u8),
                }
            }
        }
    });
    let mut mutant = Vec::new();
    write(&nodes, &mut mutant);
    mutant
}
