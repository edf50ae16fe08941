//! `deskbell files`.

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
    /// Make every link to an organization's files invalid; clients can request new links
    EndLinks {
        #[command(flatten)]
        org: Org,
    },
}

const KEYS: [&str; 4] = ["contents", "bytes", "missing", "unknown"];

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let mut missing = 0;
    match command {
        Command::Check { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let found = app.files.compare(org).await?;
            let unknown = found.unknown.len();
            let row =
                [json!(found.blobs), json!(found.bytes), json!(found.missing), json!(unknown)];
            print::rows(global.json, &KEYS, &[row.to_vec()]);
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
        Command::EndLinks { org } => {
            let org = context::organization(&app, org.domain()).await?;
            app.files.end_links(Caller::command(org)).await?;
        }
    }
    app.context.store.close().await;
    match missing {
        0 => Ok(()),
        n => Err(Failure::Failed(format!("{n} files have lost bytes: restore a backup of them"))),
    }
}
