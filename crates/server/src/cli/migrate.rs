//! `deskbell migrate`: brings the database's schema up to date.

use deskbell_storage::{Location, Step};
use serde_json::json;

use super::{Failure, Global, context, print, signals};
use crate::boot;
use crate::config::Config;

/// Brings the database's schema up to date.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Distribute the tables over the servers of a Citus cluster: once, and after each update
    #[arg(long)]
    distribute: bool,
}

/// The message that is printed when a signal ends the distribution of tables.
const STOPPED: &str = "stopped: PostgreSQL rolls the table under way back, and those before it \
                       stay placed; run this again to go on";

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let config = context::config(global, None)?;
    context::log(global, &config)?;
    if args.distribute && matches!(config.database, Location::Sqlite(_)) {
        // `distribute` refuses SQLite: this must happen before a file is created.
        distribute(&config).await?;
    }
    let opened = boot::open(&config, &config.database).await;
    let (app, migrated) = opened.map_err(Failure::Failed)?;
    app.context.store.close().await;
    let mut told = match migrated.applied.as_slice() {
        [] => format!("the schema is up to date at version {}", migrated.version),
        names => {
            format!("applied {}; the schema is at version {}", names.join(", "), migrated.version)
        }
    };
    let (mut keys, mut row) =
        (vec!["version", "applied"], vec![json!(migrated.version), json!(migrated.applied)]);
    if args.distribute {
        let placed = distribute(&config).await?;
        told += &match placed.as_slice() {
            [] => "; every table is where it belongs".to_owned(),
            tables => format!("; distributed {}", tables.join(", ")),
        };
        keys.push("distributed");
        row.push(json!(placed));
    }
    print::one(global.json, &keys, &row, &told);
    Ok(())
}

/// Distributes the tables. Prints the name of each table before its distribution, since a large
/// table takes hours. On a signal to stop, PostgreSQL rolls back the current table.
async fn distribute(config: &Config) -> Result<Vec<&'static str>, Failure> {
    let mut tell = |Step { table, number, of }: Step| {
        print::talk(&format!("distributing {table} ({number} of {of})"));
    };
    let stop = signals::stop().map_err(|error| Failure::Failed(error.to_string()))?;
    let placing = deskbell_storage::distribute(&config.database, &config.storage, &mut tell);
    let placed = tokio::select! {
        placed = placing => placed.map_err(|error| boot::sentence(&config.database, &error)),
        () = stop => Err(STOPPED.to_owned()),
    };
    placed.map_err(Failure::Failed)
}
