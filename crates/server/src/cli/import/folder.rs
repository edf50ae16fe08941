//! `deskbell import DIR`: an account that `deskbell export` wrote.

use std::path::PathBuf;

use deskbell_transfer::account::{self, Failed};
use serde_json::json;

use crate::boot::{self, ServeLock};
use crate::cli::progress::Shown;
use crate::cli::{Failure, Global, context, print};

/// The options of an import from a folder.
#[derive(Debug, clap::Args)]
pub(crate) struct FolderArgs {
    /// The folder that `deskbell export` wrote; the database must not have its organization
    #[arg(value_name = "DIR", required = true)]
    from: Option<PathBuf>,
}

pub(crate) async fn run(global: &Global, args: FolderArgs) -> Result<(), Failure> {
    let Some(folder) = args.from else {
        return Err(Failure::Usage("name the folder to import".into()));
    };
    if !account::is_account(&folder) {
        let shown = folder.display();
        return Err(Failure::Failed(format!(
            "{shown} has no manifest.json, as `export` writes it"
        )));
    }
    let config = context::config(global, None)?;
    context::log(global, &config, false)?;
    let lock = ServeLock::take(&config.database).map_err(Failure::Failed)?;
    let (app, _) = boot::open(&config, &config.database).await.map_err(Failure::Failed)?;
    let imported = account::import(&app, &folder, &mut Shown::new("import")).await;
    app.context.store.close().await;
    drop(lock);
    let imported = imported.map_err(failure)?;
    let told = format!(
        "{}: {} rows and {} files imported",
        imported.domain, imported.rows, imported.files
    );
    let row = [json!(imported.domain), json!(imported.rows), json!(imported.files)];
    print::one(global.json, &["domain", "rows", "files"], &row, &told);
    Ok(())
}

/// A failed export or import as the command's failure.
pub(in crate::cli) fn failure(failed: Failed) -> Failure {
    match failed {
        Failed::App(error) => error.into(),
        failed => Failure::Failed(failed.to_string()),
    }
}
