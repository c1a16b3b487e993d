//! Columns with a type, and records of them that know their schema.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Int32Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder};
use arrow_array::{ArrayRef, Int64Array, ListArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, TimeUnit};
use longseal::time::Instant;

/// A column while it is filled.
pub(super) trait Column: Default {
    fn data_type() -> DataType;
    fn push_null(&mut self);
    fn finish(&mut self) -> ArrayRef;
}

/// Columns that are filled together.
pub(super) trait Record: Default {
    fn fields() -> Vec<Field>;
    fn push_nulls(&mut self);
    fn finish(&mut self) -> Vec<ArrayRef>;
}

/// UTF-8.
#[derive(Default)]
pub(super) struct Text(StringBuilder);

impl Text {
    pub(super) fn push(&mut self, value: impl AsRef<str>) {
        self.0.append_value(value);
    }

    pub(super) fn push_option(&mut self, value: Option<impl AsRef<str>>) {
        self.0.append_option(value);
    }
}

/// 32 bits. Signed, because not every reader of tables knows another kind.
#[derive(Default)]
pub(super) struct Int(Int32Builder);

impl Int {
    pub(super) fn push(&mut self, value: impl TryInto<i32>) {
        self.0.append_option(value.try_into().ok());
    }

    pub(super) fn push_option(&mut self, value: Option<impl TryInto<i32>>) {
        self.0.append_option(value.and_then(|value| value.try_into().ok()));
    }
}

/// 64 bits.
#[derive(Default)]
pub(super) struct Long(Int64Builder);

impl Long {
    pub(super) fn push_option(&mut self, value: Option<u64>) {
        self.0.append_option(value.and_then(|value| i64::try_from(value).ok()));
    }
}

/// True or false.
#[derive(Default)]
pub(super) struct Flag(BooleanBuilder);

impl Flag {
    pub(super) fn push_option(&mut self, value: Option<bool>) {
        self.0.append_option(value);
    }
}

/// A time in UTC. Microseconds, which every reader knows: what is finer is cut.
pub(super) struct Time(TimestampMicrosecondBuilder);

impl Default for Time {
    fn default() -> Self {
        Self(TimestampMicrosecondBuilder::new().with_timezone("UTC"))
    }
}

impl Time {
    pub(super) fn push(&mut self, value: Instant) {
        self.push_option(Some(value));
    }

    pub(super) fn push_option(&mut self, value: Option<Instant>) {
        let micros =
            |time: Instant| time.unix_seconds().checked_mul(1_000_000)?.checked_add(i64::from(time.subsecond_nanos() / 1_000));
        self.0.append_option(value.and_then(micros));
    }
}

macro_rules! plain_column {
    ($($column:ident => $data_type:expr,)*) => { $(
        impl Column for $column {
            fn data_type() -> DataType {
                $data_type
            }

            fn push_null(&mut self) {
                self.0.append_null();
            }

            fn finish(&mut self) -> ArrayRef {
                Arc::new(self.0.finish())
            }
        }
    )* };
}

plain_column! {
    Text => DataType::Utf8,
    Int => DataType::Int32,
    Long => DataType::Int64,
    Flag => DataType::Boolean,
    Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
}

/// A list of records in each row.
#[derive(Default)]
pub(super) struct List<R> {
    items: R,
    lengths: Vec<usize>,
}

impl<R> List<R> {
    /// One row: each of `values` is put into the items by `push`.
    pub(super) fn push<V>(&mut self, values: impl IntoIterator<Item = V>, mut push: impl FnMut(&mut R, V)) {
        let mut length = 0;
        for value in values {
            push(&mut self.items, value);
            length += 1;
        }
        self.lengths.push(length);
    }
}

impl<R: Record> List<R> {
    fn item() -> Arc<Field> {
        Arc::new(Field::new("item", DataType::Struct(Fields::from(R::fields())), false))
    }
}

impl<R: Record> Column for List<R> {
    fn data_type() -> DataType {
        DataType::List(Self::item())
    }

    fn push_null(&mut self) {
        self.lengths.push(0);
    }

    fn finish(&mut self) -> ArrayRef {
        let items = StructArray::new(Fields::from(R::fields()), self.items.finish(), None);
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.lengths));
        Arc::new(ListArray::new(Self::item(), offsets, Arc::new(items), None))
    }
}

/// A list of numbers in each row.
#[derive(Default)]
pub(super) struct Longs {
    items: Vec<i64>,
    lengths: Vec<usize>,
}

impl Longs {
    pub(super) fn push(&mut self, values: &[i64]) {
        self.items.extend_from_slice(values);
        self.lengths.push(values.len());
    }

    fn item() -> Arc<Field> {
        Arc::new(Field::new("item", DataType::Int64, false))
    }
}

impl Column for Longs {
    fn data_type() -> DataType {
        DataType::List(Self::item())
    }

    fn push_null(&mut self) {
        self.lengths.push(0);
    }

    fn finish(&mut self) -> ArrayRef {
        let items = Int64Array::from(std::mem::take(&mut self.items));
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.lengths));
        Arc::new(ListArray::new(Self::item(), offsets, Arc::new(items), None))
    }
}

/// A field with its meaning. Everything may be missing, because everything is missing where a document cannot be read;
/// lists are empty then.
pub(super) fn field<C: Column>(name: &str, description: &str) -> Field {
    let metadata = [("description".to_owned(), description.to_owned())];
    let data_type = C::data_type();
    let nullable = !matches!(data_type, DataType::List(_));
    // `type` is a keyword here and nowhere else.
    Field::new(name.trim_start_matches("r#"), data_type, nullable).with_metadata(metadata.into())
}

/// Defines a record: name, type and meaning of each column, once.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($column:ident: $kind:ty = $description:literal,)* }) => {
        $(#[$meta])*
        #[derive(Default)]
        // A column has the name that the table has.
        #[allow(clippy::struct_field_names)]
        pub(super) struct $name {
            $($column: $kind,)*
        }

        impl Record for $name {
            fn fields() -> Vec<Field> {
                vec![$(field::<$kind>(stringify!($column), $description),)*]
            }

            fn push_nulls(&mut self) {
                $(self.$column.push_null();)*
            }

            fn finish(&mut self) -> Vec<ArrayRef> {
                vec![$(self.$column.finish(),)*]
            }
        }
    };
}

pub(super) use record;

impl<A: Record, B: Record> Record for (A, B) {
    fn fields() -> Vec<Field> {
        A::fields().into_iter().chain(B::fields()).collect()
    }

    fn push_nulls(&mut self) {
        self.0.push_nulls();
        self.1.push_nulls();
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        let first = self.0.finish();
        first.into_iter().chain(self.1.finish()).collect()
    }
}
