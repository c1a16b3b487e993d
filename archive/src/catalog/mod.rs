//! The archive's own database: every document with its [`Evidence`](longseal::evidence::Evidence), to be judged again
//! without reading a file. One SQLite file that any tool can query; docs/catalog.md describes its tables.

mod add;
mod error;
mod judge;
mod query;
mod store;
mod verify;

pub use add::Added;
pub use error::CatalogError;
pub use judge::Judged;
pub use query::{Grouping, Table, Value};
pub use verify::Verified;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

/// `LSEA`, by which a SQLite file is known to be a catalog.
const APPLICATION_ID: i32 = 0x4c53_4541;
/// The version of the schema.
const VERSION: i32 = 2;
/// What makes a catalog of version 1 one of version 2, and so on.
const STEPS: [&str; VERSION as usize - 1] = [include_str!("step-2.sql")];

/// An open catalog.
#[derive(Debug)]
pub struct Catalog {
    connection: Connection,
    path: PathBuf,
}

impl Catalog {
    /// Opens a catalog.
    ///
    /// # Errors
    /// When there is none, or it is something else, or of a later version. One of an earlier version is brought to this one.
    pub fn open(path: &Path) -> Result<Self, CatalogError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        Self::prepare(connection, path)
    }

    /// Opens a catalog, or makes one.
    ///
    /// # Errors
    /// When the file is something else, or of a later version, or cannot be made.
    pub fn create(path: &Path) -> Result<Self, CatalogError> {
        let connection = Connection::open(path)?;
        let is_new: bool = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
        if is_new {
            // Small pages waste less on rows of a few hundred bytes; the write-ahead log lets others read meanwhile.
            connection.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;")?;
            let begin = format!("BEGIN; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};");
            connection.execute_batch(&[&begin, include_str!("schema.sql"), "COMMIT;"].concat())?;
        }
        Self::prepare(connection, path)
    }

    fn prepare(connection: Connection, path: &Path) -> Result<Self, CatalogError> {
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        if pragma("application_id")? != APPLICATION_ID {
            return Err(CatalogError::NotCatalog);
        }
        match pragma("user_version")? {
            VERSION => {}
            version @ 1..VERSION => Self::bring_forward(&connection, version)?,
            version => return Err(CatalogError::Version(version)),
        }
        // What is deleted, or moved when a page is split, leaves no copy: documents can be forgotten.
        connection.execute_batch("PRAGMA secure_delete = ON;")?;
        // In WAL mode a crash of the machine may lose the last transactions, never the database.
        connection.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA foreign_keys = OFF;")?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Takes the steps to this version, all or none. Verdicts of runs before have nothing in the new columns.
    fn bring_forward(connection: &Connection, version: i32) -> Result<(), CatalogError> {
        connection.execute_batch("BEGIN IMMEDIATE;")?;
        // Another program may have taken the steps while this one waited.
        let current: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let taken = usize::try_from(current.max(version) - 1).unwrap_or(STEPS.len());
        let steps = STEPS.get(taken..).unwrap_or_default().concat();
        let result = connection.execute_batch(&format!("{steps} PRAGMA user_version = {}; COMMIT;", current.max(VERSION)));
        if result.is_err() {
            connection.execute_batch("ROLLBACK;")?;
        }
        Ok(result?)
    }

    /// Whether a file is a SQLite database, by its first bytes.
    pub fn is_database(beginning: &[u8]) -> bool {
        beginning.starts_with(b"SQLite format 3\0")
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(&self) -> Result<u64, CatalogError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Another connection to the same catalog, to read with.
    fn reader(&self) -> Result<Connection, CatalogError> {
        let connection = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        connection.execute_batch("PRAGMA cache_size = -16384; PRAGMA mmap_size = 1073741824;")?;
        Ok(connection)
    }
}
