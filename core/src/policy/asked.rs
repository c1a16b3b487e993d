//! Policy files by a build that reads them (`crate::supplement`).

use super::{Policy, canonical};
use crate::settings::{SettingsError, SettingsErrorKind};
use crate::supplement::{ABSENT, Part, ask, row, take, take_array};

/// A policy from TOML text.
pub(super) fn read(text: &str) -> Result<Policy, SettingsError> {
    let absent = SettingsErrorKind::Syntax(ABSENT.to_owned());
    let absent = SettingsError { line: 1, column: 1, kind: absent };
    ask(Part::Policy, &question(text)).and_then(|answer| outcome(&answer)).unwrap_or(Err(absent))
}

pub(super) fn question(text: &str) -> Vec<u8> {
    row(&[text.as_bytes()])
}

pub(super) fn outcome(mut answer: &[u8]) -> Option<Result<Policy, SettingsError>> {
    let [tag] = take_array(&mut answer)?;
    let (line, column) = (take_array(&mut answer)?, take_array(&mut answer)?);
    let mut text = || Some(core::str::from_utf8(take(&mut answer)?).ok()?.to_owned());
    let (first, second) = (text()?, text()?);
    let kind = match tag {
        b'p' => return Some(Ok(canonical::read(&first, &second)?)),
        b's' => SettingsErrorKind::Syntax(first),
        b'l' => SettingsErrorKind::TooLong { bytes: first.parse().ok()?, limit: second.parse().ok()? },
        b'u' => SettingsErrorKind::UnknownKey { key: first, known: second },
        b'm' => SettingsErrorKind::Missing { key: first },
        b'v' => SettingsErrorKind::Value { key: first, expected: second },
        _ => return None,
    };
    Some(Err(SettingsError { line: u32::from_le_bytes(line), column: u32::from_le_bytes(column), kind }))
}
