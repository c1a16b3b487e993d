//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Verifies signed PDF documents, offline and reproducibly.
#[derive(Parser)]
#[command(name = "longseal", version, about, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Verify the signatures of PDF documents.
    Verify(VerifyArguments),
}

/// Exit status: 0 everything passed, 1 something failed, 3 nothing failed but something is indeterminate or could not
/// be examined, 2 usage.
#[derive(Args)]
#[command(
    after_help = "Exit status: 0 everything passed (a document without signatures counts as passed), 1 something failed,\n\
    3 nothing failed but something is indeterminate or could not be examined, 2 wrong usage."
)]
pub(crate) struct VerifyArguments {
    /// PDF files, or folders to search for them.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<PathBuf>,
    /// Trust anchors: a file or folder of certificates (PEM, DER, p7b). There is no built-in trust.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) trust: Vec<PathBuf>,
    /// More certificates, CRLs and OCSP responses to use, untrusted: a file or folder.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) material: Vec<PathBuf>,
    /// Validation time, RFC 3339; now when left out.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) at: Option<String>,
    /// Policy preset.
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) policy: String,
    /// Whether revocation status must be known; the policy decides when left out.
    #[arg(long, value_enum)]
    pub(crate) revocation: Option<Revocation>,
    /// Password of encrypted documents.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Where to write; standard output when left out.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Threads; one for each core when left out.
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = LanguageTag::En)]
    pub(crate) lang: LanguageTag,
    /// Read further paths from a file, one a line; `-` is standard input.
    #[arg(long, value_name = "FILE|-")]
    pub(crate) files_from: Option<PathBuf>,
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

/// `--format`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object, or an array of them for several documents.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// `--lang`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LanguageTag {
    /// English.
    En,
    /// Vietnamese.
    Vi,
}
