//! The build script, which writes the table of the built pages: each file of `web/dist`, compressed
//! with zlib.
//!
//! This script must not know the use of the files. `cargo xtask web` builds the files, and they are
//! committed, so that building a server with pages needs only Rust.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::ZlibEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    let dist = dist.canonicalize().map_err(|error| format!("{}: {error}", dist.display()))?;
    writeln!(io::stdout(), "cargo::rerun-if-changed={}", dist.display())?;
    let mut paths = Vec::new();
    find(&dist, &mut paths)?;
    paths.sort();
    let output = PathBuf::from(env::var("OUT_DIR")?);
    let mut table = "[\n".to_owned();
    for (number, path) in paths.into_iter().enumerate() {
        let name = path.strip_prefix(&dist)?.to_string_lossy().replace('\\', "/");
        let packed = output.join(format!("{number}.zlib"));
        let mut encoder = ZlibEncoder::new(File::create(&packed)?, Compression::best());
        encoder.write_all(&fs::read(path)?)?;
        encoder.finish()?;
        let packed = packed.to_string_lossy();
        writeln!(table, "    ({name:?}, include_bytes!({packed:?}).as_slice()),")?;
    }
    table.push_str("]\n");
    Ok(fs::write(output.join("dist.rs"), table)?)
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
