//! Cross-references (ISO 32000-2 §7.5.4, §7.5.8): one section after the other, as written.

pub(crate) mod chain;
pub(crate) mod rebuild;
mod stream;
mod table;

use super::object::Dictionary;

/// Where an object stands, by one cross-reference entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entry {
    /// The object does not exist from here on.
    Free,
    /// It stands in the file.
    InFile {
        /// At this offset, from the first byte of the file.
        offset: u32,
        /// With this generation number.
        generation: u16,
    },
    /// It stands in an object stream.
    InObjectStream {
        /// The object number of the stream.
        container: u32,
        /// Its place in the stream.
        index: u32,
    },
}

/// The two written forms of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `xref … trailer` (§7.5.4).
    Table,
    /// A stream of /Type /XRef (§7.5.8).
    Stream,
    /// Neither: found by scanning.
    Rebuilt,
}

/// A run of consecutive object numbers.
#[derive(Clone, Copy, Debug)]
struct Subsection {
    first: u32,
    count: u32,
    /// Table: offset of the first entry in the file. Stream: its row. Rebuilt: its place in the list.
    at: usize,
    /// Table: bytes from one entry to the next.
    stride: usize,
}

#[derive(Clone, Debug)]
enum Rows<'a> {
    /// Read where they stand, when asked for.
    Table { bytes: &'a [u8], base: usize },
    /// Decoded rows of three fields.
    Stream { rows: Vec<u8>, widths: [usize; 3], base: usize },
    /// One by one.
    Listed(Vec<Entry>),
}

/// One cross-reference section with its trailer.
#[derive(Clone, Debug)]
pub(crate) struct Section<'a> {
    /// Offset of `xref`, or of the cross-reference stream object.
    pub(crate) offset: usize,
    /// Offset after its trailer dictionary, or after `endobj`.
    pub(crate) end: usize,
    /// Its form.
    pub(crate) form: Form,
    /// The trailer dictionary, or the stream's dictionary.
    pub(crate) trailer: Dictionary<'a>,
    subsections: Vec<Subsection>,
    sorted: bool,
    rows: Rows<'a>,
}

impl<'a> Section<'a> {
    fn new(offset: usize, end: usize, form: Form, trailer: Dictionary<'a>, subsections: Vec<Subsection>, rows: Rows<'a>) -> Self {
        let sorted = subsections.windows(2).all(|pair| match pair {
            [one, two] => u64::from(one.first) + u64::from(one.count) <= u64::from(two.first),
            _ => true,
        });
        Self { offset, end, form, trailer, subsections, sorted, rows }
    }

    /// A section of entries found by scanning; `entries` in ascending order of number.
    pub(crate) fn listed(offset: usize, end: usize, trailer: Dictionary<'a>, entries: &[(u32, Entry)]) -> Self {
        let subsection = |(at, (number, _)): (usize, &(u32, Entry))| Subsection { first: *number, count: 1, at, stride: 0 };
        let rows = Rows::Listed(entries.iter().map(|(_, entry)| *entry).collect());
        Self::new(offset, end, Form::Rebuilt, trailer, entries.iter().enumerate().map(subsection).collect(), rows)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.subsections.iter().map(|subsection| subsection.count as usize).sum()
    }

    /// Whether its subsections are in ascending order, so that [`Section::lookup`] need not look at each.
    pub(crate) fn is_sorted(&self) -> bool {
        self.sorted
    }

    /// The entry of an object, if this section has one. Of several, the first.
    pub(crate) fn lookup(&self, number: u32) -> Option<Entry> {
        let holds = |subsection: &Subsection| number >= subsection.first && number - subsection.first < subsection.count;
        let subsection = if self.sorted {
            let after = self.subsections.partition_point(|subsection| subsection.first <= number);
            self.subsections.get(after.checked_sub(1)?).filter(|subsection| holds(subsection))?
        } else {
            self.subsections.iter().find(|subsection| holds(subsection))?
        };
        self.row(subsection, number - subsection.first)
    }

    /// All entries with their object numbers, as written. Unreadable ones are left out.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u32, Entry)> + '_ {
        self.subsections.iter().flat_map(move |subsection| {
            (0..subsection.count).filter_map(move |at| Some((subsection.first.checked_add(at)?, self.row(subsection, at)?)))
        })
    }

    fn row(&self, subsection: &Subsection, at: u32) -> Option<Entry> {
        match &self.rows {
            Rows::Table { bytes, base } => {
                let offset = subsection.at.checked_add((at as usize).checked_mul(subsection.stride)?)?;
                table::entry(bytes, offset, *base)
            }
            Rows::Stream { rows, widths, base } => stream::entry(rows, *widths, subsection.at.checked_add(at as usize)?, *base),
            Rows::Listed(entries) => entries.get(subsection.at.checked_add(at as usize)?).copied(),
        }
    }
}

/// An offset in the file as 32 bits; what lies beyond leads nowhere.
fn offset_in_file(written: u64, base: usize) -> u32 {
    u32::try_from(written.saturating_add(base as u64)).unwrap_or(u32::MAX)
}
