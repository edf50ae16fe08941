//! `deskbell export`: writes an organization to a folder, as a whole account or as lines for other
//! programs.

mod follow;

use std::path::{Path, PathBuf};

use deskbell_transfer::account::{ClaimedFolder, ExportedAccount};
use deskbell_transfer::{account, format};
use serde_json::json;

use super::context::{self, Org};
use super::import::failure;
use super::progress::Shown;
use super::{Failure, Global, print};

/// Write an organization to a folder: its whole account, or lines for other programs
#[derive(Debug, clap::Args)]
#[command(long_about = "Writes an organization's whole account to a folder: every row of every \
    table as it is stored, as of one moment, and the bytes of files. `deskbell import DIR` puts \
    it into a new database on either engine, with the same ids, keys, sessions, secrets and \
    history.\n\nWith --follow it goes on after that, and appends what changes to \
    DIR/follow.ndjson until it is stopped: each step is on disk before the next begins, and \
    `deskbell import DIR` gives the account as of the last step. Run again, it goes on after the \
    last whole step. When the database has another history, since it was restored or another \
    server of PostgreSQL took over, DIR stays as it is, and a new export begins in DIR-2.\n\nWith \
    --lines it writes agents, departments, customers and chats with their messages in the exchange \
    format, without secrets, for other programs: docs/format.md.")]
pub(crate) struct Args {
    /// The folder to make
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Write lines of the exchange format in place of the account
    #[arg(long)]
    lines: bool,
    /// Continue after the export, and append later changes until a signal stops the command
    #[arg(long, conflicts_with = "lines")]
    follow: bool,
    #[command(flatten)]
    org: Org,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let org = context::organization(&app, args.org.domain()).await?;
    if args.lines {
        let shown = args.folder.display().to_string();
        let exported =
            format::export_lines(&app, org, &args.folder, &mut Shown::new("export")).await;
        app.context.store.close().await;
        let lines = exported.map_err(failure)?.lines;
        let row = [json!(shown), json!(lines)];
        print::one(global.json, &["folder", "lines"], &row, &format!("{shown}: {lines} lines"));
        return Ok(());
    }
    let all = context::organizations(&app).await?;
    let org = all.into_iter().find(|it| it.id == org);
    let org = org.ok_or_else(|| Failure::Failed("the organization is gone".into()))?;
    if args.follow {
        let followed = follow::run(&app, &org, &args.folder, global.json).await;
        app.context.store.close().await;
        return followed;
    }
    let exported = match ClaimedFolder::new(&args.folder) {
        Ok(claimed) => account::export(&app, &org, &claimed, Shown::new("export")).await,
        Err(refused) => Err(refused),
    };
    app.context.store.close().await;
    tell(&exported.map_err(failure)?, &args.folder, global.json);
    Ok(())
}

/// Reports the counts of a finished export.
fn tell(exported: &ExportedAccount, folder: &Path, json: bool) {
    let shown = folder.display().to_string();
    if exported.missing > 0 {
        print::talk(&format!("{} files had no bytes, and are left out", exported.missing));
    }
    let told = format!("{shown}: {} rows and {} files", exported.rows, exported.files);
    let row = [json!(shown), json!(exported.rows), json!(exported.files)];
    print::one(json, &["folder", "rows", "files"], &row, &told);
}
