//! `deskbell report`: counts the chats again for reports.

use clap::Subcommand;
use deskbell_app::Caller;

use super::context::{self, Org};
use super::{Failure, Global};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Count every chat again, from scratch
    Rebuild {
        #[command(flatten)]
        org: Org,
    },
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let Command::Rebuild { org } = command;
    let org = context::organization(&app, org.domain()).await?;
    app.reports.rebuild(Caller::command(org)).await?;
    app.context.store.close().await;
    Ok(())
}
