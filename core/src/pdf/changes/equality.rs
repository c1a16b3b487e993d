//! When an object that was written again says the same as before.

use std::collections::HashMap;

use crate::order::Arrange as _;
use crate::pdf::{Dictionary, Object};

/// Whether two objects are the same: references by number, strings and names by value, streams by their encoded bytes.
/// Recursion is as deep as the parser let the objects nest.
pub(super) fn same(one: &Object<'_>, two: &Object<'_>) -> bool {
    match (one, two) {
        (Object::Null, Object::Null) => true,
        (Object::Boolean(one), Object::Boolean(two)) => one == two,
        (Object::Integer(one), Object::Integer(two)) => one == two,
        (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => one.as_number() == two.as_number(),
        (Object::String(one), Object::String(two)) => one.token() == two.token() || one.decode() == two.decode(),
        (Object::Name(one), Object::Name(two)) => one == two,
        (Object::Array(one), Object::Array(two)) => {
            one.len() == two.len() && one.iter().zip(two.iter()).all(|(one, two)| same(one, two))
        }
        (Object::Dictionary(one), Object::Dictionary(two)) => differing(one, two).is_empty(),
        (Object::Stream(one), Object::Stream(two)) => {
            one.raw == two.raw && differing(&one.dictionary, &two.dictionary).is_empty()
        }
        (Object::Reference(one), Object::Reference(two)) => one == two,
        _ => false,
    }
}

/// A key whose value is not the same in two dictionaries, with both values; null counts as absent.
pub(super) struct Difference<'o, 'a> {
    pub(super) key: &'o [u8],
    pub(super) old: Option<&'o Object<'a>>,
    pub(super) new: Option<&'o Object<'a>>,
}

/// All keys whose values differ.
pub(super) fn differing<'o, 'a>(old: &'o Dictionary<'a>, new: &'o Dictionary<'a>) -> Vec<Difference<'o, 'a>> {
    // By map: a dictionary of thousands of keys is not compared key against key.
    let present = |entries: &'o Dictionary<'a>| -> HashMap<&'o [u8], &'o Object<'a>> {
        entries.iter().filter(|(_, value)| !value.is_null()).collect()
    };
    let (before, after) = (present(old), present(new));
    let mut differences: Vec<_> = before
        .iter()
        .map(|(key, value)| Difference { key, old: Some(*value), new: after.get(key).copied() })
        .filter(|difference| match (difference.old, difference.new) {
            (Some(old), Some(new)) => !same(old, new),
            _ => true,
        })
        .collect();
    let added = after.iter().filter(|(key, _)| !before.contains_key(*key));
    differences.extend(added.map(|(key, value)| Difference { key, old: None, new: Some(*value) }));
    differences.arrange_by(|one, two| one.key.cmp(two.key));
    differences
}
