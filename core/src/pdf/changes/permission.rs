//! Whether what changed is what the signer permits (ISO 32000-2 §12.8.2.2, §12.8.2.4, §12.7.5.5).

use crate::pdf::signature::{DocMdp, FieldLock, SignatureField};

use super::ChangeLevel;
use super::step::Finding;

/// What one signature permits.
pub(super) struct Permission<'f> {
    docmdp: Option<DocMdp>,
    lock: Option<&'f FieldLock>,
}

impl<'f> Permission<'f> {
    /// Of a signature and the /Lock of its field. A lock takes effect by the FieldMDP transform that signing makes of it; where
    /// a signer left that out, the lock itself is taken.
    pub(super) fn of(field: &'f SignatureField<'_>) -> Self {
        let signature = field.signature.as_ref();
        let own = signature.and_then(|signature| signature.docmdp);
        let locked = field.lock.as_ref().and_then(|lock| lock.permission);
        let docmdp = match (own, locked) {
            (Some(own), Some(locked)) => Some(own.min(locked)),
            (own, locked) => own.or(locked),
        };
        let lock = signature.and_then(|signature| signature.fieldmdp.as_ref()).or(field.lock.as_ref());
        Self { docmdp, lock }
    }

    /// How much there is to compare with a field's name.
    pub(super) fn names(&self) -> usize {
        self.lock.map_or(0, |lock| lock.fields.iter().map(|name| 1 + name.len() / 16).sum())
    }

    /// The highest level of change.
    fn highest(&self) -> ChangeLevel {
        match self.docmdp {
            Some(DocMdp::NoChanges) => ChangeLevel::ValidationData,
            // NOTE: without DocMDP the standard sets no bound; filling in and signing is what every workflow needs, while an
            // annotation over signed content is what attacks need.
            Some(DocMdp::FormFilling) | None => ChangeLevel::FormFilling,
            Some(DocMdp::Annotations) => ChangeLevel::Annotations,
        }
    }

    /// Whether it permits one change.
    pub(super) fn permits(&self, finding: &Finding) -> bool {
        let locked = finding.field.as_ref().is_some_and(|field| self.lock.is_some_and(|lock| lock.locks(field)));
        finding.level <= self.highest()
            && (!locked || finding.allowed_when_locked)
            && !(finding.forbidden_when_certified && self.docmdp.is_some())
    }
}
