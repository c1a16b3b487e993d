//! The sentences of reasons as a file for each language, for builds that do not have them in themselves: those without the
//! feature `texts`.
//!
//! A file has a line for each code, in the order of [`ReasonCode::ALL`]. Which files are those of a build is computed from its
//! tables while it is compiled, and all that the build keeps of them is a digest: a file of another version, and one that was
//! changed, is refused. The digest tells versions apart; it is none against forgers, who could as well replace the program.

use core::fmt;
use std::sync::OnceLock;

use super::{Language, sentence};
use crate::reason::ReasonCode;

static ENGLISH: Catalogue = Catalogue::of(Language::English);
static VIETNAMESE: Catalogue = Catalogue::of(Language::Vietnamese);

/// The file of a language, by its digest, and its lines once it was installed.
struct Catalogue {
    octets: usize,
    digest: u64,
    sentences: OnceLock<Vec<&'static str>>,
}

impl Catalogue {
    const fn of(language: Language) -> Self {
        let (mut octets, mut digest) = (0, FNV_BASIS);
        let mut codes = ReasonCode::ALL;
        while let [code, rest @ ..] = codes {
            let sentence = sentence(*code, language).as_bytes();
            octets += sentence.len() + 1;
            digest = fnv(fnv(digest, sentence), b"\n");
            codes = rest;
        }
        Self { octets, digest, sentences: OnceLock::new() }
    }

    fn is(&self, text: &str) -> bool {
        text.len() == self.octets && fnv(FNV_BASIS, text.as_bytes()) == self.digest
    }
}

const fn of(language: Language) -> &'static Catalogue {
    match language {
        Language::English => &ENGLISH,
        Language::Vietnamese => &VIETNAMESE,
    }
}

/// FNV-1a of 64 bits: the only digest that is cheap at compile time.
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

const fn fnv(mut digest: u64, mut octets: &[u8]) -> u64 {
    while let [octet, rest @ ..] = octets {
        digest = (digest ^ *octet as u64).wrapping_mul(0x0100_0000_01b3);
        octets = rest;
    }
    digest
}

/// A text that is not the file of any language, as this build writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignTexts;

impl fmt::Display for ForeignTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the sentences of this version, in any language")
    }
}

impl std::error::Error for ForeignTexts {}

/// The file of a language.
pub fn catalogue(language: Language) -> String {
    ReasonCode::ALL.iter().flat_map(|code| [sentence(*code, language), "\n"]).collect()
}

/// Takes a file that [`catalogue`] wrote; says which language it is. It stays for as long as the program runs; a second time
/// changes nothing.
///
/// # Errors
///
/// The text is no such file, or is that of another version.
pub fn install(text: String) -> Result<Language, ForeignTexts> {
    let language = [Language::English, Language::Vietnamese].into_iter().find(|language| of(*language).is(&text));
    let language = language.ok_or(ForeignTexts)?;
    of(language).sentences.get_or_init(|| text.leak().lines().collect());
    Ok(language)
}

/// Whether reasons have sentences in this language: always with the feature `texts`, otherwise when they were installed.
pub fn has(language: Language) -> bool {
    cfg!(feature = "texts") || of(language).sentences.get().is_some()
}

/// A sentence that was installed.
pub(super) fn installed(code: ReasonCode, language: Language) -> Option<&'static str> {
    of(language).sentences.get()?.get(code as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_installed_is_what_the_tables_say() {
        for language in [Language::English, Language::Vietnamese] {
            let text = catalogue(language);
            assert_eq!(install(text.clone()), Ok(language));
            assert_eq!(install(text), Ok(language), "a second time");
            assert!(has(language));
            for &code in ReasonCode::ALL {
                assert_eq!(installed(code, language), Some(sentence(code, language)), "{}", code.as_str());
            }
        }
    }

    #[test]
    fn a_sentence_is_a_line() {
        for language in [Language::English, Language::Vietnamese] {
            for &code in ReasonCode::ALL {
                let sentence = sentence(code, language);
                assert!(!sentence.is_empty() && !sentence.contains(['\n', '\r']), "{}", code.as_str());
            }
        }
    }

    #[test]
    fn other_texts_are_refused() {
        let text = catalogue(Language::Vietnamese);
        let shorter = text.lines().skip(1).flat_map(|line| [line, "\n"]).collect::<String>();
        let mut lines: Vec<_> = text.lines().collect();
        lines.swap(0, 1);
        let swapped = lines.into_iter().flat_map(|line| [line, "\n"]).collect::<String>();
        assert_eq!(swapped.len(), text.len());
        let changed = text.replacen("Tệp", "Tập", 1);
        assert!(changed != text && changed.len() == text.len());
        let longer = format!("{text}\n");
        let windows = text.replace('\n', "\r\n");
        for foreign in [String::new(), "\n".into(), shorter, swapped, changed, longer, windows] {
            assert_eq!(install(foreign), Err(ForeignTexts));
        }
    }
}
