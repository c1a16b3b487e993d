//! Which documents a command is about: the arguments that all of them share.

use std::path::PathBuf;

use clap::Args;
use longseal_archive::bulk::{Links, ListFormat, Shard, Sources};

/// Paths, lists and parts of them.
#[derive(Args)]
pub(crate) struct DocumentArguments {
    /// PDF files, folders to search for them, or patterns such as '2019/**/*.pdf'; `-` is one document on standard input.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read further paths from a file, one a line; `-` is standard input.
    #[arg(long, value_name = "FILE|-")]
    pub(crate) files_from: Option<PathBuf>,
    /// Paths in the list end with a zero byte, as `find -print0` writes them.
    #[arg(short = '0', long, requires = "files_from")]
    pub(crate) null: bool,
    /// Only part I of N, chosen by path: N machines take one part each and miss nothing.
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    pub(crate) shard: Option<Shard>,
    /// Search folders that are links, too. Links to files are always followed.
    #[arg(long)]
    pub(crate) follow_links: bool,
    /// Threads; one for each core when left out.
    #[arg(short = 'j', long, value_name = "N")]
    jobs: Option<usize>,
}

impl DocumentArguments {
    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::new(self.paths.clone());
        if let Some(file) = &self.files_from {
            let format = if self.null { ListFormat::ZeroTerminated } else { ListFormat::Lines };
            sources = sources.list(file.clone(), format);
        }
        if self.follow_links {
            sources = sources.links(Links::Follow);
        }
        match self.shard {
            Some(shard) => sources.shard(shard),
            None => sources,
        }
    }

    /// Threads to use.
    pub(crate) fn jobs(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.jobs.unwrap_or_else(cores).max(1)
    }
}

fn parse_shard(text: &str) -> Result<Shard, String> {
    text.parse().map_err(|_| "a part is I/N, from 1/N to N/N".to_owned())
}
