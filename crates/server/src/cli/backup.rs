//! `deskbell backup`: copies the database and its files beside a running server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use deskbell_app::files::Place;
use deskbell_storage::{Location, SqliteOptions, copy_file};
use deskbell_transfer::Progress as _;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::new_file::{UnfinishedFile, beside};
use super::progress::Shown;
use super::signals::{STOPPED, Stopping};
use super::{Failure, Global, context, copied_files, print};
use crate::boot;

/// Copy the database and its files, beside a running server
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file to make, which must not exist; files go to a folder FILE.files beside it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Leave out the files that people sent
    #[arg(long)]
    without_files: bool,
}

const POSTGRES: &str = "a backup of PostgreSQL is made with its own tools: \
                        `pg_dump --format=custom`, or what docs/operate/backup.md names";
/// The pause between two reports of the progress.
const LOOK_EVERY: Duration = Duration::from_millis(100);

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let config = context::config(global, None)?;
    context::log(global, &config)?;
    let Location::Sqlite(database) = &config.database else {
        return Err(Failure::Usage(POSTGRES.into()));
    };
    let new = UnfinishedFile::begin(&args.file).map_err(Failure::Failed)?;
    let stopping = Stopping::new()?;
    copy(database, new.partial(), &config.storage.sqlite, ("copying", &stopping)).await?;
    let bytes = std::fs::metadata(new.partial()).map_or(0, |it| it.len());
    // The files follow the database: their bytes are there before their row, and go after it.
    let files = match &config.app.files.place {
        Place::Folder(folder) if !args.without_files => {
            let to = beside(&args.file, ".files");
            if to.symlink_metadata().is_ok() {
                return Err(Failure::Failed(format!("{} is there already", to.display())));
            }
            let copied = copied_files::copy(folder, &to, &stopping).await;
            if copied.is_err() {
                // Nothing is left of a backup that failed.
                let _ = std::fs::remove_dir_all(&to);
            }
            copied?
        }
        Place::Bucket(_) => {
            print::talk("the files are in a bucket, and not part of this backup");
            0
        }
        _ => 0,
    };
    new.finish().map_err(Failure::Failed)?;
    let told = format!("{}: {bytes} bytes, and {files} files", args.file.display());
    let row = [json!(args.file.to_string_lossy()), json!(bytes), json!(files)];
    print::one(global.json, &["file", "bytes", "files"], &row, &told);
    Ok(())
}

/// Copies an SQLite file into an empty file and checks the copy, with progress on standard error.
/// On a signal to stop, the copy ends with an error.
pub(super) async fn copy(
    from: &Path,
    to: &Path,
    options: &SqliteOptions,
    (what, stopping): (&'static str, &Stopping),
) -> Result<(), Failure> {
    let (source, target, options) = (from.to_owned(), to.to_owned(), options.clone());
    let asked = stopping.clone();
    let mut copying =
        spawn_blocking(move || copy_file(&source, &target, &options, move || asked.is_asked()));
    let mut progress = Shown::new(what);
    let mut looks = tokio::time::interval(LOOK_EVERY);
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |it| it.len());
    let copied = loop {
        tokio::select! {
            copied = &mut copying => break copied,
            _ = looks.tick() => {
                let (done, total) = (length(to), length(from));
                // What is copied is checked afterwards, which takes as long again.
                progress.at(done.min(total) / 2, total.max(1), &format!("{} MiB", done >> 20));
            }
        }
    };
    drop(progress);
    match copied.map_err(|error| Failure::Failed(error.to_string()))? {
        Err(_) if stopping.is_asked() => Err(Failure::Failed(STOPPED.into())),
        Err(error) => Err(Failure::Failed(boot::sentence(&Location::Sqlite(from.into()), &error))),
        Ok(()) => Ok(()),
    }
}
