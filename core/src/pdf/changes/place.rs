//! Where in a document a change is, as a person would say it.

use core::fmt;

/// The page, the field and the part of the document that a change concerns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The page from 1, as the first signer saw it.
    pub page: Option<u32>,
    /// The fully qualified name of the form field.
    pub field: Option<String>,
    /// What kind of part it is.
    pub part: Part,
}

/// Characters of a field's name that a place shows: every change of a field has it.
const LONGEST: usize = 200;

impl Place {
    /// A field, maybe on a page.
    pub(super) fn field(name: impl Into<String>) -> Self {
        let mut name = name.into();
        if let Some((end, _)) = name.char_indices().nth(LONGEST) {
            name.truncate(end);
            name.push('…');
        }
        Self { page: None, field: Some(name), part: Part::Field }
    }

    /// On a page, when that is known.
    pub(super) fn on(self, page: Option<u32>) -> Self {
        Self { page: page.or(self.page), ..self }
    }
}

impl From<Part> for Place {
    fn from(part: Part) -> Self {
        Self { page: None, field: None, part }
    }
}

impl fmt::Display for Place {
    /// `page 1, field Signature1`, or what part it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.page, &self.field) {
            (Some(page), Some(field)) => write!(f, "page {page}, field {field}"),
            (None, Some(field)) => write!(f, "field {field}"),
            (Some(page), None) if self.part == Part::Page => write!(f, "page {page}"),
            (Some(page), None) => write!(f, "page {page}, {}", self.part.as_str()),
            (None, None) => f.write_str(self.part.as_str()),
        }
    }
}

macro_rules! parts {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)*) => {
        /// A part of a document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Part { $($(#[doc = $doc])+ $variant,)* }

        impl Part {
            /// All parts.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As in reports: `validation data`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

parts! {
    /// The file as a whole: its bytes, its trailer.
    File = "file";
    /// Settings of the whole document: the catalog.
    Catalog = "catalog";
    /// Title, author, dates.
    Information = "document information";
    /// XMP.
    Metadata = "metadata";
    /// The encryption.
    Encryption = "encryption";
    /// The interactive form.
    Form = "form";
    /// One field of it.
    Field = "field";
    /// The pages.
    Pages = "pages";
    /// One page.
    Page = "page";
    /// An annotation.
    Annotation = "annotation";
    /// What pages show.
    Content = "content";
    /// The structure tree.
    Structure = "structure";
    /// The document security store.
    ValidationData = "validation data";
    /// Many objects at once.
    ObjectStream = "object stream";
    /// An object that nothing is known of.
    Document = "document";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_as_a_person_says_them() {
        assert_eq!(Place::field("a.b").on(Some(2)).to_string(), "page 2, field a.b");
        assert_eq!(Place::from(Part::Page).on(Some(3)).to_string(), "page 3");
        assert_eq!(Place::from(Part::Annotation).on(Some(3)).to_string(), "page 3, annotation");
        assert_eq!(Place::from(Part::ValidationData).to_string(), "validation data");
    }
}
