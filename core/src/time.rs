//! Instants, read from the three notations that signed documents use: ASN.1 `UTCTime` and
//! `GeneralizedTime` (RFC 5280 §4.1.2.5, RFC 3161 §2.4.2 with fractions), PDF dates
//! (ISO 32000-2 §7.9.4) and RFC 3339.
//!
//! There is no clock here: the validation time is always an argument.

use core::fmt;
use core::time::Duration;

/// A point in time, UTC, to the nanosecond. Leap seconds are read as the following second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    seconds: i64,
    nanos: u32,
}

/// A date of PDF syntax: the instant, and whether its offset from UTC was written.
///
/// ISO 32000-2 §7.9.4 says that without an offset "the relationship to UT is unknown"; the instant is then
/// read as UTC and `offset_minutes` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdfDate {
    /// The instant, in UTC.
    pub instant: Instant,
    /// Minutes east of UTC as written, or `None` when the date carries no offset.
    pub offset_minutes: Option<i16>,
}

impl Instant {
    /// The Unix epoch, 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self { seconds: 0, nanos: 0 };
    /// 0000-01-01T00:00:00Z, the earliest instant that has an RFC 3339 form.
    pub const MIN: Self = Self { seconds: -62_167_219_200, nanos: 0 };
    /// 9999-12-31T23:59:59Z, which RFC 5280 §4.1.2.5 uses for "no well-defined expiration date".
    pub const MAX: Self = Self { seconds: 253_402_300_799, nanos: 0 };

    /// The instant `seconds` after the Unix epoch, clamped to years 0 to 9999.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        let seconds = if seconds < Self::MIN.seconds {
            Self::MIN.seconds
        } else if seconds > Self::MAX.seconds {
            Self::MAX.seconds
        } else {
            seconds
        };
        Self { seconds, nanos: 0 }
    }

    /// Whole seconds since the Unix epoch.
    pub const fn unix_seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds within the second, below 1,000,000,000.
    pub const fn subsecond_nanos(self) -> u32 {
        self.nanos
    }

    /// This instant plus `duration`, clamped to [`Instant::MAX`].
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        let nanos = self.nanos + duration.subsec_nanos();
        let carry = i64::from(nanos / 1_000_000_000);
        let seconds = self.seconds.saturating_add(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)).saturating_add(carry);
        if seconds > Self::MAX.seconds {
            return Self::MAX;
        }
        Self { seconds, nanos: nanos % 1_000_000_000 }
    }

    /// This instant minus `duration`, clamped to [`Instant::MIN`].
    #[must_use]
    pub fn saturating_sub(self, duration: Duration) -> Self {
        let mut seconds = self.seconds.saturating_sub(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX));
        let mut nanos = i64::from(self.nanos) - i64::from(duration.subsec_nanos());
        if nanos < 0 {
            nanos += 1_000_000_000;
            seconds = seconds.saturating_sub(1);
        }
        if seconds < Self::MIN.seconds {
            return Self::MIN;
        }
        Self { seconds, nanos: u32::try_from(nanos).unwrap_or(0) }
    }

    /// From civil fields in UTC. `None` when a field is out of its range (a second of 60 is the next minute).
    pub fn from_civil(year: i32, month: u8, day: u8, hour: u8, minute: u8, second: u8, nanos: u32) -> Option<Self> {
        if !(0..=9999).contains(&year)
            || !(1..=12).contains(&month)
            || day == 0
            || day > days_in_month(year, month)
            || hour > 23
            || minute > 59
            || second > 60
            || nanos > 999_999_999
        {
            return None;
        }
        let days = days_from_civil(year, month, day);
        let seconds = days * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Some(Self { seconds, nanos })
    }

    /// Civil fields in UTC: year, month, day, hour, minute, second.
    pub fn civil(self) -> (i32, u8, u8, u8, u8, u8) {
        let days = self.seconds.div_euclid(86_400);
        let rest = self.seconds.rem_euclid(86_400);
        let (year, month, day) = civil_from_days(days);
        (year, month, day, (rest / 3600) as u8, (rest / 60 % 60) as u8, (rest % 60) as u8)
    }

    /// Reads the contents octets of a `UTCTime`. RFC 5280 §4.1.2.5.1 requires `YYMMDDHHMMSSZ`; the X.680
    /// forms without seconds and with an offset occur in old documents and are read too.
    /// Years 50–99 are 1950–1999.
    pub fn from_utc_time(contents: &[u8]) -> Option<Self> {
        <&[u8; 13]>::try_from(contents).ok().and_then(Self::from_plain_utc_time).or_else(|| Self::from_any_utc_time(contents))
    }

    /// `YYMMDDHHMMSSZ` as nearly all certificates and CRL entries write it, without a cursor: a CRL has one an entry.
    #[inline]
    fn from_plain_utc_time(text: &[u8; 13]) -> Option<Self> {
        /// Days before each month of a year that is no leap year.
        const BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let [y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2, b'Z'] = *text else { return None };
        if ![y1, y2, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2].iter().all(u8::is_ascii_digit) {
            return None;
        }
        let pair = |tens: u8, ones: u8| (tens - b'0') * 10 + (ones - b'0');
        let (short, month, day) = (pair(y1, y2), pair(m1, m2), pair(d1, d2));
        let (hour, minute, second) = (pair(h1, h2), pair(n1, n2), pair(s1, s2));
        let year = i32::from(short) + if short < 50 { 2000 } else { 1900 };
        if day == 0 || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let before = *BEFORE.get(usize::from(month).checked_sub(1)?)?;
        if day > 28 && day > days_in_month(year, month) {
            return None;
        }
        // Between 1950 and 2049 every fourth year is a leap year; 1969 was the first after one.
        let leap_day = i64::from(month > 2 && year % 4 == 0);
        let years = i64::from(year - 1970) * 365 + i64::from((year - 1969).div_euclid(4));
        let days = years + i64::from(before) + i64::from(day) - 1 + leap_day;
        let seconds = days * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Some(Self { seconds, nanos: 0 })
    }

    fn from_any_utc_time(contents: &[u8]) -> Option<Self> {
        let mut text = Digits(contents);
        let short = text.number(2)?;
        let year = if short < 50 { 2000 + short } else { 1900 + short };
        let (month, day, hour, minute) = (text.number(2)?, text.number(2)?, text.number(2)?, text.number(2)?);
        let second = if text.peek_digit() { text.number(2)? } else { 0 };
        let offset = text.zone()?;
        Self::assemble(year, month, day, hour, minute, second, 0, offset)
    }

    /// Reads the contents octets of a `GeneralizedTime`, with any fraction of a second (RFC 3161 §2.4.2) and
    /// the X.680 forms with an offset. A local time without zone is refused: it names no instant.
    pub fn from_generalized_time(contents: &[u8]) -> Option<Self> {
        let mut text = Digits(contents);
        let year = text.number(4)?;
        let (month, day, hour, minute) = (text.number(2)?, text.number(2)?, text.number(2)?, text.number(2)?);
        let second = if text.peek_digit() { text.number(2)? } else { 0 };
        let nanos = text.fraction()?;
        let offset = text.zone()?;
        Self::assemble(year, month, day, hour, minute, second, nanos, offset)
    }

    /// Reads RFC 3339 (`2018-01-15T09:21:59Z`, `2018-01-15T16:21:59.5+07:00`); a bare date is its first second in UTC.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let mut text = Digits(text.as_bytes());
        let year = text.number(4)?;
        text.literal(b'-')?;
        let month = text.number(2)?;
        text.literal(b'-')?;
        let day = text.number(2)?;
        if text.0.is_empty() {
            return Self::assemble(year, month, day, 0, 0, 0, 0, 0);
        }
        if !matches!(text.next()?, b'T' | b't' | b' ') {
            return None;
        }
        let hour = text.number(2)?;
        text.literal(b':')?;
        let minute = text.number(2)?;
        text.literal(b':')?;
        let second = text.number(2)?;
        let nanos = text.fraction()?;
        let offset = match text.next()? {
            b'Z' | b'z' => 0,
            sign @ (b'+' | b'-') => {
                let hours = text.number(2)?;
                text.literal(b':')?;
                let minutes = text.number(2)?;
                signed_offset(sign, hours, minutes)?
            }
            _ => return None,
        };
        text.end()?;
        Self::assemble(year, month, day, hour, minute, second, nanos, offset)
    }

    #[allow(clippy::too_many_arguments)]
    fn assemble(
        year: u32,
        month: u32,
        day: u32,
        hour: u32,
        minute: u32,
        second: u32,
        nanos: u32,
        offset_minutes: i16,
    ) -> Option<Self> {
        let byte = |value: u32| u8::try_from(value).ok();
        let local = Self::from_civil(
            i32::try_from(year).ok()?,
            byte(month)?,
            byte(day)?,
            byte(hour)?,
            byte(minute)?,
            byte(second)?,
            nanos,
        )?;
        let seconds = local.seconds - i64::from(offset_minutes) * 60;
        (Self::MIN.seconds..=Self::MAX.seconds).contains(&seconds).then_some(Self { seconds, nanos })
    }
}

impl PdfDate {
    /// Reads a PDF date string, `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-2 §7.9.4). Everything after the year is
    /// optional; the prefix `D:` and the last apostrophe may be missing, as they are in many real files.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"D:").unwrap_or(bytes).trim_ascii();
        let mut text = Digits(bytes);
        let year = text.number(4)?;
        let mut optional = |default| if text.peek_digit() { text.number(2) } else { Some(default) };
        let (month, day) = (optional(1)?, optional(1)?);
        let (hour, minute, second) = (optional(0)?, optional(0)?, optional(0)?);
        let offset_minutes = match text.next() {
            None => None,
            Some(b'Z' | b'z') => Some(0),
            Some(sign @ (b'+' | b'-')) => {
                let hours = text.number(2)?;
                let _ = text.literal(b'\'');
                let minutes = if text.peek_digit() { text.number(2)? } else { 0 };
                Some(signed_offset(sign, hours, minutes)?)
            }
            Some(_) => return None,
        };
        let instant = Instant::assemble(year, month, day, hour, minute, second, 0, offset_minutes.unwrap_or(0))?;
        Some(Self { instant, offset_minutes })
    }
}

/// RFC 3339 in UTC, with a fraction only when there is one.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day, hour, minute, second) = self.civil();
        if let Ok(year @ 0..=9_999) = u16::try_from(year) {
            // Digit by digit: a report has a dozen of them, and the formatting machinery costs as much as a hundred.
            let mut text = *b"0000-00-00T00:00:00.000000000Z";
            let parts =
                [(0, (year / 100) as u8), (2, (year % 100) as u8), (5, month), (8, day), (11, hour), (14, minute), (17, second)];
            for (at, part) in parts {
                text[at] += part / 10;
                text[at + 1] += part % 10;
            }
            let mut length = 19;
            let mut nanos = self.nanos;
            for at in (20..29).rev().filter(|_| self.nanos != 0) {
                text[at] += (nanos % 10) as u8;
                nanos /= 10;
                if length == 19 && text[at] != b'0' {
                    length = at + 1;
                }
            }
            text[length] = b'Z';
            // At once, so that a string of it is allocated once.
            return f.write_str(core::str::from_utf8(&text[..=length]).unwrap_or_default());
        }
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if self.nanos != 0 {
            let digits = format!("{:09}", self.nanos);
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A cursor over ASCII digits and separators.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn peek_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    fn number(&mut self, width: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        let mut value = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            value = value * 10 + u32::from(digit - b'0');
        }
        self.0 = rest;
        Some(value)
    }

    fn literal(&mut self, byte: u8) -> Option<()> {
        let (&first, rest) = self.0.split_first()?;
        if first != byte {
            return None;
        }
        self.0 = rest;
        Some(())
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    /// An optional fraction of a second, in nanoseconds; digits past the ninth are dropped.
    fn fraction(&mut self) -> Option<u32> {
        if !matches!(self.0.first(), Some(b'.' | b',')) {
            return Some(0);
        }
        self.next();
        if !self.peek_digit() {
            return None;
        }
        let (mut nanos, mut scale) = (0, 100_000_000);
        while self.peek_digit() {
            nanos += self.number(1)? * scale;
            scale /= 10;
        }
        Some(nanos)
    }

    /// The zone of an ASN.1 time, to the end of the text, in minutes east of UTC.
    fn zone(&mut self) -> Option<i16> {
        let offset = match self.next()? {
            b'Z' => 0,
            sign @ (b'+' | b'-') => {
                let (hours, minutes) = (self.number(2)?, self.number(2)?);
                signed_offset(sign, hours, minutes)?
            }
            _ => return None,
        };
        self.end()?;
        Some(offset)
    }
}

fn signed_offset(sign: u8, hours: u32, minutes: u32) -> Option<i16> {
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = i16::try_from(hours * 60 + minutes).ok()?;
    Some(if sign == b'-' { -minutes } else { minutes })
}

fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u8;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u8;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc3339(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn plain_utc_times_are_read_as_all_others() {
        // Every day that UTCTime can name, and days and times that there are not.
        for year in 0..100 {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:02}{month:02}{day:02}235960Z");
                    let plain = Instant::from_plain_utc_time(text.as_bytes().try_into().unwrap());
                    assert_eq!(plain, Instant::from_any_utc_time(text.as_bytes()), "{text}");
                }
            }
        }
        for time in 0..1_000_000 {
            let text = format!("240229{time:06}Z");
            let plain = Instant::from_plain_utc_time(text.as_bytes().try_into().unwrap());
            assert_eq!(plain, Instant::from_any_utc_time(text.as_bytes()), "{text}");
        }
        // Any octet at any place.
        for place in 0..13 {
            for octet in 0..=u8::MAX {
                let mut text = *b"491231235959Z";
                text[place] = octet;
                assert_eq!(Instant::from_plain_utc_time(&text), Instant::from_any_utc_time(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn displays_what_it_parses() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2018-01-15T09:21:59Z",
            "0000-02-29T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "2020-02-29T12:00:00.25Z",
        ] {
            assert_eq!(rfc3339(text).to_string(), text);
        }
        assert_eq!(rfc3339("2018-01-15T16:21:59+07:00"), rfc3339("2018-01-15T09:21:59Z"));
        assert_eq!(rfc3339("2018-06-01"), rfc3339("2018-06-01T00:00:00Z"));
        assert_eq!(rfc3339("1970-01-02T00:00:01Z").unix_seconds(), 86_401);
        for bad in [
            "",
            "2018",
            "2018-13-01T00:00:00Z",
            "2019-02-29T00:00:00Z",
            "2018-01-15T09:21:59",
            "2018-01-15T09:21:59Zx",
            "2018-01-15T24:00:00Z",
        ] {
            assert_eq!(Instant::parse_rfc3339(bad), None, "{bad}");
        }
    }

    #[test]
    fn utc_time_pivots_at_fifty() {
        assert_eq!(Instant::from_utc_time(b"491231235959Z"), Some(rfc3339("2049-12-31T23:59:59Z")));
        assert_eq!(Instant::from_utc_time(b"500101000000Z"), Some(rfc3339("1950-01-01T00:00:00Z")));
        assert_eq!(Instant::from_utc_time(b"1801150921Z"), Some(rfc3339("2018-01-15T09:21:00Z")));
        assert_eq!(Instant::from_utc_time(b"180115162159+0700"), Some(rfc3339("2018-01-15T09:21:59Z")));
        for bad in [&b"180115092159"[..], b"180115092159z", b"18011509215", b"180115092159Z0", b"1801150921590Z", b""] {
            assert_eq!(Instant::from_utc_time(bad), None);
        }
    }

    #[test]
    fn generalized_time_has_fractions() {
        assert_eq!(Instant::from_generalized_time(b"20180115092159.125Z"), Some(rfc3339("2018-01-15T09:21:59.125Z")));
        assert_eq!(Instant::from_generalized_time(b"20180115092159.1234567891Z").unwrap().subsecond_nanos(), 123_456_789);
        assert_eq!(Instant::from_generalized_time(b"20161231235960Z"), Some(rfc3339("2017-01-01T00:00:00Z")));
        for bad in [&b"20180115092159"[..], b"20180115092159.Z", b"2018011509Z9", b"99991232000000Z"] {
            assert_eq!(Instant::from_generalized_time(bad), None);
        }
    }

    #[test]
    fn pdf_dates_as_written_in_the_field() {
        let date = |text: &[u8]| PdfDate::parse(text).map(|date| (date.instant.to_string(), date.offset_minutes));
        let some = |text: &str, offset| Some((text.to_owned(), offset));
        assert_eq!(date(b"D:20180115162147+07'00'"), some("2018-01-15T09:21:47Z", Some(420)));
        assert_eq!(date(b"D:20180115162147+07'00"), some("2018-01-15T09:21:47Z", Some(420)));
        assert_eq!(date(b"20180115162147-0330"), some("2018-01-15T19:51:47Z", Some(-210)));
        assert_eq!(date(b"D:20180115162147Z00'00'"), some("2018-01-15T16:21:47Z", Some(0)));
        assert_eq!(date(b"D:2018"), some("2018-01-01T00:00:00Z", None));
        assert_eq!(date(b"D:20181301"), None);
        assert_eq!(date(b"yesterday"), None);
    }

    #[test]
    fn arithmetic_saturates() {
        let day = Duration::from_hours(24);
        assert_eq!(rfc3339("2020-02-28").saturating_add(day), rfc3339("2020-02-29"));
        assert_eq!(rfc3339("2020-03-01").saturating_sub(day), rfc3339("2020-02-29"));
        assert_eq!(Instant::MAX.saturating_add(day), Instant::MAX);
        assert_eq!(Instant::MIN.saturating_sub(Duration::MAX), Instant::MIN);
        let half = Duration::from_millis(500);
        assert_eq!(rfc3339("2020-01-01T00:00:00.75Z").saturating_add(half), rfc3339("2020-01-01T00:00:01.25Z"));
        assert_eq!(rfc3339("2020-01-01T00:00:00.25Z").saturating_sub(half), rfc3339("2019-12-31T23:59:59.75Z"));
    }

    #[test]
    fn every_day_of_eight_centuries_round_trips() {
        for days in (-200_000..100_000).step_by(7) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
