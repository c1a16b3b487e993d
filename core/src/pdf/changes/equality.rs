//! When an object that was written again says the same as before.

use crate::gather::Gather as _;
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

/// How many values it is made of: what comparing it may cost.
pub(super) fn weight(object: &Object<'_>) -> usize {
    1 + match object {
        Object::Array(elements) => elements.iter().map(weight).sum(),
        Object::Dictionary(entries) => entries.iter().map(|(_, value)| weight(value)).sum(),
        _ => 0,
    }
}

/// A key whose value is not the same in two dictionaries, with both values; null counts as absent.
pub(super) struct Difference<'o, 'a> {
    pub(super) key: &'o [u8],
    pub(super) old: Option<&'o Object<'a>>,
    pub(super) new: Option<&'o Object<'a>>,
}

/// Dictionaries with more keys than this are sorted before they are compared.
const FEW: usize = 24;

/// All keys whose values differ, in order.
pub(super) fn differing<'o, 'a>(old: &'o Dictionary<'a>, new: &'o Dictionary<'a>) -> Vec<Difference<'o, 'a>> {
    let mut differences = Vec::new();
    if is_plain(old) && is_plain(new) {
        let mut put = |difference: Difference<'o, 'a>| {
            let at = differences.partition_point(|other: &Difference<'_, '_>| other.key < difference.key);
            differences.insert(at, difference);
        };
        for ((key, value), beside) in old.iter().zip(new.iter().map(Some).chain(core::iter::repeat(None))) {
            // Mostly it is written again in the same place.
            let now = beside.filter(|(other, _)| *other == key).map(|(_, value)| value).or_else(|| new.get(key));
            if !now.is_some_and(|now| same(value, now)) {
                put(Difference { key, old: Some(value), new: now });
            }
        }
        for (key, value) in new.iter().filter(|(key, _)| old.get(key).is_none()) {
            put(Difference { key, old: None, new: Some(value) });
        }
        return differences;
    }
    let (before, after) = (present(old), present(new));
    let (mut before, mut after) = (before.into_iter().peekable(), after.into_iter().peekable());
    loop {
        let key = match (before.peek(), after.peek()) {
            (Some((old, _)), Some((new, _))) => *old.min(new),
            (Some((key, _)), None) | (None, Some((key, _))) => *key,
            (None, None) => return differences,
        };
        let old = before.next_if(|(own, _)| *own == key).map(|(_, value)| value);
        let new = after.next_if(|(own, _)| *own == key).map(|(_, value)| value);
        if !matches!((old, new), (Some(old), Some(new)) if same(old, new)) {
            differences.push(Difference { key, old, new });
        }
    }
}

/// Whether a dictionary has few keys, each once and none of them null.
fn is_plain(entries: &Dictionary<'_>) -> bool {
    let is_again = |(at, (key, value)): (usize, (&[u8], &Object<'_>))| {
        value.is_null() || entries.iter().take(at).any(|(other, _)| other == key)
    };
    entries.len() <= FEW && !entries.iter().enumerate().any(is_again)
}

/// The entries that count, by key: a dictionary of thousands of keys is not compared key against key.
fn present<'o, 'a>(entries: &'o Dictionary<'a>) -> Vec<(&'o [u8], &'o Object<'a>)> {
    // Of several, the last that is not null: the first from behind, where the order of equals is kept.
    let mut present: Vec<_> = entries.iter().rev().filter(|(_, value)| !value.is_null()).gather();
    present.arrange_by(|(one, _), (two, _)| one.cmp(two));
    present.dedup_by(|(later, _), (first, _)| later == first);
    present
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{Budget, Limit, Limits};
    use crate::pdf::parse::Parser;

    fn differences(old: &'static str, new: &'static str) -> Vec<(String, Option<i64>, Option<i64>)> {
        let (limits, budget) = (Limits::default(), Budget::new(1_000, Limit::Objects));
        let [old, new] = [old, new].map(|text| {
            let object = Parser::new(text.as_bytes(), 0, &budget, &limits).object().unwrap();
            object.as_dictionary().unwrap().clone()
        });
        let number = |value: Option<&Object<'_>>| value.and_then(Object::as_integer);
        differing(&old, &new)
            .iter()
            .map(|difference| {
                let key = String::from_utf8(difference.key.to_vec()).unwrap();
                (key, number(difference.old), number(difference.new))
            })
            .collect()
    }

    #[test]
    fn every_key_that_differs_is_told_once_in_order() {
        let expected = [("B".to_owned(), Some(2), Some(3)), ("C".to_owned(), Some(4), None), ("D".to_owned(), None, Some(5))];
        assert_eq!(differences("<</C 4/A 1/B 2>>", "<</D 5/B 3/A 1>>"), expected);
        assert_eq!(differences("<</B 2/A 1/Z << /X [1 (a)] >> >>", "<</A 1/Z << /X [1 <61>] >>/B 2.0>>"), []);
    }

    #[test]
    fn many_keys_differ_as_few_do() {
        let text = |count: usize, value: usize| {
            (0..count).fold(String::from("<<"), |text, key| {
                text + &format!("/K{:03} {}", key * 7 % count, if key == 5 { value } else { key })
            }) + ">>"
        };
        for count in [10, FEW, FEW + 1, 100] {
            let (old, new) = (text(count, 5), text(count, 6).replace("/K000 0", "/New 1"));
            let changed = format!("K{:03}", 35 % count);
            let mut expected =
                [("K000".to_owned(), Some(0), None), (changed, Some(5), Some(6)), ("New".to_owned(), None, Some(1))];
            expected.sort();
            assert_eq!(differences(old.leak(), new.leak()), expected, "{count}");
        }
    }

    #[test]
    fn of_a_key_written_twice_the_last_that_is_not_null_counts() {
        assert_eq!(differences("<</A 1/A 2/A null>>", "<</A 2>>"), []);
        assert_eq!(differences("<</A 2/A 1>>", "<</A 1/A 2>>"), [("A".to_owned(), Some(1), Some(2))]);
        assert_eq!(differences("<</A null>>", "<<>>"), []);
    }
}
