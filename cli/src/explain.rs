//! `longseal explain`, and what the command says of itself: `completions` and `man`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::CommandFactory as _;
use longseal::reason::ReasonCode;
use longseal::report::{self, Language};

use crate::UsageError;
use crate::arguments::{Arguments, ExplainArguments};

/// Explains one code, or lists all.
pub(crate) fn run(arguments: &ExplainArguments) -> Result<u8, UsageError> {
    let language = Language::from(arguments.lang);
    let Some(slug) = &arguments.code else {
        let line = |code: &ReasonCode| format!("{:<36} {}\n", code.as_str(), report::template(*code, language));
        return print(ReasonCode::ALL.iter().map(line).collect::<String>().as_bytes());
    };
    let code = ReasonCode::from_slug(slug).ok_or_else(|| {
        let nearest: Vec<&str> = nearest(slug).into_iter().map(ReasonCode::as_str).collect();
        UsageError(format!("{slug}: no such reason; the nearest: {}", nearest.join(", ")))
    })?;
    print(explanation(code, language).as_bytes())
}

fn explanation(code: ReasonCode, language: Language) -> String {
    let [means, clause, message, what_to_do] = match language {
        Language::Vietnamese => ["ý nghĩa (tiếng Anh)", "điều khoản", "thông báo", "cần làm gì"],
        Language::English => ["meaning", "clause", "message", "what to do"],
    };
    let mut text = format!("{} ({})\n", code.as_str(), code.severity().as_str());
    for (label, value) in [
        (message, report::template(code, language)),
        (means, code.description()),
        (clause, code.clause()),
        (what_to_do, report::advice(code, language)),
    ] {
        let _ = write!(text, "\n{label}:\n   {value}\n");
    }
    text
}

/// The three codes that take the fewest changes of letters.
fn nearest(slug: &str) -> Vec<ReasonCode> {
    // A longer word is none of ours, and the distance costs its length for each code.
    let slug: String = slug.chars().take(64).collect();
    let mut codes = ReasonCode::ALL.to_vec();
    codes.sort_by_cached_key(|code| {
        let part_of = code.as_str().contains(slug.as_str()) && !slug.is_empty();
        (!part_of, distance(&slug, code.as_str()))
    });
    codes.truncate(3);
    codes
}

/// Levenshtein's distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut last = index + 1;
        for (other, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = *cell;
            *cell = replaced.min(last + 1).min(diagonal + 1);
            last = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// The completion script of a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<u8, UsageError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "longseal", &mut script);
    print(&script)
}

/// The manual page in roff: the command, then each of its commands.
pub(crate) fn manual() -> Result<u8, UsageError> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut page);
    let rest = command.get_subcommands().filter(|command| command.get_name() != "help");
    let rendered =
        rest.fold(rendered, |result, command| result.and_then(|()| clap_mangen::Man::new(command.clone()).render(&mut page)));
    rendered.map_err(|error| UsageError(format!("cannot write: {error}")))?;
    print(&page)
}

fn print(bytes: &[u8]) -> Result<u8, UsageError> {
    match io::stdout().write_all(bytes) {
        // The reader of a pipe went away: it has what it wanted.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(UsageError(format!("cannot write: {error}"))),
        _ => Ok(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_levenshteins() {
        for (left, right, expected) in
            [("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("path", "path", 0), ("ab", "ba", 2)]
        {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }
}
