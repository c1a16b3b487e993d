//! How values become items: a structure is a map with small numbers as keys, of which those with nothing to say are left
//! out; an enumeration is a number. Numbers are for ever, as reason codes are.

use std::borrow::Cow;

use super::CodecError;
use super::cbor::{Reader, Writer};

/// A value that is written as one item.
pub(super) trait Item: Sized {
    fn write(&self, writer: &mut Writer);

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError>;

    /// What a structure that leaves the value out means: nothing, zero, no, empty. `None` when it cannot be left out.
    fn absent() -> Option<Self> {
        None
    }

    fn is_absent(&self) -> bool {
        false
    }
}

/// The members of a structure, in the order of their keys.
pub(super) struct Members {
    left: usize,
    next: Option<u64>,
}

impl Members {
    pub(super) fn begin(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let mut members = Self { left: reader.map()?, next: None };
        members.advance(reader)?;
        Ok(members)
    }

    fn advance(&mut self, reader: &mut Reader<'_>) -> Result<(), CodecError> {
        self.next = match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Some(reader.unsigned()?)
            }
            None => None,
        };
        Ok(())
    }

    pub(super) fn member<T: Item>(&mut self, reader: &mut Reader<'_>, key: u64, name: &'static str) -> Result<T, CodecError> {
        if self.next != Some(key) {
            return T::absent().ok_or(CodecError::Missing(name));
        }
        let value = T::read(reader)?;
        if value.is_absent() {
            return Err(CodecError::NotDeterministic);
        }
        self.advance(reader)?;
        Ok(value)
    }

    /// Nothing may be left: keys that are out of order, twice or unknown were not taken.
    pub(super) fn finish(self) -> Result<(), CodecError> {
        self.next.map_or(Ok(()), |key| Err(CodecError::UnknownMember(key)))
    }
}

/// A structure, with the key of each member in ascending order.
macro_rules! structure {
    ($type:ty { $($key:literal = $field:ident,)* }) => {
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                writer.map(0 $(+ usize::from(!self.$field.is_absent()))*);
                $(if !self.$field.is_absent() {
                    writer.unsigned($key);
                    self.$field.write(writer);
                })*
            }

            fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
                let mut members = Members::begin(reader)?;
                let value = Self { $($field: members.member(reader, $key, stringify!($field))?,)* };
                members.finish()?;
                Ok(value)
            }
        }
    };
}

/// An enumeration without data, with the number of each variant.
macro_rules! choice {
    ($type:ident { $($number:literal = $variant:ident,)* }) => {
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                writer.unsigned(match self { $($type::$variant => $number,)* });
            }

            fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
                match reader.unsigned()? {
                    $($number => Ok($type::$variant),)*
                    _ => Err(CodecError::Value(stringify!($type))),
                }
            }
        }
    };
}

pub(super) use {choice, structure};

macro_rules! integers {
    ($($type:ty),*) => {
        $(impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                writer.unsigned(u64::from(*self));
            }

            fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
                Self::try_from(reader.unsigned()?).map_err(|_| CodecError::Value(stringify!($type)))
            }

            fn absent() -> Option<Self> {
                Some(0)
            }

            fn is_absent(&self) -> bool {
                *self == 0
            }
        })*
    };
}

integers!(u8, u16, u32, u64);

impl Item for i64 {
    fn write(&self, writer: &mut Writer) {
        writer.signed(*self);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.signed()
    }
}

impl Item for bool {
    fn write(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.boolean()
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn is_absent(&self) -> bool {
        !*self
    }
}

impl Item for String {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.text().map(str::to_owned)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Item for Cow<'static, str> {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.text().map(|text| Self::Owned(text.to_owned()))
    }
}

impl Item for [u8; 32] {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(self);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        Self::try_from(reader.bytes()?).map_err(|_| CodecError::Value("SHA-256"))
    }
}

/// Present or not; in an array, null.
impl<T: Item> Item for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.null(),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        if reader.null() { Ok(None) } else { T::read(reader).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Item> Item for Box<T> {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        T::read(reader).map(Self::new)
    }
}

/// Values whose vectors are arrays; octets are byte strings.
pub(super) trait Listed: Item {}

impl<T: Listed> Item for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.array(self.len());
        for value in self {
            value.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        let length = reader.array()?;
        // What is claimed is reserved only as far as it costs nothing.
        let mut values = Self::with_capacity(length.min(64));
        for _ in 0..length {
            values.push(T::read(reader)?);
        }
        Ok(values)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Item for Vec<u8> {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(self);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, CodecError> {
        reader.bytes().map(<[u8]>::to_vec)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
