//! Where the foreign material lies that some tests read: a folder `shared` beside the repository, or the one that the
//! environment variable `LONGSEAL_SHARED` names. It is present on development machines and in CI only.

use std::path::{Path, PathBuf};

/// The folder `sub` of the shared material; without it a line that says what was skipped, and `None`.
pub(crate) fn folder(sub: &str) -> Option<PathBuf> {
    let named = std::env::var_os("LONGSEAL_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|ancestor| ancestor.join("shared"));
    let found = named.into_iter().chain(beside).map(|shared| shared.join(sub)).find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: no shared/{sub}");
    }
    found
}
