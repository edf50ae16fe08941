//! `deskbell export`.

use std::path::PathBuf;

use deskbell_transfer::account;
use serde_json::json;

use super::context::{self, Org};
use super::import::failure;
use super::progress::Shown;
use super::{Failure, Global, print};

/// Write a whole account to a folder, for a database on either engine
#[derive(Debug, clap::Args)]
#[command(long_about = "Writes an organization's whole account to a folder: every row of every \
    table as it is stored, as of one moment, and the bytes of files. `deskbell import DIR` puts it \
    into a new database on either engine, with the same ids, keys, sessions, secrets and history.")]
pub(crate) struct Args {
    /// The folder to make
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    org: Org,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let org = context::organization(&app, args.org.domain()).await?;
    let all = context::organizations(&app).await?;
    let org = all.into_iter().find(|it| it.id == org);
    let org = org.ok_or_else(|| Failure::Failed("the organization is gone".into()))?;
    let exported = account::export(&app, &org, &args.folder, Shown::new("export")).await;
    app.context.store.close().await;
    let exported = exported.map_err(failure)?;
    if exported.missing > 0 {
        print::talk(&format!("{} files had no bytes, and are left out", exported.missing));
    }
    let shown = args.folder.display().to_string();
    let told = format!("{shown}: {} rows and {} files", exported.rows, exported.files);
    let row = [json!(shown), json!(exported.rows), json!(exported.files)];
    print::one(global.json, &["folder", "rows", "files"], &row, &told);
    Ok(())
}
