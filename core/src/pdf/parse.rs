//! Objects from tokens (ISO 32000-2 §7.3), within limits.

use core::ops::Range;
use std::rc::Rc;

use crate::limits::{Budget, Limit, Limits};

use super::lex::{Lexer, Token, find, is_whitespace};
use super::object::{Bytes, Dictionary, Name, Object, PdfString, Reference, Span, Stream, StringForm};

/// No object is parsed deeper than this, whatever the limits say: the parser recurses.
const DEEPEST: u32 = 400;

/// Direct objects that weigh as much as one indirect object in the budget.
const ELEMENTS_PER_UNIT: usize = 4;

/// Bytes that weigh as much as an object.
const BYTES_PER_UNIT: usize = 128;

/// Elements and entries of one object, at all depths. Two octets can become an element of 56, so this bounds what one object takes to
/// 60 MB. It is a tree of 500,000 pages without a branch.
const MOST_ELEMENTS: u32 = 500_000;

/// Room for so many is made at once.
const FIRST_ELEMENTS: usize = 16;

/// Room for more elements than this is not kept for the next object.
const MANY_ELEMENTS: usize = 1_000;

/// Why there is no object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseError {
    /// The bytes are no object.
    Malformed,
    /// A limit was reached.
    Limit(Limit),
}

impl From<Limit> for ParseError {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

/// `N G obj … endobj`, not yet decrypted.
#[derive(Clone, Debug)]
pub(crate) struct Indirect<'a> {
    /// The object. A stream's bytes reach to where `endstream` was found or said to be.
    pub(crate) object: Object<'a>,
    /// From the object number to `endobj`, this included where it is there.
    pub(crate) span: Span,
    /// Whether /Length led to `endstream`; true for what is no stream.
    pub(crate) length_agrees: bool,
    /// Elements and entries in it, at all depths.
    pub(crate) elements: u32,
}

/// Where elements and entries wait for the end of their array or dictionary. Kept from one object to the next, so that what is
/// kept of each takes one allocation of its very size.
#[derive(Debug, Default)]
pub(crate) struct Room<'o> {
    elements: Vec<Object<'o>>,
    entries: Vec<(Name<'o>, Object<'o>)>,
}

/// What objects borrow from.
enum Source<'s, 'o> {
    File(&'o [u8]),
    Decoded(&'s Rc<Vec<u8>>),
}

/// Reads objects from some bytes: `'s` is how long these are there, `'o` how long those.
pub(crate) struct Parser<'s, 'o, 'l> {
    lexer: Lexer<'s>,
    source: Source<'s, 'o>,
    room: Room<'o>,
    objects: &'l Budget,
    deepest: u32,
    elements: u32,
}

impl<'o, 'l> Parser<'o, 'o, 'l> {
    /// A parser at `position` of a file.
    pub(crate) fn new(source: &'o [u8], position: usize, objects: &'l Budget, limits: &Limits) -> Self {
        Self::of(Lexer::new(source, position), Source::File(source), objects, limits)
    }
}

impl<'s, 'o, 'l> Parser<'s, 'o, 'l> {
    /// A parser at `position` of a decoded object stream.
    pub(crate) fn of_decoded(source: &'s Rc<Vec<u8>>, position: usize, objects: &'l Budget, limits: &Limits) -> Self {
        Self::of(Lexer::new(source, position), Source::Decoded(source), objects, limits)
    }

    fn of(lexer: Lexer<'s>, source: Source<'s, 'o>, objects: &'l Budget, limits: &Limits) -> Self {
        Self { lexer, source, room: Room::default(), objects, deepest: limits.max_nesting.min(DEEPEST), elements: 0 }
    }

    /// With room that was made before.
    pub(crate) fn with_room(mut self, room: Room<'o>) -> Self {
        self.room = room;
        self
    }

    /// The room, for another parser.
    pub(crate) fn take_room(&mut self) -> Room<'o> {
        let mut room = core::mem::take(&mut self.room);
        if room.elements.capacity().max(room.entries.capacity()) > MANY_ELEMENTS {
            return Room::default();
        }
        // Empty but where an object could not be read.
        room.elements.clear();
        room.entries.clear();
        room
    }

    fn written(&self, range: Range<usize>) -> Bytes<'o> {
        match self.source {
            Source::File(bytes) => Bytes::File(bytes.get(range).unwrap_or_default()),
            Source::Decoded(stream) => Bytes::Decoded(Rc::clone(stream), Span::new(range.start, range.end)),
        }
    }

    /// Elements and entries of what was read, at all depths.
    pub(crate) fn elements(&self) -> u32 {
        self.elements
    }

    /// Where it goes on.
    pub(crate) fn position(&self) -> usize {
        self.lexer.position()
    }

    /// The next direct object or reference.
    pub(crate) fn object(&mut self) -> Result<Object<'o>, ParseError> {
        let from = self.lexer.position();
        let (start, token) = self.lexer.next();
        let read = self.value(start, token, 0);
        self.pay(from)?;
        read
    }

    /// Pays for what was read since `from`: objects may lie inside the strings and comments of each other, and each of them is small.
    fn pay(&self, from: usize) -> Result<(), Limit> {
        self.objects.spend((self.lexer.position().saturating_sub(from) / BYTES_PER_UNIT) as u64)
    }

    fn value(&mut self, start: usize, token: Token, depth: u32) -> Result<Object<'o>, ParseError> {
        if depth > self.deepest {
            return Err(Limit::Nesting.into());
        }
        Ok(match token {
            Token::Integer(value) => {
                match u32::try_from(value).ok().and_then(|number| Some((number, self.lexer.eat_reference_rest()?))) {
                    Some((number, generation)) => match u16::try_from(generation) {
                        Ok(generation) => Object::Reference(Reference { number, generation }),
                        // No such generation can exist, so the reference leads nowhere: null (§7.3.10).
                        Err(_) => Object::Null,
                    },
                    None => Object::Integer(value),
                }
            }
            Token::Real(value) => Object::Real(value),
            Token::LiteralString(range) => self.string(range, StringForm::Literal),
            Token::HexadecimalString(range) => self.string(range, StringForm::Hexadecimal),
            Token::Name(range) => Object::Name(Name::decode(self.written(range))),
            Token::ArrayStart => self.array(depth)?,
            Token::DictionaryStart => Object::Dictionary(self.dictionary(start, depth)?),
            Token::Keyword(range) => match self.lexer.bytes(range) {
                b"null" => Object::Null,
                b"true" => Object::Boolean(true),
                b"false" => Object::Boolean(false),
                _ => return Err(ParseError::Malformed),
            },
            Token::ArrayEnd | Token::DictionaryEnd | Token::End => return Err(ParseError::Malformed),
        })
    }

    fn string(&self, range: Range<usize>, form: StringForm) -> Object<'o> {
        let span = Span::new(range.start, range.end);
        Object::String(PdfString::new(self.written(range), form, span))
    }

    fn array(&mut self, depth: u32) -> Result<Object<'o>, ParseError> {
        let first = self.room.elements.len();
        if self.room.elements.capacity() == 0 {
            self.room.elements.reserve(FIRST_ELEMENTS);
        }
        loop {
            let (start, token) = self.lexer.next();
            if token == Token::ArrayEnd {
                return Ok(Object::Array(self.room.elements.drain(first..).collect()));
            }
            let element = self.value(start, token, depth + 1)?;
            self.room.elements.push(element);
            self.weigh(self.room.elements.len() - first)?;
        }
    }

    /// The entries up to `>>`. A key without a value ends the dictionary as malformed: guessing is not for a verifier.
    fn dictionary(&mut self, start: usize, depth: u32) -> Result<Dictionary<'o>, ParseError> {
        let first = self.room.entries.len();
        if self.room.entries.capacity() == 0 {
            self.room.entries.reserve(FIRST_ELEMENTS);
        }
        loop {
            match self.lexer.next().1 {
                Token::DictionaryEnd => return Ok(self.ended(first, start)),
                Token::Name(range) => {
                    let name = Name::decode(self.written(range));
                    let (at, token) = self.lexer.next();
                    if token == Token::DictionaryEnd {
                        // `/Key >>`: every reader takes it as null.
                        self.room.entries.push((name, Object::Null));
                        return Ok(self.ended(first, start));
                    }
                    let value = self.value(at, token, depth + 1)?;
                    self.room.entries.push((name, value));
                    self.weigh(self.room.entries.len() - first)?;
                }
                _ => return Err(ParseError::Malformed),
            }
        }
    }

    fn ended(&mut self, first: usize, start: usize) -> Dictionary<'o> {
        Dictionary::new(self.room.entries.drain(first..).collect(), Span::new(start, self.lexer.position()))
    }

    /// A dictionary as far as it can be read, and whether its end was found: what is left of one that was cut off. An entry
    /// whose value cannot be read is the last and left out.
    pub(crate) fn partial_dictionary(&mut self) -> Result<Option<(Dictionary<'o>, bool)>, Limit> {
        let (start, token) = self.lexer.next();
        if token != Token::DictionaryStart {
            return Ok(None);
        }
        let mut entries = Vec::new();
        let complete = loop {
            let name = match self.lexer.next().1 {
                Token::DictionaryEnd => break true,
                Token::Name(range) => Name::decode(self.written(range)),
                _ => break false,
            };
            let (at, token) = self.lexer.next();
            match self.value(at, token, 1) {
                Ok(value) => entries.push((name, value)),
                Err(ParseError::Limit(limit)) if limit != Limit::Nesting => return Err(limit),
                Err(_) => break false,
            }
            self.weigh(entries.len())?;
        };
        Ok(Some((Dictionary::new(entries.into(), Span::new(start, self.lexer.position())), complete)))
    }

    fn weigh(&mut self, elements: usize) -> Result<(), Limit> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(Limit::Objects);
        }
        if elements.is_multiple_of(ELEMENTS_PER_UNIT) { self.objects.spend(1) } else { Ok(()) }
    }

    /// `N G obj` at this position, white space before it allowed.
    pub(crate) fn indirect_header(&mut self) -> Option<Reference> {
        let number = u32::try_from(self.lexer.eat_unsigned()?).ok()?;
        let generation = u16::try_from(self.lexer.eat_unsigned()?).ok()?;
        self.lexer.skip_whitespace();
        self.lexer.eat(b"obj").then_some(Reference { number, generation })
    }
}

impl<'o> Parser<'o, 'o, '_> {
    /// A whole indirect object. `length` resolves a reference in /Length; `scan` pays for looking for `endstream`.
    pub(crate) fn indirect(
        &mut self,
        length: &mut dyn FnMut(Reference) -> Option<i64>,
        scan: &Budget,
    ) -> Result<Indirect<'o>, ParseError> {
        self.objects.spend(1)?;
        self.lexer.skip_whitespace();
        let start = self.lexer.position();
        let reference = self.indirect_header().ok_or(ParseError::Malformed)?;
        let after_header = self.lexer.position();
        let object = match self.lexer.next() {
            // `N G obj endobj` is null to every reader.
            (_, Token::Keyword(range)) if self.lexer.bytes(range.clone()) == b"endobj" => {
                self.lexer.seek(range.start);
                Object::Null
            }
            _ => {
                self.lexer.seek(after_header);
                self.object()?
            }
        };
        let end_of_object = self.lexer.position();
        self.lexer.skip_whitespace();
        self.pay(end_of_object)?;
        let mut length_agrees = true;
        let object = match object {
            Object::Dictionary(dictionary) if self.lexer.eat(b"stream") => {
                // §7.3.8.1: CR LF or LF; a lone CR is tolerated by every reader.
                if !self.lexer.eat(b"\r\n") && !self.lexer.eat(b"\n") {
                    self.lexer.eat(b"\r");
                }
                let (span, agrees) = self.stream_extent(&dictionary, length, scan)?;
                length_agrees = agrees;
                self.lexer.seek(span.end as usize);
                self.lexer.skip_whitespace();
                self.lexer.eat(b"endstream");
                Object::Stream(Stream { reference, dictionary, raw: self.lexer.bytes(span.range()), span })
            }
            object => {
                self.lexer.seek(end_of_object);
                object
            }
        };
        let end = self.lexer.position();
        self.lexer.skip_whitespace();
        self.pay(end)?;
        let end = if self.lexer.eat(b"endobj") { self.lexer.position() } else { end };
        Ok(Indirect { object, span: Span::new(start, end), length_agrees, elements: self.elements })
    }

    fn stream_extent(
        &self,
        dictionary: &Dictionary<'o>,
        length: &mut dyn FnMut(Reference) -> Option<i64>,
        scan: &Budget,
    ) -> Result<(Span, bool), ParseError> {
        let start = self.lexer.position();
        let said = match dictionary.get(b"Length") {
            Some(Object::Reference(reference)) => length(*reference),
            Some(object) => object.as_integer(),
            None => None,
        };
        let said = said.and_then(|length| start.checked_add(usize::try_from(length).ok()?));
        if let Some(end) = said.filter(|end| *end <= self.lexer.source().len()) {
            let mut after = self.lexer.clone();
            after.seek(end);
            // One end-of-line marker belongs to `endstream`; more white space is common and harmless.
            while after.peek().is_some_and(is_whitespace) && after.position() < end + 8 {
                after.seek(after.position() + 1);
            }
            if after.eat(b"endstream") {
                return Ok((Span::new(start, end), true));
            }
        }
        let source = self.lexer.source();
        let found = find(source, start..source.len(), b"endstream");
        scan.spend(found.unwrap_or(source.len()).saturating_sub(start) as u64)?;
        let mut end = found.ok_or(ParseError::Malformed)?;
        if end > start && source.get(end - 1) == Some(&b'\n') {
            end -= 1;
        }
        if end > start && source.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        Ok((Span::new(start, end), false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(source: &[u8], run: impl FnOnce(&mut Parser<'_, '_, '_>) -> T) -> T {
        let limits = Limits::default();
        let budget = Budget::new(10_000, Limit::Objects);
        run(&mut Parser::new(source, 0, &budget, &limits))
    }

    fn indirect(source: &[u8]) -> Result<Indirect<'_>, ParseError> {
        let limits = Limits::default();
        let budget = Budget::new(10_000, Limit::Objects);
        let scan = Budget::new(10_000, Limit::Objects);
        Parser::new(source, 0, &budget, &limits).indirect(&mut |_| Some(5), &scan)
    }

    #[test]
    fn nested_objects_carry_their_places() {
        let source = b" << /A [1 2 0 R (x)] /B << /C /D >> >>";
        with(source, |parser| {
            let object = parser.object().unwrap();
            let dictionary = object.as_dictionary().unwrap();
            assert_eq!(dictionary.span, Span::new(1, source.len()));
            let elements = dictionary.get(b"A").unwrap().as_array().unwrap();
            assert_eq!(elements[0].as_integer(), Some(1));
            assert_eq!(elements[1].as_reference(), Some(Reference { number: 2, generation: 0 }));
            assert_eq!(elements[2].as_string().unwrap().span, Span::new(16, 19));
        });
    }

    #[test]
    fn nesting_is_limited() {
        let deep = [b"[".repeat(50_000), b"]".repeat(50_000)].concat();
        assert_eq!(with(&deep, |parser| parser.object().err()), Some(ParseError::Limit(Limit::Nesting)));
    }

    #[test]
    fn wide_arrays_spend_the_budget() {
        let wide = [b"[".to_vec(), b"0 ".repeat(50_000)].concat();
        assert_eq!(with(&wide, |parser| parser.object().err()), Some(ParseError::Limit(Limit::Objects)));
    }

    #[test]
    fn a_stream_ends_where_length_says_or_where_endstream_stands() {
        let good = indirect(b"7 0 obj <</Length 3>> stream\r\nabc\nendstream endobj tail").unwrap();
        assert!(good.length_agrees);
        assert_eq!(good.object.as_stream().unwrap().raw, b"abc");
        assert_eq!(good.span, Span::new(0, 50));
        let referenced = indirect(b"7 0 obj <</Length 8 0 R>> stream\nabcde\nendstream endobj").unwrap();
        assert_eq!(referenced.object.as_stream().unwrap().raw, b"abcde");
        let lying = indirect(b"7 0 obj <</Length 30>> stream\nabcd\r\nendstream endobj").unwrap();
        assert!(!lying.length_agrees);
        assert_eq!(lying.object.as_stream().unwrap().raw, b"abcd");
    }

    #[test]
    fn damaged_objects_are_malformed_and_empty_ones_null() {
        assert!(indirect(b"7 0 obj endobj").unwrap().object.is_null());
        assert_eq!(indirect(b"7 0 obj << /A ").err(), Some(ParseError::Malformed));
        assert_eq!(indirect(b"7 0 obk 1 endobj").err(), Some(ParseError::Malformed));
    }
}
