//! Policy files for a build that does not read them (`crate::supplement`).

use super::Policy;
use crate::settings::SettingsErrorKind;
use crate::supplement::{row, take};

/// The answer to `asked::read`: the policy's name and canonical text, or what is wrong and where.
pub(crate) fn answer(mut question: &[u8]) -> Option<Vec<u8>> {
    let text = core::str::from_utf8(take(&mut question)?).ok()?;
    let (tag, line, column, first, second) = match Policy::from_toml(text) {
        Ok(policy) => (b'p', 0, 0, policy.name.clone(), policy.canonical_text()),
        Err(error) => {
            let (tag, first, second) = match error.kind {
                SettingsErrorKind::Syntax(message) => (b's', message, String::new()),
                SettingsErrorKind::TooLong { bytes, limit } => (b'l', bytes.to_string(), limit.to_string()),
                SettingsErrorKind::UnknownKey { key, known } => (b'u', key, known),
                SettingsErrorKind::Missing { key } => (b'm', key, String::new()),
                SettingsErrorKind::Value { key, expected } => (b'v', key, expected),
            };
            (tag, error.line, error.column, first, second)
        }
    };
    Some(row(&[&[tag], &line.to_le_bytes(), &column.to_le_bytes(), first.as_bytes(), second.as_bytes()]))
}
