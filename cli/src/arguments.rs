//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use longseal::report::Language;

use crate::catalog::CatalogArguments;
use crate::documents::DocumentArguments;
use crate::fetch::FetchArguments;
use crate::judge::JudgeArguments;
use crate::settings::SettingsArguments;

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
    /// Validate a certificate by itself: path, policies, names, revocation.
    Chain(ChainArguments),
    /// Show the facts in PDF documents: revisions, signatures, certificates, timestamps, changes. No trust, no verdict.
    Inspect(InspectArguments),
    /// Gather missing issuers, CRLs and OCSP responses into a material folder. The only command that uses the network.
    Fetch(FetchArguments),
    /// Judge stored evidence again: catalogs and evidence files.
    Judge(JudgeArguments),
    /// The archive's own database: add, judge, verify, ask.
    Catalog(CatalogArguments),
    /// Explain a reason of a verdict: what it means, the clause, what to do; without a code, list all.
    Explain(ExplainArguments),
    /// Print the completion script of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// Exit status: 0 everything passed, 1 something failed, 3 nothing failed but something is indeterminate or could not
/// be examined, 2 usage.
#[derive(Args)]
#[command(
    after_help = "Exit status: 0 everything passed (a document without signatures counts as passed), 1 something failed,\n\
    3 nothing failed but something is indeterminate or could not be examined, 2 wrong usage."
)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
    /// Password of encrypted documents.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Form of the output; text when left out. On a terminal, several documents are then shown as a summary.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Where to write; standard output when left out. A folder for formats with one file for each document.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Which table a Parquet file holds.
    #[arg(long, value_enum, default_value_t = TableName::Documents)]
    pub(crate) table: TableName,
    /// Go on with the file of -o, which an interrupted run left: documents whose content, policy, trust, material and
    /// time are the same are not verified again. Needs --format jsonl.
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// Write rows as they are finished and not in the order of the documents.
    #[arg(long)]
    pub(crate) unordered: bool,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = LanguageTag::En)]
    pub(crate) lang: LanguageTag,
}

/// Validates one certificate at one time (RFC 5280, EN 319 102-1 §5.2.6).
#[derive(Args)]
#[command(after_help = "Exit status: 0 the certificate is good, 1 it was certainly revoked, expired or not yet valid,\n\
    3 its status is not certain: no chain, a broken constraint, missing revocation information, 2 wrong usage or no certificate.\n\n\
    Example: longseal chain signer.pem --trust roots/ --material crls/ --at 2026-01-31T12:00:00Z --format json")]
pub(crate) struct ChainArguments {
    /// The certificate, PEM or DER. Further certificates in the file are used as material.
    #[arg(value_name = "CERT")]
    pub(crate) certificate: PathBuf,
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
    /// Whether breaking the rules for issuers (RFC 5280 §4) is a warning or a failure.
    #[arg(long, value_enum, default_value_t = Profile::Rfc5280)]
    pub(crate) profile: Profile,
    /// Let the anchor's certificate bind like any other: names, policies, path length, dates (RFC 5937).
    #[arg(long)]
    pub(crate) anchor_constraints: bool,
    /// A certificate policy to accept, such as 2.16.840.1.101.3.2.1.48.1; any when left out (user-initial-policy-set).
    #[arg(long, value_name = "OID")]
    pub(crate) policy_oid: Vec<String>,
    /// The path must be valid for one of the accepted policies (initial-explicit-policy).
    #[arg(long)]
    pub(crate) explicit_policy: bool,
    /// anyPolicy in a certificate does not count (initial-any-policy-inhibit).
    #[arg(long)]
    pub(crate) inhibit_any_policy: bool,
    /// Policy mappings do not count (initial-policy-mapping-inhibit).
    #[arg(long)]
    pub(crate) inhibit_policy_mapping: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = ChainFormat::Text)]
    pub(crate) format: ChainFormat,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = LanguageTag::En)]
    pub(crate) lang: LanguageTag,
}

/// Explains the codes in `reasons` of reports.
#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// The code, such as path.no-trust-anchor; all are listed when it is left out.
    #[arg(value_name = "REASON-CODE")]
    pub(crate) code: Option<String>,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = LanguageTag::En)]
    pub(crate) lang: LanguageTag,
}

/// `--profile`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Profile {
    /// A warning: RFC 5280 §6 does not ask relying parties to check them.
    Rfc5280,
    /// A failure.
    Strict,
}

/// `--format` of `longseal chain`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ChainFormat {
    /// For people.
    Text,
    /// One JSON object, `longseal/chain/1`.
    Json,
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
    /// A table, one row for each signature (RFC 4180).
    Csv,
    /// A page for people, all documents on one.
    Html,
    /// The validation report of ETSI TS 119 102-2 as XML, one file for each document.
    Etsi,
    /// A Parquet file (docs/arrow.md).
    Parquet,
    /// A PREMIS 3 event as XML, one file for each document.
    Premis,
}

/// `--table`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableName {
    /// A row for each document, signatures nested.
    Documents,
    /// A row for each signature, flat.
    Signatures,
}

/// `--lang`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LanguageTag {
    /// English.
    En,
    /// Vietnamese.
    Vi,
}

impl From<LanguageTag> for Language {
    fn from(tag: LanguageTag) -> Self {
        match tag {
            LanguageTag::En => Self::English,
            LanguageTag::Vi => Self::Vietnamese,
        }
    }
}

/// Exit status: 0 all documents were examined, 3 one could not be, 2 usage.
#[derive(Args)]
#[command(after_help = "Exit status: 0 all documents were examined, 3 one could not be, 2 wrong usage.")]
pub(crate) struct InspectArguments {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,
    /// Password of encrypted documents.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = InspectFormat::Text)]
    pub(crate) format: InspectFormat,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = LanguageTag::En)]
    pub(crate) lang: LanguageTag,
}

/// `--format` of `longseal inspect`.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum InspectFormat {
    /// Indented lines.
    Text,
    /// One JSON object, `longseal/inspect/1`, or an array of them for several documents.
    Json,
}
