//! TOML by the crate `toml` (docs/decisions/0009-toml.md).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::{Entry, Fault, Node, Value};
use crate::supplement::{put, take};

/// The entries of a text's table.
pub(super) fn read(text: &str) -> Result<Vec<Entry>, Fault> {
    // Beyond its own limit of nesting, 80, the parser reports an error; memory is proportional to the text.
    match DeTable::parse(text) {
        Ok(root) => Ok(entries(root.into_inner())),
        Err(error) => Err(Fault { at: error.span().map_or(0, |span| span.start), message: error.message().to_owned() }),
    }
}

fn entries(table: DeTable<'_>) -> Vec<Entry> {
    let entry = |(key, value): (Spanned<_>, _)| {
        let at = key.span().start;
        (std::borrow::Cow::into_owned(key.into_inner()), at, node(value))
    };
    table.into_iter().map(entry).collect()
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Datetime(_) => Value::Datetime,
        DeValue::Array(elements) => Value::Array(elements.into_iter().map(node).collect()),
        DeValue::Table(table) => Value::Table(entries(table)),
        _ => Value::Other,
    };
    Node { span, value }
}

/// The answer to `asked::read`: where the text is wrong and why, no words when it is not; and its tree.
pub(super) fn answer(mut question: &[u8]) -> Option<Vec<u8>> {
    let text = core::str::from_utf8(take(&mut question)?).ok()?;
    let (fault, entries) = match read(text) {
        Ok(entries) => (Fault { at: 0, message: String::new() }, entries),
        Err(fault) => (fault, Vec::new()),
    };
    let mut answer = Vec::new();
    put(&mut answer, &fault.at.to_le_bytes());
    put(&mut answer, fault.message.as_bytes());
    write(&entries, &mut answer);
    Some(answer)
}

/// Writes entries as an answer.
fn write(entries: &[Entry], answer: &mut Vec<u8>) {
    for (key, at, node) in entries {
        put(answer, key.as_bytes());
        put(answer, &at.to_le_bytes());
        write_node(node, answer);
    }
}

fn write_node(node: &Node, answer: &mut Vec<u8>) {
    let mut content = Vec::new();
    let tag = match &node.value {
        Value::String(text) => {
            content.extend_from_slice(text.as_bytes());
            b's'
        }
        Value::Datetime => b'd',
        Value::Array(elements) => {
            for element in elements {
                write_node(element, &mut content);
            }
            b'a'
        }
        Value::Table(entries) => {
            write(entries, &mut content);
            b't'
        }
        Value::Other => b'o',
    };
    put(answer, &[tag]);
    put(answer, &node.span.start.to_le_bytes());
    put(answer, &node.span.end.to_le_bytes());
    put(answer, &content);
}
