//! What had to be forgiven to read a file: recorded facts, judged elsewhere.

/// One departure from ISO 32000-2 that reading stepped over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Repair {
    /// Bytes stand before `%PDF-` (§7.5.2).
    JunkBeforeHeader {
        /// How many.
        bytes: u32,
    },
    /// No `%PDF-` header was found; the structure was read all the same.
    HeaderMissing,
    /// `startxref` or /Prev did not give the exact place of a cross-reference section (§7.5.5).
    SectionMoved {
        /// The place as written.
        written: u32,
        /// The place where it was found.
        found: u32,
    },
    /// Entries of a cross-reference table are not 20 bytes long (§7.5.4).
    EntryLength {
        /// Offset of the section.
        section: u32,
    },
    /// A table that starts with the free-list head numbered it 1 (§7.5.4).
    NumberedFromOne {
        /// Offset of the section.
        section: u32,
    },
    /// A /Prev of 0 was taken as absent (§7.5.5).
    PrevIgnored {
        /// Offset of the section.
        section: u32,
    },
    /// /Prev leads back to a section already read; the chain ends there.
    PrevCycle {
        /// Offset of the section whose /Prev it is.
        section: u32,
    },
    /// A revision does not end with `startxref`, an offset and `%%EOF` (§7.5.5).
    EndMarkerMissing {
        /// Offset of its cross-reference section.
        section: u32,
    },
    /// An object does not stand at the offset its cross-reference entry gives; it was found close by.
    ObjectMoved {
        /// Its object number.
        number: u32,
        /// The offset as written.
        written: u32,
    },
    /// No such object stands at the offset its cross-reference entry gives; it counts as null. Harmless while nothing refers to it.
    ObjectMissing {
        /// Its object number.
        number: u32,
        /// The offset as written.
        written: u32,
    },
    /// An object stands there and cannot be read; it counts as null. Harmless while nothing refers to it.
    ObjectMalformed {
        /// Its object number.
        number: u32,
        /// Its offset.
        offset: u32,
    },
    /// Something refers to an object that is missing or malformed: where one reader sees null, another searches.
    ReferenceBroken {
        /// Its object number.
        number: u32,
    },
    /// A stream's /Length does not lead to `endstream` (§7.3.8.2).
    StreamLength {
        /// Its object number.
        number: u32,
    },
    /// An object stream does not hold the object its cross-reference entry promises, or cannot be decoded (§7.5.7).
    ObjectStreamMismatch {
        /// The object number looked for.
        number: u32,
        /// Object number of the object stream.
        container: u32,
    },
    /// Objects follow the last revision that has cross-references: an update that was cut off, or never finished (§7.5.6).
    UpdateUnfinished {
        /// Offset of the first of them.
        offset: u32,
    },
    /// The cross-references could not be used and were rebuilt by scanning the file.
    Rebuilt,
}

impl Repair {
    /// Whether the meaning of the file is a guess after this, since another reader may see other objects: such a file can never
    /// be TOTAL-PASSED.
    ///
    /// What leaves nothing to guess is recorded and forgiven: junk before the header, cross-reference entries of another length
    /// or numbered from one, and an offset of a section that is off by a little where only one section can be meant.
    pub fn is_ambiguous(self) -> bool {
        match self {
            Self::JunkBeforeHeader { .. }
            | Self::SectionMoved { .. }
            | Self::EntryLength { .. }
            | Self::NumberedFromOne { .. }
            | Self::PrevIgnored { .. }
            | Self::EndMarkerMissing { .. }
            | Self::ObjectMissing { .. }
            | Self::ObjectMalformed { .. } => false,
            Self::HeaderMissing
            | Self::PrevCycle { .. }
            | Self::ObjectMoved { .. }
            | Self::ReferenceBroken { .. }
            | Self::StreamLength { .. }
            | Self::ObjectStreamMismatch { .. }
            | Self::UpdateUnfinished { .. }
            | Self::Rebuilt => true,
        }
    }
}
