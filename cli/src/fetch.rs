//! `longseal fetch`: the only command that uses the network.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use clap::Args;
use longseal::Verifier;
use longseal::evidence::{Material, Request, WantedList};
use longseal_archive::bulk::{Found, Reader, Run, Sources};
use longseal_archive::fetch::{Addresses, FetchSettings, Fetched, Fetcher, MaterialFolder};

use crate::UsageError;
use crate::documents::DocumentArguments;
use crate::settings::SettingsArguments;

/// Rounds of asking: an issuer that was found has an issuer and a status of its own, and what failed has other places.
const ROUNDS: usize = 12;

/// Gathers missing issuers, CRLs and OCSP responses into a material folder, from where certificates say they are.
#[derive(Args)]
#[command(after_help = "Exit status: 0 everything that was asked for came, 3 something did not, 2 wrong usage.\n\n\
    Only the network decides what comes. Use the folder with --material: later runs are offline, and their reports name its digest.\n\n\
    Example: longseal fetch 2019/ --trust roots/ --out material/")]
pub(crate) struct FetchArguments {
    #[command(flatten)]
    documents: DocumentArguments,
    #[command(flatten)]
    settings: SettingsArguments,
    /// The folder of material; what is there and still current is not asked for again.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Ask addresses on private networks and this machine, too. Certificates name addresses, and anybody can write one.
    #[arg(long)]
    allow_private: bool,
    /// Seconds for one answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Password of encrypted documents.
    #[arg(long, value_name = "TEXT")]
    password: Option<String>,
}

/// Gathers what is missing and gives the exit status.
pub(crate) fn run(arguments: &FetchArguments) -> Result<u8, UsageError> {
    let given = &arguments.settings;
    if given.trust.is_empty() {
        return Err(UsageError("fetch needs --trust: only what can lead to an anchor is asked for".to_owned()));
    }
    let trust = given.trust()?;
    let (policy, time) = (given.policy()?, given.time()?);
    let given_material = given.material()?;
    let failed = |error: io::Error| UsageError(format!("cannot use {}: {error}", arguments.out.display()));
    let folder = MaterialFolder::open(&arguments.out).map_err(failed)?;
    let mut material = folder.material().map_err(failed)?;
    let folder = Mutex::new(folder);
    let mut settings = FetchSettings::default();
    settings.timeout = Duration::from_secs(arguments.timeout);
    if arguments.allow_private {
        settings.addresses = Addresses::All;
    }
    let fetcher = Fetcher::new(settings);

    let mut sources = arguments.documents.sources();
    let mut faults = 0_u64;
    let mut still_wanted = WantedList::default();
    for round in 0..ROUNDS {
        let mut all = given_material.clone();
        all.extend(material.clone());
        let mut builder = Verifier::builder().trust(trust.clone()).material(all).policy(policy.clone()).at(time);
        if let Some(password) = &arguments.password {
            builder = builder.password(password.as_bytes());
        }
        let (wanted, lacking, unread) = wanted(&builder.build(), &sources, arguments.documents.jobs())?;
        if round == 0 {
            for why in &unread {
                eprintln!("{why}");
            }
            faults += unread.len() as u64;
        }
        let requests = fetcher.next(&wanted);
        still_wanted = wanted;
        if requests.is_empty() {
            break;
        }
        let fetched = fetcher.fetch(requests, &folder);
        faults += fetched.iter().filter(|fetched| fetched.outcome.is_err()).count() as u64;
        say(&fetched, &still_wanted).map_err(|error| UsageError(format!("cannot write: {error}")))?;
        for came in fetched.into_iter().filter_map(|fetched| fetched.outcome.ok()) {
            material.extend(came);
        }
        // What the first round found complete stays so.
        sources = Sources::new(lacking);
    }
    let folder = folder.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let digest = folder.finish().map_err(failed)?;
    eprintln!("{}: {} files, material digest {digest}", arguments.out.display(), folder.len());
    let unmet = still_wanted.items().iter().flat_map(|wanted| &wanted.purposes);
    let unmet: HashMap<[u8; 32], &str> = unmet.map(|purpose| (purpose.certificate, &*purpose.subject)).collect();
    if !unmet.is_empty() {
        let mut subjects: Vec<&str> = unmet.into_values().collect();
        subjects.sort_unstable();
        eprintln!("still missing for: {}", subjects.join("; "));
    }
    Ok(if faults > 0 || !still_wanted.is_empty() { 3 } else { 0 })
}

/// What all documents want, which of them want anything, and why others could not be examined.
fn wanted(verifier: &Verifier, sources: &Sources, jobs: usize) -> Result<(WantedList, Vec<PathBuf>, Vec<String>), UsageError> {
    let documents = sources.documents().map_err(|error| UsageError(format!("cannot read the list: {error}")))?;
    let (mut all, mut lacking, mut unread) = (WantedList::default(), Vec::new(), Vec::new());
    let run = Run::new(jobs).each(
        documents,
        Reader::default,
        |reader, candidate| {
            let bytes = match candidate.found {
                Found::File { .. } => reader.read(&candidate.path),
                Found::Problem(error) => Err(error),
                _ => Err(io::Error::other("documents are read more than once: name files")),
            };
            let evidence = bytes.map_err(|error| error.to_string());
            let evidence = evidence.and_then(|bytes| verifier.collect(&bytes).map_err(|error| error.to_string()));
            (candidate.path, evidence.map(|evidence| verifier.wanted(&evidence)))
        },
        |(path, wanted): (PathBuf, Result<WantedList, String>)| {
            match wanted {
                Ok(wanted) if wanted.is_empty() => {}
                Ok(wanted) => {
                    all.extend(wanted);
                    lacking.push(path);
                }
                Err(why) => unread.push(format!("{}: {why}", path.display())),
            }
            Ok(())
        },
    );
    run.map_err(|error| UsageError(error.to_string()))?;
    Ok((all, lacking, unread))
}

/// One line for each request: what it was, for whom, and what came.
fn say(fetched: &[Fetched], wanted: &WantedList) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    for Fetched { request, outcome, stored_before, .. } in fetched {
        let kind = match request {
            Request::Crl { .. } => "CRL",
            Request::Ocsp { .. } => "OCSP",
            _ => "issuer",
        };
        let found = wanted.items().iter().find(|wanted| wanted.request == *request);
        let subject = found.and_then(|wanted| wanted.purposes.first()).map_or("?", |purpose| &purpose.subject);
        let came = match outcome {
            Ok(_) if *stored_before => "stored, still current".to_owned(),
            Ok(material) => count(material),
            Err(fault) => format!("FAILED: {fault}"),
        };
        let line = format!("{kind} {} for {subject}: {came}", request.url());
        // Names and URLs come from certificates.
        let visible: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        writeln!(stdout, "{visible}")?;
    }
    stdout.flush()
}

fn count(material: &Material) -> String {
    let counts = [
        (material.certificates().len(), "certificates"),
        (material.crls().len(), "CRLs"),
        (material.ocsps().len(), "OCSP responses"),
    ];
    let parts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| match count {
        1 => format!("1 {}", what.trim_end_matches('s')),
        count => format!("{count} {what}"),
    });
    parts.collect::<Vec<_>>().join(", ")
}
