//! The build script, which writes the table of the built pages: each file of `web/dist` with its
//! bytes.
//!
//! This script must not know the use of the files. `cargo xtask web` builds the files, and they are
//! committed, so that building a server with pages needs only Rust.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    let dist = dist.canonicalize().map_err(|error| format!("{}: {error}", dist.display()))?;
    writeln!(io::stdout(), "cargo::rerun-if-changed={}", dist.display())?;
    let mut paths = Vec::new();
    find(&dist, &mut paths)?;
    paths.sort();
    let mut table = "[\n".to_owned();
    for path in paths {
        let name = path.strip_prefix(&dist)?.to_string_lossy().replace('\\', "/");
        let path = path.to_string_lossy();
        writeln!(table, "    ({name:?}, include_bytes!({path:?}).as_slice()),")?;
    }
    table.push_str("]\n");
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("dist.rs"), table)?)
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
