//! The filters that a stream dictionary names, with their parameters (ISO 32000-2 §7.3.8.2, §7.4).

use super::filter::{FilterName, FilterParameters};
use super::object::{Dictionary, Object};
use crate::gather::Gather as _;

/// The chain of /Filter and /DecodeParms, first to last. `resolve` follows references.
pub(crate) fn filters<'a>(
    dictionary: &Dictionary<'a>,
    resolve: &dyn Fn(&Object<'a>) -> Object<'a>,
) -> Vec<(FilterName, FilterParameters)> {
    let value = |key: &[u8], short: &[u8]| dictionary.get(key).or_else(|| dictionary.get(short)).map_or(Object::Null, resolve);
    let names = value(b"Filter", b"F");
    let parameters = value(b"DecodeParms", b"DP");
    let name_of = |object: &Object<'a>| object.as_name().map_or(FilterName::Unknown, FilterName::from_name);
    match &names {
        Object::Name(_) => {
            // A lone filter with its parameters in an array of one is common.
            let parameters = match &parameters {
                Object::Array(elements) => elements.first().map_or(Object::Null, resolve),
                other => other.clone(),
            };
            vec![(name_of(&names), filter_parameters(&parameters, resolve))]
        }
        Object::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let own = match &parameters {
                    Object::Array(list) => list.get(at).map_or(Object::Null, resolve),
                    other if elements.len() == 1 => other.clone(),
                    _ => Object::Null,
                };
                (name_of(&resolve(name)), filter_parameters(&own, resolve))
            })
            .gather(),
        _ => Vec::new(),
    }
}

/// The name of a /Crypt filter in the chain (§7.4.10), `Identity` when its parameters name none.
pub(crate) fn crypt_filter<'a>(dictionary: &Dictionary<'a>, resolve: &dyn Fn(&Object<'a>) -> Object<'a>) -> Option<Vec<u8>> {
    let names = dictionary.get(b"Filter").map_or(Object::Null, resolve);
    // §7.4.10: if there is a Crypt filter, it shall be the first.
    let first = match &names {
        Object::Array(elements) => elements.first().map_or(Object::Null, resolve),
        other => other.clone(),
    };
    if first.as_name() != Some(b"Crypt") {
        return None;
    }
    let parameters = match dictionary.get(b"DecodeParms").map_or(Object::Null, resolve) {
        Object::Array(elements) => elements.first().map_or(Object::Null, resolve),
        other => other,
    };
    let name = parameters.as_dictionary().and_then(|entries| entries.get(b"Name")).map(resolve);
    Some(name.as_ref().and_then(Object::as_name).unwrap_or(b"Identity").to_vec())
}

fn filter_parameters<'a>(object: &Object<'a>, resolve: &dyn Fn(&Object<'a>) -> Object<'a>) -> FilterParameters {
    let mut parameters = FilterParameters::default();
    if let Some(entries) = object.as_dictionary() {
        let number = |key: &[u8], default: i64| entries.get(key).and_then(|value| resolve(value).as_integer()).unwrap_or(default);
        parameters.predictor = number(b"Predictor", parameters.predictor);
        parameters.colors = number(b"Colors", parameters.colors);
        parameters.bits_per_component = number(b"BitsPerComponent", parameters.bits_per_component);
        parameters.columns = number(b"Columns", parameters.columns);
        parameters.early_change = number(b"EarlyChange", parameters.early_change);
    }
    parameters
}
