//! What a verdict rests on besides the document, as options that several commands share.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use longseal::evidence::Material;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal_archive::settings::PolicyFile;

use crate::{UsageError, clock, trust};

/// Trust, material, policy and time.
#[derive(Args)]
pub(crate) struct SettingsArguments {
    /// Trust anchors: a file or folder of certificates (PEM, DER, p7b). There is no built-in trust.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) trust: Vec<PathBuf>,
    /// More certificates, CRLs and OCSP responses to use, untrusted: a file or folder.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) material: Vec<PathBuf>,
    /// Validation time, RFC 3339 or a date; now when left out.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<String>,
    /// Policy: `default`, `strict`, or a TOML file of your own (docs/policy.md).
    #[arg(long, value_name = "NAME|FILE", default_value = "default")]
    pub(crate) policy: String,
    /// Whether revocation status must be known; the policy decides when left out.
    #[arg(long, value_enum)]
    pub(crate) revocation: Option<Revocation>,
}

/// `--revocation`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Revocation {
    /// Every certificate below the anchor needs revocation information.
    Require,
    /// Use revocation information where it is at hand.
    IfPresent,
    /// Do not look at revocation.
    None,
}

impl From<Revocation> for RevocationRequirement {
    fn from(revocation: Revocation) -> Self {
        match revocation {
            Revocation::Require => Self::Require,
            Revocation::IfPresent => Self::IfPresent,
            Revocation::None => Self::None,
        }
    }
}

impl SettingsArguments {
    /// `--at`, or now.
    pub(crate) fn time(&self) -> Result<Instant, UsageError> {
        clock::validation_time(self.at.as_deref())
    }

    /// `--trust`.
    pub(crate) fn trust(&self) -> Result<TrustStore, UsageError> {
        trust::read_trust(&self.trust)
    }

    /// `--material`.
    pub(crate) fn material(&self) -> Result<Material, UsageError> {
        trust::read_material_beside_documents(&self.material)
    }

    /// `--policy`, with `--revocation` where it is given.
    pub(crate) fn policy(&self) -> Result<Policy, UsageError> {
        // A preset's name is the preset, also where a file has that name: `./strict` names the file.
        let policy = match Policy::preset(&self.policy) {
            Some(preset) => preset,
            None => PolicyFile::read(Path::new(&self.policy))?.policy()?,
        };
        let mut policy = match self.revocation {
            Some(revocation) => policy.with_revocation(revocation.into()),
            None => policy,
        };
        for document in trust::read_documents(&self.material)? {
            policy.add_signature_policy_document(&document);
        }
        Ok(policy)
    }
}
