//! When an object that was written again says the same as before.

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

/// All keys whose values differ, in order.
pub(super) fn differing<'o, 'a>(old: &'o Dictionary<'a>, new: &'o Dictionary<'a>) -> Vec<Difference<'o, 'a>> {
    let mut differences = Vec::new();
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

/// The entries that count, by key: a dictionary of thousands of keys is not compared key against key.
fn present<'o, 'a>(entries: &'o Dictionary<'a>) -> Vec<(&'o [u8], &'o Object<'a>)> {
    // Of several, the last that is not null: the first from behind, where the order of equals is kept.
    let mut present: Vec<_> = entries.iter().rev().filter(|(_, value)| !value.is_null()).collect();
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
    fn of_a_key_written_twice_the_last_that_is_not_null_counts() {
        assert_eq!(differences("<</A 1/A 2/A null>>", "<</A 2>>"), []);
        assert_eq!(differences("<</A 2/A 1>>", "<</A 1/A 2>>"), [("A".to_owned(), Some(1), Some(2))]);
        assert_eq!(differences("<</A null>>", "<<>>"), []);
    }
}
