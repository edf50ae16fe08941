//! The command `deskbell import`: imports an account that `deskbell export` wrote, or lines of the
//! exchange format.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;
use deskbell_transfer::account;
use deskbell_transfer::format::{self, From};
use serde_json::json;

use crate::boot::{self, ServeLock};
use crate::cli::context::Org;
use crate::cli::progress::Shown;
use crate::cli::{Failure, Global, context, print};

/// The options of an import of files.
#[derive(Debug, clap::Args)]
pub(crate) struct FolderArgs {
    /// A folder that `deskbell export` wrote, or lines of the exchange format: a file, a folder of
    /// .ndjson and .ndjson.gz files, or - for standard input
    #[arg(value_name = "FILE|DIR|-", required = true)]
    from: Option<PathBuf>,
    /// A name for the system from which the lines come, if several systems use equal ids
    #[arg(long, value_name = "NAME", default_value = "lines",
          value_parser = NonEmptyStringValueParser::new())]
    source: String,
    /// Skip bad lines instead of stopping at the first bad line
    #[arg(long)]
    keep_going: bool,
    #[command(flatten)]
    org: Org,
}

pub(crate) async fn run(global: &Global, args: FolderArgs) -> Result<(), Failure> {
    let Some(from) = &args.from else {
        return Err(Failure::Usage("name what to import".into()));
    };
    if account::is_account(from) {
        return whole_account(global, from).await;
    }
    if account::is_unfinished(from) {
        return Err(Failure::Failed(format!(
            "{} has no complete account, since the export to it did not end: export it again",
            from.display()
        )));
    }
    if from.as_os_str() == context::INPUT {
        return lines(global, &args, &From::Input).await;
    }
    // A missing file must not leave a new, empty database.
    std::fs::metadata(from)
        .map_err(|error| Failure::Failed(format!("{}: {error}", from.display())))?;
    let from = From::Path(from.clone());
    from.check().map_err(|failed| Failure::Failed(failed.to_string()))?;
    lines(global, &args, &from).await
}

async fn whole_account(global: &Global, folder: &Path) -> Result<(), Failure> {
    let config = context::config(global, None)?;
    context::log(global, &config)?;
    let lock = ServeLock::take(&config.database).map_err(Failure::Failed)?;
    let (app, _) = boot::open(&config, &config.database).await.map_err(Failure::Failed)?;
    let imported = account::import(&app, folder, &mut Shown::new("import")).await;
    context::close_filled(&app).await;
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

async fn lines(global: &Global, args: &FolderArgs, from: &From) -> Result<(), Failure> {
    let app = context::open_or_create(global).await?;
    let org = context::organization(&app, args.org.domain()).await?;
    let began = Instant::now();
    let source = args.source.as_str();
    let mut progress = Shown::new("import");
    let imported = format::import(&app, org, (from, source), args.keep_going, &mut progress).await;
    context::close_filled(&app).await;
    drop(progress);
    let report = imported.map_err(|failed| match failed {
        format::Failed::App(error) => error.into(),
        format::Failed::Line { .. } => Failure::Failed(format!(
            "{failed}; the lines before it are imported: mend it and run the command again, or \
             leave bad lines out with --keep-going"
        )),
        failed => Failure::Failed(failed.to_string()),
    })?;
    print::talk(&format!("done in {:.1} s", began.elapsed().as_secs_f64()));
    for (key, times) in &report.ignored {
        print::talk(&format!(
            "the key {key:?} is none of the format, and was ignored {times} times"
        ));
    }
    let row = [
        json!(report.new),
        json!(report.known),
        json!(report.messages),
        json!(report.attachments),
        json!(report.bad),
        json!(report.ignored),
    ];
    let keys = ["new", "known", "messages", "attachments", "bad", "ignored"];
    print::one(global.json, &keys, &row, &report.to_string());
    if report.bad > 0 {
        return Err(Failure::Failed(format!("{} lines were left out", report.bad)));
    }
    Ok(())
}

/// Converts a failed export or import of an account to the command's failure.
pub(in crate::cli) fn failure(failed: account::Failed) -> Failure {
    match failed {
        account::Failed::App(error) => error.into(),
        failed => Failure::Failed(failed.to_string()),
    }
}
