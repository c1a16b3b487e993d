//! What an object is used for, by the place it is used in (ISO 32000-2 §7.7.2, §7.7.3, §12.5, §12.7, §12.8, §14.7).
//!
//! A change is judged by every role its object has: an appearance stream that a page also draws as content is content.

/// One use of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(super) enum Role {
    /// The document catalog.
    Catalog,
    /// The document information dictionary.
    Information,
    /// The encryption dictionary.
    Encryption,
    /// /Extensions, /MarkInfo or /Version of the catalog.
    Extension,
    /// The document's XMP metadata.
    Metadata,
    /// The interactive form.
    Form,
    /// An array of fields: /Fields of the form or /Kids of a field.
    FieldList,
    /// A field, or a widget of one.
    Field,
    /// /V of a field.
    FieldValue,
    /// Inside the value of a field, the transforms of a signature among them; or a signature that /Perms names.
    FieldValuePart,
    /// /AP of a field: the appearance dictionary.
    AppearanceSet,
    /// /N, /R or /D of it: a stream, or a dictionary of states.
    AppearanceEntry,
    /// The stream of one state.
    AppearanceState,
    /// Inside an appearance stream: resources, fonts, images.
    AppearancePart,
    /// /DR of the form.
    FormResources,
    /// One category of resources in it.
    FormResourceCategory,
    /// /CO of the form: fields in calculation order. Says nothing of the field itself.
    CalculationOrder,
    /// A page or page tree node.
    Page,
    /// /Kids of a page tree node.
    PageList,
    /// /Annots of a page.
    AnnotationList,
    /// An annotation.
    Annotation,
    /// Inside an annotation that is no field.
    AnnotationPart,
    /// The document security store.
    Dss,
    /// /Certs, /CRLs, /OCSPs of it or /Cert, /CRL, /OCSP of a VRI entry.
    DssList,
    /// One stream of validation data.
    DssStream,
    /// /VRI.
    VriMap,
    /// One entry of /VRI.
    VriEntry,
    /// The structure tree root.
    StructureRoot,
    /// A structure element, or an array of them.
    StructureElement,
    /// /Obj of an object reference in the structure tree.
    StructureObject,
    /// The parent tree or the ID tree, with its nodes and arrays: an index of structure elements.
    ParentTree,
    /// Anything else: content.
    Other,
}

/// A step from an object to what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path<'p> {
    /// The value of a key.
    Key(&'p [u8]),
    /// An element of an array.
    Element,
}

impl Role {
    /// The role of what stands one step further, or nothing for a reference that only points back. `in_stream` says that the
    /// key is one of a stream's dictionary.
    #[allow(clippy::match_same_arms, reason = "one line for each place in the document")]
    pub(super) fn step(self, path: Path<'_>, in_stream: bool) -> Option<Self> {
        use Path::{Element, Key};
        Some(match (self, path) {
            // Back from child to parent, from annotation to page, from structure to page.
            (Self::Field | Self::Annotation, Key(b"Parent" | b"P")) | (Self::Page, Key(b"Parent")) => return None,
            (Self::StructureElement, Key(b"P" | b"Pg")) => return None,
            (Self::Catalog, Key(b"AcroForm")) => Self::Form,
            (Self::Catalog, Key(b"Pages")) => Self::Page,
            (Self::Catalog, Key(b"DSS")) => Self::Dss,
            (Self::Catalog, Key(b"Metadata")) => Self::Metadata,
            (Self::Catalog, Key(b"Extensions" | b"MarkInfo" | b"Version")) => Self::Extension,
            (Self::Catalog, Key(b"StructTreeRoot")) => Self::StructureRoot,
            // Certification and usage rights: signature dictionaries.
            (Self::Catalog, Key(b"Perms")) => Self::FieldValuePart,
            (Self::Form, Key(b"Fields")) | (Self::Field, Key(b"Kids")) => Self::FieldList,
            (Self::Form, Key(b"DR")) => Self::FormResources,
            (Self::Form, Key(b"CO")) | (Self::CalculationOrder, Element) => Self::CalculationOrder,
            (Self::FormResources, Key(_)) => Self::FormResourceCategory,
            (Self::FieldList, Element) => Self::Field,
            (Self::Field, Key(b"V")) => Self::FieldValue,
            // /Data of a signature reference (table 256): the catalog, usually.
            (Self::FieldValuePart, Key(b"Data")) => return None,
            (Self::FieldValue | Self::FieldValuePart, _) => Self::FieldValuePart,
            (Self::Field, Key(b"AP")) => Self::AppearanceSet,
            (Self::AppearanceSet, Key(b"N" | b"R" | b"D")) => Self::AppearanceEntry,
            (Self::AppearanceEntry, Key(_)) if !in_stream => Self::AppearanceState,
            (Self::AppearanceEntry | Self::AppearanceState | Self::AppearancePart, _) => Self::AppearancePart,
            (Self::Page, Key(b"Kids")) => Self::PageList,
            (Self::PageList, Element) => Self::Page,
            (Self::Page, Key(b"Annots")) => Self::AnnotationList,
            (Self::AnnotationList, Element) | (Self::Annotation, Key(b"Popup")) => Self::Annotation,
            (Self::Annotation, Key(b"IRT")) => return None,
            (Self::Annotation | Self::AnnotationPart, _) => Self::AnnotationPart,
            (Self::Dss, Key(b"VRI")) => Self::VriMap,
            (Self::Dss, Key(b"Certs" | b"CRLs" | b"OCSPs")) => Self::DssList,
            (Self::VriEntry, Key(b"Cert" | b"CRL" | b"OCSP")) => Self::DssList,
            (Self::VriEntry, Key(b"TS")) | (Self::DssList, Element) => Self::DssStream,
            (Self::VriMap, Key(_)) => Self::VriEntry,
            (Self::StructureRoot | Self::StructureElement, Key(b"K")) | (Self::StructureElement, Element) => {
                Self::StructureElement
            }
            (Self::StructureElement, Key(b"Obj")) => Self::StructureObject,
            (Self::StructureRoot, Key(b"ParentTree" | b"IDTree")) => Self::ParentTree,
            (Self::ParentTree, Key(b"Nums" | b"Names" | b"Kids") | Element) => Self::ParentTree,
            // What the tree leads to are structure elements, and their own tree says what they hold.
            (Self::ParentTree, Key(_)) => return None,
            _ => Self::Other,
        })
    }

    /// Whether the role says nothing of what is in the object: another place holds it, and this one only refers to it.
    pub(super) fn only_points(self) -> bool {
        matches!(self, Self::CalculationOrder | Self::StructureObject)
    }

    /// Whether the role says which field the object belongs to.
    pub(super) fn has_owner(self) -> bool {
        matches!(
            self,
            Self::FieldValue
                | Self::FieldValuePart
                | Self::AppearanceSet
                | Self::AppearanceEntry
                | Self::AppearanceState
                | Self::AppearancePart
                | Self::FieldList
        )
    }
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u32);

impl Roles {
    /// Adds a role; whether it is new.
    pub(super) fn insert(&mut self, role: Role) -> bool {
        let before = self.0;
        self.0 |= 1 << role as u8;
        self.0 != before
    }

    /// Whether the role is in the set.
    pub(super) fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u8 != 0
    }

    /// Whether a field shows it.
    pub(super) fn is_appearance(self) -> bool {
        [Role::AppearanceSet, Role::AppearanceEntry, Role::AppearanceState].into_iter().any(|role| self.has(role))
    }

    /// Whether there is no role.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them.
    pub(super) fn iter(self) -> impl Iterator<Item = Role> {
        let mut left = self.0;
        core::iter::from_fn(move || {
            let role = ALL.get(left.trailing_zeros() as usize).copied()?;
            left &= left - 1;
            Some(role)
        })
    }
}

const ALL: [Role; 32] = [
    Role::Catalog,
    Role::Information,
    Role::Encryption,
    Role::Extension,
    Role::Metadata,
    Role::Form,
    Role::FieldList,
    Role::Field,
    Role::FieldValue,
    Role::FieldValuePart,
    Role::AppearanceSet,
    Role::AppearanceEntry,
    Role::AppearanceState,
    Role::AppearancePart,
    Role::FormResources,
    Role::FormResourceCategory,
    Role::CalculationOrder,
    Role::Page,
    Role::PageList,
    Role::AnnotationList,
    Role::Annotation,
    Role::AnnotationPart,
    Role::Dss,
    Role::DssList,
    Role::DssStream,
    Role::VriMap,
    Role::VriEntry,
    Role::StructureRoot,
    Role::StructureElement,
    Role::StructureObject,
    Role::ParentTree,
    Role::Other,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_own_bit() {
        let mut set = Roles::default();
        for role in ALL {
            assert!(set.insert(role), "{role:?}");
            assert_eq!(ALL[role as usize], role);
        }
        assert!(set.iter().eq(ALL));
        assert_eq!(Roles::default().iter().next(), None);
    }

    #[test]
    fn keys_of_an_appearance_stream_are_its_parts_and_those_of_a_dictionary_its_states() {
        assert_eq!(Role::AppearanceEntry.step(Path::Key(b"Resources"), true), Some(Role::AppearancePart));
        assert_eq!(Role::AppearanceEntry.step(Path::Key(b"Off"), false), Some(Role::AppearanceState));
        assert_eq!(Role::Page.step(Path::Key(b"Contents"), false), Some(Role::Other));
    }
}
