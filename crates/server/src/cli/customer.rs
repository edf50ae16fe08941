//! `deskbell customer`: exports and erases all data about a person, and imports and lists customers
//! as tables.

mod csv;

use std::time::{Duration, Instant};

use clap::Subcommand;
use deskbell_app::{App, Caller, Expected, jobs};
use deskbell_model::{CustomerId, OrgId};
use tokio::time::interval;

use super::context::{self, Org};
use super::signals::Stopping;
use super::{Failure, Global, print};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write everything about a customer to standard output, as one JSON document
    #[command(
        long_about = "Writes everything that is stored about a customer to standard output, \
        as one JSON document: fields, tags, sessions, events, changes, and all chats with their \
        messages, agents' notes, ratings and links to files. Look through it before you hand it \
        on: it names agents, and has what others wrote."
    )]
    Export {
        /// The customer's id
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// Delete a customer with all its data, and overwrite the data in the database
    #[command(long_about = "Deletes a customer with all chats, messages, events and files, and \
        overwrites what an SQLite file and its log still have of it. Without --yes it says what \
        would go. Backups that were made before keep it.")]
    Erase {
        /// The customer's id
        #[arg(value_parser = context::id)]
        id: i64,
        /// Delete the customer, instead of only showing what would be deleted
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        org: Org,
    },
    Import(csv::Import),
    /// Write all customers as comma-separated values to standard output
    #[command(
        long_about = "Writes all customers as comma-separated values to standard output, for \
        a spreadsheet or for `deskbell customer import` elsewhere. A text that a spreadsheet \
        would take for a formula begins with an apostrophe, which the import takes away."
    )]
    List {
        #[command(flatten)]
        org: Org,
    },
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let done = match command {
        Command::Export { id, org } => export(&app, id, &org).await,
        Command::Erase { id, yes, org } => erase(&app, id, yes, &org).await,
        Command::Import(args) => csv::import(global, &app, args).await,
        Command::List { org } => csv::list(&app, &org).await,
    };
    app.close().await;
    done
}

fn customer(id: i64) -> Result<CustomerId, Failure> {
    CustomerId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))
}

async fn export(app: &App, id: i64, org: &Org) -> Result<(), Failure> {
    let org = context::organization(app, org.domain()).await?;
    let mut export = app.lists.export_customer(Caller::command(org), customer(id)?).await?;
    while let Some(part) = export.next().await? {
        print::bytes(&part);
    }
    Ok(())
}

async fn erase(app: &App, id: i64, yes: bool, org: &Org) -> Result<(), Failure> {
    let org = context::organization(app, org.domain()).await?;
    let customer = customer(id)?;
    let held = app.lists.owned_counts(org, customer).await?;
    let what = format!(
        "customer {id}, with {} chats, {} messages, {} events and {} files",
        held.chats, held.messages, held.events, held.files
    );
    if !yes {
        return Err(Failure::Usage(format!("{what}, goes for ever: say --yes to do it")));
    }
    app.actions.delete_customer(Caller::command(org), customer, Expected::Anything).await?;
    print::talk(&format!("deleted: {what}"));
    overwrite(app, org).await
}

/// The pause between two checks whether rows are left to erase or the database's log still has
/// content.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// The time limit of the command, after which a server must erase the remaining data. The limit is
/// reached only if another program reads an older state of the database, or very many rows were
/// deleted.
const PATIENCE: Duration = Duration::from_secs(60);

/// Erases deleted data until no trace of it is left in the database, its log and the files.
async fn overwrite(app: &App, org: OrgId) -> Result<(), Failure> {
    let (stopping, until) = (Stopping::new()?, Instant::now() + PATIENCE);
    let mut looks = interval(LOOK_EVERY);
    loop {
        looks.tick().await;
        if !jobs::erase::all(app, org).await? {
            break;
        }
        if stopping.is_asked() || Instant::now() > until {
            print::talk(
                "it is in no answer any more, but not yet overwritten: another program reads the \
                 database, or much was deleted. A running server goes on by itself.",
            );
            return Ok(());
        }
    }
    print::talk("it is overwritten in the database; backups made before keep it");
    Ok(())
}
