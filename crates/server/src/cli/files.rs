//! `deskbell files`: compares files with their stored bytes, removes unused bytes and files, and
//! ends links to files.

use clap::Subcommand;
use deskbell_app::Caller;
use serde_json::json;

use super::context::{self, Org};
use super::{Failure, Global, print};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compare an organization's files with their stored bytes
    Check {
        #[command(flatten)]
        org: Org,
    },
    /// Remove stored bytes that no file has, as after a backup was restored
    Clear {
        #[command(flatten)]
        org: Org,
    },
    /// Remove files that no message has, and interrupted uploads, without waiting until the server
    /// does it a day later
    Sweep {
        /// The least age of the files and uploads to remove, in hours; with 0, running uploads fail
        #[arg(long, value_name = "HOURS", default_value_t = 24,
              value_parser = clap::value_parser!(u32).range(..=HOURS_MAX))]
        older_than: u32,
        #[command(flatten)]
        org: Org,
    },
    /// Make every link to an organization's files invalid; clients can request new links
    EndLinks {
        #[command(flatten)]
        org: Org,
    },
}

const KEYS: [&str; 5] = ["contents", "bytes", "missing", "unknown", "loose"];
const HOUR_S: u32 = 3_600;
/// The largest age of files in hours: ten years.
const HOURS_MAX: i64 = 10 * 366 * 24;

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let mut missing = 0;
    match command {
        Command::Check { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let found = app.files.compare(org).await?;
            let unknown = found.unknown.len();
            let row = vec![
                json!(found.blobs),
                json!(found.bytes),
                json!(found.missing),
                json!(unknown),
                json!(found.loose),
            ];
            print::rows(global.json, &KEYS, &[row]);
            for key in &found.missing_keys {
                print::talk(&format!("the bytes {key} are missing, or not as many as they were"));
            }
            missing = found.missing;
        }
        Command::Clear { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let removed = app.files.remove_unknown(org).await?;
            print::one(global.json, &["removed"], &[json!(removed)], &removed.to_string());
        }
        Command::Sweep { older_than, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let swept = app.files.sweep(org, older_than * HOUR_S).await?;
            let told = format!("{} files and {} uploads removed", swept.files, swept.uploads);
            let row = [json!(swept.files), json!(swept.uploads)];
            print::one(global.json, &["files", "uploads"], &row, &told);
        }
        Command::EndLinks { org } => {
            let org = context::organization(&app, org.domain()).await?;
            app.files.end_links(Caller::command(org)).await?;
            print::talk("links to files that were made until now lead nowhere; pages get new ones");
        }
    }
    app.context.store.close().await;
    match missing {
        0 => Ok(()),
        n => Err(Failure::Failed(format!("{n} files have lost bytes: restore a backup of them"))),
    }
}
