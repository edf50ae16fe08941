//! `deskbell restore`: puts a backup back, and begins a new history (a new sequence of numbered
//! changes).

use std::path::{Path, PathBuf};

use deskbell_app::files::Place;
use deskbell_app::{App, Caller};
use deskbell_storage::Location;
use serde_json::json;

use super::new_file::{UnfinishedFile, beside, sync_folder};
use super::signals::Stopping;
use super::{Failure, Global, backup, context, copied_files, print};
use crate::boot::{self, ServeLock};
use crate::config::Config;

/// Put a backup back in place of the database
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The backup, as `deskbell backup` made it
    #[arg(value_name = "FILE", required_unless_present = "here")]
    file: Option<PathBuf>,
    /// Put the backup in place of the present database, which is kept as DATABASE.replaced-1
    #[arg(long)]
    replace: bool,
    /// The database was put back by other means (pg_restore, a snapshot): only begin a new history
    #[arg(long, conflicts_with_all = ["file", "replace"])]
    here: bool,
}

/// The suffixes of the files of an SQLite database.
const DATABASE: [&str; 3] = ["", "-wal", "-shm"];

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let config = context::config(global, None)?;
    context::log(global, &config)?;
    let absent = match &config.database {
        Location::Sqlite(path) if !path.exists() => Some(path),
        _ => None,
    };
    let lock = ServeLock::take(&config.database).map_err(Failure::Failed)?;
    let done = match (&args.file, &config.database) {
        (None, _) => begin_histories_here(&config).await.map(|()| 0),
        (Some(file), Location::Sqlite(database)) => put_back(&config, &args, file, database).await,
        (Some(_), Location::Postgres(_)) => Err(Failure::Usage(
            "a backup of PostgreSQL is put back with pg_restore: then run `deskbell restore --here`"
                .into(),
        )),
    };
    // The lock made an empty file where there was none, or where a link leads.
    let is_empty = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|it| it.len() == 0);
    let made = absent.and_then(|path| path.canonicalize().ok()).filter(is_empty);
    if let (Err(_), Some(path)) = (&done, made) {
        let _ = std::fs::remove_file(path);
    }
    let files = done?;
    drop(lock);
    print::talk(
        "whoever follows the change feed is told `reset`; agents sign in anew; keys that were \
         revoked since the backup work again: see `deskbell key list`",
    );
    let told = match args.here {
        true => "a new history has begun".to_owned(),
        false => format!("restored, with {files} files"),
    };
    print::one(global.json, &["files"], &[json!(files)], &told);
    Ok(())
}

/// Copies a backup into a new database, begins a new history of changes in it, and renames the new
/// database to the configured name.
async fn put_back(
    config: &Config,
    args: &Args,
    file: &Path,
    database: &Path,
) -> Result<u64, Failure> {
    // The place of a link stays the link's.
    let database = &std::fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    // The lock makes an empty file.
    let is_there = std::fs::metadata(database).is_ok_and(|it| it.len() > 0);
    let shown = database.display();
    if is_there && !args.replace {
        return Err(Failure::Failed(format!(
            "{shown} is there: with --replace it is kept under another name"
        )));
    }
    let same = |path: &Path| path.canonicalize().ok();
    if is_there && same(file) == same(database) {
        return Err(Failure::Usage("the backup and the database are the same file".into()));
    }
    let new = UnfinishedFile::begin_beside(database).map_err(Failure::Failed)?;
    let stopping = Stopping::new()?;
    backup::copy(file, new.partial(), &config.storage.sqlite, ("restoring", &stopping)).await?;
    begin_histories(config, &Location::Sqlite(new.partial().to_owned())).await?;
    let put = match &config.app.files.place {
        Place::Folder(folder) => {
            let is_new = folder.symlink_metadata().is_err();
            let copied = copied_files::copy(&beside(file, ".files"), folder, &stopping).await;
            let put = copied.and_then(|files| put_away(database, is_there).map(|()| files));
            if put.is_err() {
                leave_files(folder, is_new);
            }
            put
        }
        Place::Nowhere | Place::Bucket(_) => put_away(database, is_there).map(|()| 0),
    };
    let files = put?;
    new.finish().map_err(Failure::Failed)?;
    Ok(files)
}

/// Removes a new folder of files after a failure. In a folder that was there, the copied files
/// stay, since they do no harm.
fn leave_files(folder: &Path, is_new: bool) {
    if is_new {
        let _ = std::fs::remove_dir_all(folder);
    } else {
        print::talk(&format!(
            "files that were copied into {} stay: `deskbell files clear` removes those that no row \
             names",
            folder.display()
        ));
    }
}

/// Renames the replaced database and its log, which are thus preserved. If `is_there` is false, the
/// database is an empty file, which is removed.
fn put_away(database: &Path, is_there: bool) -> Result<(), Failure> {
    let failed = |error| Failure::Failed(format!("{}: {error}", database.display()));
    if !is_there {
        return std::fs::remove_file(database).map_err(failed);
    }
    let free = |number: u32| {
        let kept = beside(database, &format!(".replaced-{number}"));
        DATABASE.iter().all(|it| beside(&kept, it).symlink_metadata().is_err()).then_some(kept)
    };
    let kept = (1..=u32::MAX).find_map(free);
    let kept = kept.ok_or_else(|| Failure::Failed("no name is left".into()))?;
    for ending in DATABASE {
        let (from, to) = (beside(database, ending), beside(&kept, ending));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(failed)?;
        }
    }
    print::talk(&format!("the database that was there is {}", kept.display()));
    sync_folder(database).map_err(Failure::Failed)
}

/// Brings the schema of a copied backup up to date, and begins another history of changes for each
/// organization.
async fn begin_histories(config: &Config, location: &Location) -> Result<(), Failure> {
    let (app, _) = boot::open(config, location).await.map_err(Failure::Failed)?;
    begin(&app).await
}

/// Does the same in the database that the settings name, which must exist.
async fn begin_histories_here(config: &Config) -> Result<(), Failure> {
    let app = boot::open_existing(config).await.map_err(Failure::Failed)?;
    begin(&app).await
}

/// Begins another history of changes for each organization, and closes the database.
async fn begin(app: &App) -> Result<(), Failure> {
    let begun = async {
        for org in context::organizations(app).await? {
            app.actions.begin_history(Caller::command(org.id)).await?;
            // Links may have been ended since the backup.
            app.files.end_links(Caller::command(org.id)).await?;
        }
        Ok(())
    };
    let begun = begun.await;
    app.context.store.close().await;
    begun
}
