//! TOML by a build that has its reader (`crate::supplement`).

use super::tree::{Entry, Fault, Node, Value};
use crate::supplement::{ABSENT, Part, ask, row, take, take_array};

/// Deeper than the reader of TOML goes.
const MAX_DEPTH: usize = 100;

/// The entries of a text's table.
pub(super) fn read(text: &str) -> Result<Vec<Entry>, Fault> {
    ask(Part::Toml, &question(text))
        .and_then(|answer| outcome(&answer))
        .unwrap_or_else(|| Err(Fault { at: 0, message: ABSENT.to_owned() }))
}

pub(super) fn question(text: &str) -> Vec<u8> {
    row(&[text.as_bytes()])
}

pub(super) fn outcome(mut answer: &[u8]) -> Option<Result<Vec<Entry>, Fault>> {
    let at = usize::from_le_bytes(take_array(&mut answer)?);
    let message = core::str::from_utf8(take(&mut answer)?).ok()?.to_owned();
    Some(if message.is_empty() { Ok(read_entries(answer, 0)?) } else { Err(Fault { at, message }) })
}

fn read_entries(mut content: &[u8], depth: usize) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    while !content.is_empty() {
        let key = core::str::from_utf8(take(&mut content)?).ok()?.to_owned();
        let at = usize::from_le_bytes(take_array(&mut content)?);
        entries.push((key, at, read_node(&mut content, depth)?));
    }
    Some(entries)
}

fn read_node(answer: &mut &[u8], depth: usize) -> Option<Node> {
    if depth > MAX_DEPTH {
        return None;
    }
    let tag = take_array(answer)?;
    let start = usize::from_le_bytes(take_array(answer)?);
    let end = usize::from_le_bytes(take_array(answer)?);
    let mut content = take(answer)?;
    let value = match &tag {
        b"s" => Value::String(core::str::from_utf8(content).ok()?.to_owned()),
        b"d" => Value::Datetime,
        b"a" => {
            let mut elements = Vec::new();
            while !content.is_empty() {
                elements.push(read_node(&mut content, depth + 1)?);
            }
            Value::Array(elements)
        }
        b"t" => Value::Table(read_entries(content, depth + 1)?),
        b"o" => Value::Other,
        _ => return None,
    };
    Some(Node { span: start..end, value })
}
