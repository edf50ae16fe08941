//! `deskbell import`: imports an exported account, lines of the exchange format, or chats of
//! another system.

mod folder;
mod helpcrunch;

pub(super) use folder::failure;

use std::path::PathBuf;
use std::time::Instant;

use clap::Subcommand;
use deskbell_transfer::transcripts::{self, Failed, Report};
use serde_json::json;

use super::context::{self, Org};
use super::progress::Shown;
use super::{Failure, Global, print};

/// Import an exported account, or data of another system
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    folder: folder::FolderArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Helpcrunch(helpcrunch::Args),
    /// Import dialogs from NDJSON; repeated runs import each dialog only once
    #[command(long_about = "Imports dialogs from NDJSON, gzip or not, one a line:\n\n  \
        {\"id\", \"topic\", \"turns\": [{\"from\": \"customer\"|\"agent\", \"text\", \"at\"}]}\n\n\
        `at` is in unix milliseconds. Each dialog becomes one customer and one closed chat; the \
        organization's agents take turns, and three are made when there is none. A dialog whose id \
        was imported before is passed over, so an interrupted import goes on when it is run again. \
        A line that is no dialog is reported with its number and left out.")]
    Transcripts {
        /// The file: .ndjson or .ndjson.gz, or - for standard input
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
        #[command(flatten)]
        org: Org,
    },
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    match args.command {
        None => folder::run(global, args.folder).await,
        Some(Command::Helpcrunch(args)) => helpcrunch::run(global, args).await,
        Some(Command::Transcripts { file, org }) => {
            transcripts(global, context::read_from(file), org).await
        }
    }
}

async fn transcripts(global: &Global, file: PathBuf, org: Org) -> Result<(), Failure> {
    // A missing import file must not leave a new, empty database.
    std::fs::File::open(&file).map_err(|error| {
        Failure::Failed(format!("{} cannot be opened: {error}", file.display()))
    })?;
    let app = context::open_or_create(global).await?;
    let org = context::organization(&app, org.domain()).await?;
    let began = Instant::now();
    let report = transcripts::import(&app, org, &file, &mut Shown::new("import")).await;
    let report = report.map_err(|error| {
        let hint = match error {
            Failed::Open(_) => "",
            Failed::Read { .. } => "; what stands before it was imported",
            Failed::App(_) => "; run the command again to go on",
        };
        Failure::Failed(format!("{}: {error}{hint}", file.display()))
    })?;
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = report.imported as f64 / seconds.max(0.001);
    print::talk(&format!("done in {seconds:.1} s, {rate:.0} chats a second"));
    let Report { imported, messages, known, bad } = report;
    let row = [json!(imported), json!(messages), json!(known), json!(bad)];
    print::one(global.json, &["imported", "messages", "known", "bad"], &row, &report.to_string());
    context::close_filled(&app).await;
    if bad > 0 && imported + known == 0 {
        return Err(Failure::Failed(format!("{}: no line is a dialog", file.display())));
    }
    Ok(())
}
