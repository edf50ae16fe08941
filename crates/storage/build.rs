//! Writes the list of migrations as Rust source. A migration's number and title come from the name
//! of its file in `src/migrations`.

use std::error::Error;
use std::io::Write as _;
use std::{env, fs, io};

const FOLDER: &str = "src/migrations";

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(io::stdout(), "cargo::rerun-if-changed={FOLDER}")?;
    let files = fs::read_dir(FOLDER)?.map(|file| fs::canonicalize(file?.path()));
    let mut files = files.collect::<io::Result<Vec<_>>>()?;
    files.sort();
    let mut list = String::from("&[");
    for file in files {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let (number, title) = name.split_once('_').ok_or("a migration is called NNNN_<title>")?;
        let (version, title) = (number.parse::<i64>()?, title.replace('_', " "));
        list += &format!(
            "Migration {{ version: {version}, name: {title:?}, template: include_str!({file:?}) }},"
        );
    }
    fs::write(format!("{}/migrations.rs", env::var("OUT_DIR")?), list + "]")?;
    Ok(())
}
