//! The validation time: the one place that looks at the clock.

use std::time::SystemTime;

use longseal::time::Instant;

use crate::UsageError;

/// `--at`, or now.
pub(crate) fn validation_time(at: Option<&str>) -> Result<Instant, UsageError> {
    match at {
        Some(text) => Instant::parse_rfc3339(text)
            .ok_or_else(|| UsageError(format!("--at {text}: not an RFC 3339 time, such as 2026-01-31T12:00:00Z"))),
        None => Ok(now()),
    }
}

fn now() -> Instant {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix_seconds(i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX))
}
