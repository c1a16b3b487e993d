//! Characters and tokens of PDF syntax (ISO 32000-2 §7.2, §7.3), with the place of each in its bytes.
//!
//! The lexer never fails: what is no token of PDF comes out as a [`Token::Keyword`], and the end of the bytes as
//! [`Token::End`]. Strings and names are not decoded here, only delimited.

use core::ops::Range;

/// Whether `byte` is a white-space character (§7.2.3, table 1).
pub(crate) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Whether `byte` is a delimiter character (§7.2.3, table 2).
pub(crate) const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Whether `byte` is a regular character.
pub(crate) const fn is_regular(byte: u8) -> bool {
    REGULAR[byte as usize]
}

const REGULAR: [bool; 256] = {
    let mut regular = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        regular[byte] = !is_whitespace(byte as u8) && !is_delimiter(byte as u8);
        byte += 1;
    }
    regular
};

/// Decimal digits that fit 64 bits, whatever they are.
const SAFE_DIGITS: usize = 18;

/// A token and nothing decoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A number without a decimal point that fits 64 bits.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// `( … )`, delimiters included.
    LiteralString(Range<usize>),
    /// `< … >`, delimiters included.
    HexadecimalString(Range<usize>),
    /// A name without its solidus, number signs not yet decoded.
    Name(Range<usize>),
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `<<`
    DictionaryStart,
    /// `>>`
    DictionaryEnd,
    /// Any other run of regular characters, or a delimiter that starts nothing.
    Keyword(Range<usize>),
    /// No more bytes, or a string without its end.
    End,
}

/// Reads tokens one by one.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'s> {
    source: &'s [u8],
    position: usize,
}

impl<'s> Lexer<'s> {
    /// A lexer at `position` of `source`.
    pub(crate) fn new(source: &'s [u8], position: usize) -> Self {
        Self { source, position: position.min(source.len()) }
    }

    /// Where the next token is looked for.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// Goes on elsewhere.
    pub(crate) fn seek(&mut self, position: usize) {
        self.position = position.min(self.source.len());
    }

    /// The bytes that tokens are read from.
    pub(crate) fn source(&self) -> &'s [u8] {
        self.source
    }

    /// The next byte, not consumed.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.source.get(self.position).copied()
    }

    /// The bytes of a token's range.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &'s [u8] {
        self.source.get(range).unwrap_or_default()
    }

    /// Steps over white space and comments (§7.2.4).
    pub(crate) fn skip_whitespace(&mut self) {
        while let Some(byte) = self.peek() {
            if is_whitespace(byte) {
                self.position += 1;
            } else if byte == b'%' {
                while let Some(byte) = self.peek() {
                    if byte == b'\r' || byte == b'\n' {
                        break;
                    }
                    self.position += 1;
                }
            } else {
                break;
            }
        }
    }

    /// Consumes `word` if it stands here.
    #[inline]
    pub(crate) fn eat(&mut self, word: &[u8]) -> bool {
        let found = self.source.get(self.position..).is_some_and(|rest| rest.starts_with(word));
        if found {
            self.position += word.len();
        }
        found
    }

    /// Consumes white space and an unsigned decimal integer.
    pub(crate) fn eat_unsigned(&mut self) -> Option<u64> {
        self.skip_whitespace();
        let start = self.position;
        let mut value = 0u64;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
            self.position += 1;
        }
        (self.position > start).then_some(value)
    }

    /// After a non-negative integer: consumes ` G R` and gives the generation, or consumes nothing (§7.3.10).
    pub(crate) fn eat_reference_rest(&mut self) -> Option<u64> {
        let start = self.position;
        let generation = (|| {
            if !self.peek().is_some_and(is_whitespace) {
                return None;
            }
            let generation = self.eat_unsigned()?;
            if !self.peek().is_some_and(is_whitespace) {
                return None;
            }
            self.skip_whitespace();
            let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !is_regular(*byte));
            (self.peek() == Some(b'R') && ends(self.source.get(self.position + 1))).then_some(generation)
        })();
        if generation.is_some() {
            self.position += 1;
        } else {
            self.position = start;
        }
        generation
    }

    /// The next token and where it starts.
    pub(crate) fn next(&mut self) -> (usize, Token) {
        self.skip_whitespace();
        let start = self.position;
        let Some(byte) = self.peek() else { return (start, Token::End) };
        self.position += 1;
        let token = match byte {
            b'[' => Token::ArrayStart,
            b']' => Token::ArrayEnd,
            b'/' => {
                let end = self.end_of_regular(self.position);
                let range = self.position..end;
                self.position = end;
                Token::Name(range)
            }
            b'(' => self.literal_string(start),
            b'<' if self.eat(b"<") => Token::DictionaryStart,
            b'<' => match find_byte(self.source, self.position, b'>') {
                Some(end) => {
                    self.position = end + 1;
                    Token::HexadecimalString(start..end + 1)
                }
                None => self.end(),
            },
            b'>' if self.eat(b">") => Token::DictionaryEnd,
            b')' | b'>' | b'{' | b'}' => Token::Keyword(start..self.position),
            b'0'..=b'9' => self.unsigned(start).unwrap_or_else(|| self.word(start)),
            _ => self.word(start),
        };
        (start, token)
    }

    /// A plain integer of few digits: most of what stands in cross-references, arrays and references.
    fn unsigned(&mut self, start: usize) -> Option<Token> {
        let rest = self.source.get(start..)?;
        let mut value = 0i64;
        let mut count = 0;
        while let Some(digit @ b'0'..=b'9') = rest.get(count) {
            if count == SAFE_DIGITS {
                return None;
            }
            value = value * 10 + i64::from(digit - b'0');
            count += 1;
        }
        if rest.get(count).is_some_and(|byte| is_regular(*byte)) {
            return None;
        }
        self.position = start + count;
        Some(Token::Integer(value))
    }

    fn word(&mut self, start: usize) -> Token {
        let end = self.end_of_regular(start);
        self.position = end;
        number(self.bytes(start..end)).unwrap_or(Token::Keyword(start..end))
    }

    fn end(&mut self) -> Token {
        self.position = self.source.len();
        Token::End
    }

    fn end_of_regular(&self, from: usize) -> usize {
        let rest = self.source.get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len())
    }

    /// §7.3.4.2: balanced parentheses need no escape; a reverse solidus protects the next character.
    fn literal_string(&mut self, start: usize) -> Token {
        let mut depth = 1u32;
        while let Some(byte) = self.peek() {
            self.position += 1;
            match byte {
                b'\\' => self.position = (self.position + 1).min(self.source.len()),
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Token::LiteralString(start..self.position);
                    }
                }
                _ => {}
            }
        }
        self.end()
    }
}

/// A number (§7.3.3), or nothing. Lenient where every reader is: several signs, and an exponent never.
fn number(text: &[u8]) -> Option<Token> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut mantissa = 0u64;
    // The power of ten that the mantissa is short of, or beyond.
    let mut scale = 0i32;
    let (mut full, mut point) = (false, false);
    let mut count = 0;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                count += 1;
                // Nineteen digits are more than a double has; what follows them only moves the point.
                let next = mantissa.checked_mul(10).and_then(|value| value.checked_add(u64::from(byte - b'0')));
                full |= next.is_none();
                mantissa = next.filter(|_| !full).unwrap_or(mantissa);
                scale = scale.saturating_add(i32::from(full) - i32::from(point));
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    match i64::try_from(mantissa) {
        Ok(integer) if !point && scale == 0 => Some(Token::Integer(if negative { -integer } else { integer })),
        _ => {
            // What is beyond a double's 53 bits is rounded.
            #[allow(clippy::cast_precision_loss)]
            let value = scaled(mantissa as f64, scale);
            Some(Token::Real(if negative { -value } else { value }))
        }
    }
}

/// `value` times a power of ten: rounded once for up to 15 digits, 22 of them after the point, which is far beyond what
/// ISO 32000-2 Annex C.1 asks of a reader. The standard library's reading brings 16 kB of tables and code into a browser.
fn scaled(mut value: f64, scale: i32) -> f64 {
    /// The largest power of ten that a double holds exactly.
    const EXACT: u32 = 22;
    // Beyond a double's range either way; a hostile number may have megabytes of digits.
    let mut left = scale.unsigned_abs().min(400);
    while left > 0 {
        let step = left.min(EXACT);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        value = if scale < 0 { value / power } else { value * power };
        left -= step;
    }
    value
}

/// The first `wanted` at or after `from`. Looks at blocks first, which the compiler turns into vector code: a signature's
/// /Contents is 16 to 60 kB of one string.
pub(crate) fn find_byte(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    const BLOCK: usize = 64;
    let rest = bytes.get(from..)?;
    let skipped = rest
        .chunks_exact(BLOCK)
        .take_while(|block| block.iter().fold(0, |found, byte| found | u8::from(*byte == wanted)) == 0)
        .count()
        * BLOCK;
    let rest = rest.get(skipped..)?;
    rest.iter().position(|byte| *byte == wanted).map(|at| from + skipped + at)
}

/// The first occurrence of `word` that lies wholly within `range`.
pub(crate) fn find(bytes: &[u8], range: Range<usize>, word: &[u8]) -> Option<usize> {
    let (first, end) = (*word.first()?, range.end.min(bytes.len()));
    let haystack = bytes.get(..end)?;
    let mut at = range.start;
    loop {
        at = find_byte(haystack, at, first)?;
        if haystack.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

/// The last occurrence of `word` that lies wholly within `range`.
pub(crate) fn find_last(bytes: &[u8], range: Range<usize>, word: &[u8]) -> Option<usize> {
    let end = range.end.min(bytes.len());
    let haystack = bytes.get(range.start.min(end)..end)?;
    let at = haystack.windows(word.len().max(1)).rposition(|window| window == word)?;
    Some(range.start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &[u8]) -> Vec<Token> {
        let mut lexer = Lexer::new(source, 0);
        let mut all = Vec::new();
        loop {
            match lexer.next().1 {
                Token::End => return all,
                token => all.push(token),
            }
        }
    }

    #[test]
    fn numbers_are_read_as_the_standard_writes_them() {
        assert_eq!(
            tokens(b"+17 -98 4. -.002 0.0"),
            [Token::Integer(17), Token::Integer(-98), Token::Real(4.0), Token::Real(-0.002), Token::Real(0.0)]
        );
        assert_eq!(tokens(b"6e7 - ."), [Token::Keyword(0..3), Token::Keyword(4..5), Token::Keyword(6..7)]);
        assert_eq!(tokens(b"99999999999999999999"), [Token::Real(1e20)]);
    }

    #[test]
    fn reals_are_what_the_standard_library_makes_of_them() {
        for text in [
            "0.1",
            "3.14159",
            "595.276",
            "0.0000001",
            "123456789012345.0",
            "99999999999999999999",
            "1844674407370955161600",
            "0.30000000000000004",
            "5e",
        ] {
            let Some(Token::Real(value)) = number(text.as_bytes()) else {
                assert_eq!(text, "5e");
                continue;
            };
            let exact: f64 = text.parse().unwrap();
            assert!((value - exact).abs() <= exact * f64::EPSILON, "{text}: {value}");
            assert!(text.len() > 16 || value.to_bits() == exact.to_bits(), "{text}: {value}");
        }
        let long = |text: &str, times: usize, end: &str| match number(format!("{}{end}", text.repeat(times)).as_bytes()) {
            Some(Token::Real(value)) => value,
            other => panic!("{other:?}"),
        };
        assert!(long("9", 1_000, "").is_infinite());
        assert_eq!(long("0", 1_000, ".5").to_bits(), 0.5f64.to_bits());
        assert_eq!(number(b"00000000000000000000000000007"), Some(Token::Integer(7)));
        assert_eq!(number(format!("0.{}1", "0".repeat(1_000)).as_bytes()), Some(Token::Real(0.0)));
        assert_eq!(number(b"9223372036854775808"), Some(Token::Real(9_223_372_036_854_775_808.0)));
    }

    #[test]
    fn strings_are_delimited_with_their_places() {
        assert_eq!(tokens(b"(a(b)\\)c) <00 ff>"), [Token::LiteralString(0..9), Token::HexadecimalString(10..17)]);
        assert_eq!(tokens(b"(never closed"), []);
        assert_eq!(tokens(b"<00"), []);
    }

    #[test]
    fn comments_and_delimiters_end_tokens() {
        assert_eq!(
            tokens(b"/A%x\n/B[<<>>]"),
            [
                Token::Name(1..2),
                Token::Name(6..7),
                Token::ArrayStart,
                Token::DictionaryStart,
                Token::DictionaryEnd,
                Token::ArrayEnd
            ]
        );
    }

    #[test]
    fn a_reference_needs_all_three_parts() {
        for (text, expected) in
            [(&b"5 0 R"[..], Some(0)), (b"5 0 Rx", None), (b"5 0 R]", Some(0)), (b"5 R", None), (b"5 %c\n 7 R", Some(7))]
        {
            let mut lexer = Lexer::new(text, 1);
            assert_eq!(lexer.eat_reference_rest(), expected, "{text:?}");
        }
    }

    #[test]
    fn long_runs_are_searched_in_blocks() {
        let mut bytes = vec![b'0'; 1_000];
        for at in [0, 63, 64, 65, 999] {
            bytes[at] = b'>';
            assert_eq!(find_byte(&bytes, 0, b'>'), Some(at));
            assert_eq!(find_byte(&bytes, at + 1, b'>'), None);
            bytes[at] = b'0';
        }
        assert_eq!(find(b"aab aabc", 1..8, b"aabc"), Some(4));
        assert_eq!(find(b"aab aabc", 1..7, b"aabc"), None);
        assert_eq!(find_last(b"%%EOF %%EOF ", 0..12, b"%%EOF"), Some(6));
    }
}
