//! Rendered documents in their order: to standard output, to a file, or to one file for each.
//!
//! A file appears under its name only when it is whole: until then it is a temporary one beside it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use longseal::report::{self, Language};

use crate::UsageError;
use crate::arguments::Format;
use crate::render::Renderer;

/// Rendered documents wait here for the next call of the operating system; one may be larger than the standard library's 8 kB.
const ROOM: usize = 1 << 16;

/// Writes one rendered document after the other.
pub(crate) struct Output {
    target: Target,
    format: Format,
    language: Language,
    /// Whether JSON is an array, because more than one document may come.
    array: bool,
    written: usize,
}

enum Target {
    /// Standard output, or what is no regular file.
    Stream(BufWriter<Box<dyn Write + Send>>),
    File(WholeFile),
    /// One file for each document, and the names that are taken.
    Folder(PathBuf, HashSet<String>),
}

impl Output {
    /// To a file, to a folder for formats that have one file for each document, or to standard output.
    pub(crate) fn create(path: Option<&Path>, renderer: Renderer, array: bool) -> Result<Self, UsageError> {
        let Renderer { format, language } = renderer;
        let one_each = matches!(format, Format::Etsi | Format::Premis);
        let target = match path {
            Some(folder) if one_each && folder.is_dir() => Target::Folder(folder.to_owned(), HashSet::new()),
            _ if one_each && array => {
                let why = "this format has one file for each document: name an existing folder with -o";
                return Err(UsageError(why.to_owned()));
            }
            // A pipe or a device has no name to appear under.
            Some(path) if path.exists() && !path.is_file() => {
                let device = File::create(path).map_err(|error| cannot_write(path, &error))?;
                Target::Stream(BufWriter::with_capacity(ROOM, Box::new(device)))
            }
            Some(path) => Target::File(WholeFile::create(path).map_err(|error| cannot_write(path, &error))?),
            None => Target::Stream(BufWriter::with_capacity(ROOM, Box::new(io::stdout()))),
        };
        Ok(Self { target, format, language, array, written: 0 })
    }

    /// One document, known as `path`.
    pub(crate) fn write(&mut self, path: &str, rendered: &str) -> io::Result<()> {
        if let Target::Folder(folder, taken) = &mut self.target {
            let name = free_name(path, self.format, taken);
            let mut file = WholeFile::create(&folder.join(name))?;
            file.writer.write_all(rendered.as_bytes())?;
            return file.finish();
        }
        let is_first = self.written == 0;
        if is_first {
            self.begin()?;
        }
        self.written += 1;
        match self.format {
            Format::Text if !is_first => self.writer().write_all(b"\n")?,
            Format::Json if self.array && !is_first => self.writer().write_all(b",\n")?,
            _ => {}
        }
        let needs_end = self.format == Format::Jsonl || (self.format == Format::Json && !self.array);
        self.writer().write_all(rendered.as_bytes())?;
        if needs_end { self.writer().write_all(b"\n") } else { Ok(()) }
    }

    /// Hands what was written to the operating system.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Stream(writer) => writer.flush(),
            Target::File(_) | Target::Folder(..) => Ok(()),
        }
    }

    /// What stands before the first document.
    fn begin(&mut self) -> io::Result<()> {
        match self.format {
            Format::Json if self.array => self.writer().write_all(b"[\n"),
            Format::Csv => self.writer().write_all(report::csv_header().as_bytes()),
            Format::Html => {
                let head = report::html_head(self.language);
                self.writer().write_all(head.as_bytes())
            }
            _ => Ok(()),
        }
    }

    /// Ends what was begun, and gives a file its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.written == 0 && !matches!(self.target, Target::Folder(..)) {
            self.begin()?;
        }
        if self.format == Format::Json && self.array {
            let end: &[u8] = if self.written == 0 { b"]\n" } else { b"\n]\n" };
            self.writer().write_all(end)?;
        }
        if self.format == Format::Html {
            self.writer().write_all(report::html_tail().as_bytes())?;
        }
        match self.target {
            Target::Stream(mut writer) => writer.flush(),
            Target::File(file) => file.finish(),
            Target::Folder(..) => Ok(()),
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.target {
            Target::Stream(writer) => writer,
            Target::File(file) => &mut file.writer,
            Target::Folder(..) => unreachable!("a folder has a writer for each document"),
        }
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> UsageError {
    UsageError(format!("cannot write {}: {error}", path.display()))
}

/// A file that gets its name when it is finished; left unfinished, it is removed.
pub(crate) struct WholeFile {
    writer: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl WholeFile {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no name of a file"))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let temporary = path.with_file_name(hidden);
        let writer = BufWriter::with_capacity(ROOM, File::create(&temporary)?);
        Ok(Self { writer, temporary, path: path.to_owned(), finished: false })
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_all()?;
        fs::rename(&self.temporary, &self.path)?;
        self.finished = true;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.finished {
            // Nobody is left to tell when even this fails.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// `decree.pdf.etsi.xml`; documents of the same name in several folders are numbered.
fn free_name(path: &str, format: Format, taken: &mut HashSet<String>) -> String {
    let ending = if format == Format::Etsi { "etsi.xml" } else { "premis.xml" };
    let name = Path::new(path).file_name().map_or_else(|| "document".into(), |name| name.to_string_lossy());
    let numbered = |number: usize| {
        if number == 1 { format!("{name}.{ending}") } else { format!("{name}.{number}.{ending}") }
    };
    let mut number = 1;
    while !taken.insert(numbered(number)) {
        number += 1;
    }
    numbered(number)
}
