//! JSON text (RFC 8259) of the rows of reports: structures, lists, text, whole numbers and booleans, which is all there is in them.

use core::fmt::{self, Write};

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};

/// What most reports take.
const ROOM: usize = 8_192;

/// A value on one line, without white space; nothing when there is something in it that rows do not have.
pub(super) fn to_json(value: &impl Serialize) -> Option<String> {
    let mut json = Json(String::with_capacity(ROOM));
    value.serialize(&mut json).ok()?;
    Some(json.0)
}

/// The text so far.
struct Json(String);

impl Json {
    fn text(&mut self, text: &str) {
        self.0.push('"');
        self.escaped(text);
        self.0.push('"');
    }

    /// RFC 8259 §7: quotation mark, reverse solidus and control characters are escaped, the latter by their short forms where they
    /// have one.
    fn escaped(&mut self, text: &str) {
        let is_escaped = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
        // All at once and without branches, since hardly any text has one.
        if !text.bytes().fold(false, |found, byte| found | is_escaped(byte)) {
            return self.0.push_str(text);
        }
        for character in text.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\u{8}' => self.0.push_str("\\b"),
                '\u{c}' => self.0.push_str("\\f"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                // Writing to a String cannot fail.
                '\0'..='\u{1f}' => drop(write!(self.0, "\\u{:04x}", u32::from(character))),
                other => self.0.push(other),
            }
        }
    }

    fn number(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.0.push_str(core::str::from_utf8(&digits[at..]).unwrap_or_default());
    }
}

/// What shows itself, escaped.
struct Escaped<'j>(&'j mut Json);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text);
        Ok(())
    }
}

/// There is something that rows do not have.
#[derive(Debug)]
struct Unsupported;

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not part of a report")
    }
}

impl core::error::Error for Unsupported {}

impl serde::ser::Error for Unsupported {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Done = Result<(), Unsupported>;
type Never = Impossible<(), Unsupported>;

impl<'j> Serializer for &'j mut Json {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Items<'j>;
    type SerializeStruct = Items<'j>;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Done {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Done {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Done {
        if value < 0 {
            self.0.push('-');
        }
        self.number(value.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Done {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Done {
        self.number(value);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Done {
        Err(Unsupported)
    }

    fn serialize_f64(self, _: f64) -> Done {
        Err(Unsupported)
    }

    fn serialize_char(self, _: char) -> Done {
        Err(Unsupported)
    }

    fn serialize_str(self, value: &str) -> Done {
        self.text(value);
        Ok(())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Done {
        self.0.push('"');
        write!(Escaped(self), "{value}").map_err(|_| Unsupported)?;
        self.0.push('"');
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Done {
        Err(Unsupported)
    }

    fn serialize_none(self) -> Done {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Err(Unsupported)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Done {
        Err(Unsupported)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Done {
        Err(Unsupported)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'j>, Unsupported> {
        Ok(Items { json: self, next: "[" })
    }

    fn serialize_tuple(self, _: usize) -> Result<Never, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Never, Unsupported> {
        Err(Unsupported)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'j>, Unsupported> {
        Ok(Items { json: self, next: "{\"" })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Unsupported> {
        Err(Unsupported)
    }
}

/// Elements of a list or members of a structure.
struct Items<'j> {
    json: &'j mut Json,
    /// What stands before the next: the beginning before the first, a comma before all others.
    next: &'static str,
}

impl Items<'_> {
    fn begin_element(&mut self) {
        self.json.0.push_str(self.next);
        self.next = ",";
    }

    fn begin_member(&mut self, key: &str) {
        self.json.0.push_str(self.next);
        self.next = ",\"";
        // The names of members are words.
        self.json.0.push_str(key);
        self.json.0.push_str("\":");
    }

    fn close(self, empty: &'static str) {
        let (begin, end) = empty.split_at(1);
        if self.next.starts_with(begin) {
            self.json.0.push_str(begin);
        }
        self.json.0.push_str(end);
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.begin_element();
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Done {
        self.close("[]");
        Ok(())
    }
}

impl SerializeStruct for Items<'_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.begin_member(key);
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Done {
        self.close("{}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row<'a> {
        text: &'a str,
        r#type: Option<&'a str>,
        numbers: &'a [i64],
        sizes: Vec<u64>,
        inner: Vec<Inner>,
        flag: bool,
    }

    #[derive(Serialize)]
    struct Inner {
        small: Option<u8>,
        none: Vec<u32>,
    }

    #[derive(Serialize)]
    struct Nothing {}

    #[test]
    fn everything_is_written_as_serde_json_writes_it() {
        let every: String = (0..=0x2ff).filter_map(char::from_u32).chain(['\u{2028}', '\u{fffd}', '𝄞']).collect();
        for text in ["", "plain text, long enough to be looked at in blocks of thirty-two bytes", "\"", "a\\", &every] {
            let row = Row {
                text,
                r#type: Some(text),
                numbers: &[0, -1, 9, 10, i64::MIN, i64::MAX],
                sizes: vec![u64::MAX, 100],
                inner: vec![Inner { small: None, none: Vec::new() }, Inner { small: Some(255), none: vec![1] }],
                flag: true,
            };
            assert_eq!(to_json(&row), serde_json::to_string(&row).ok());
        }
        assert_eq!(to_json(&Nothing {}).as_deref(), Some("{}"));
    }

    #[test]
    fn what_rows_do_not_have_is_refused() {
        assert_eq!(to_json(&1.5), None);
        assert_eq!(to_json(&[(1, 2)].as_slice()), None);
    }
}
