//! `deskbell application`: adds, changes, removes and lists applications.

use clap::Subcommand;
use deskbell_app::Caller;
use deskbell_app::actions::applications::{Add, ApplicationChanges};
use deskbell_model::{Application, ApplicationId};
use serde_json::{Value, json};

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 5] = ["id", "name", "displayName", "type", "active"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add an application and print its id
    Add {
        /// The technical name of the application
        #[arg(long, value_parser = context::name)]
        name: String,
        /// The name people see
        #[arg(long, value_parser = context::name)]
        display_name: Option<String>,
        /// The platform: web, ios, android …
        #[arg(long = "type", value_name = "TYPE", default_value = "web",
              value_parser = context::name)]
        kind: String,
        /// The id to use, such as the id in another system; a new id by default
        #[arg(long, value_parser = context::id)]
        id: Option<i64>,
        #[command(flatten)]
        org: Org,
    },
    /// Change an application's names, or switch its widget off or on
    Set {
        /// The id, as `deskbell application list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        /// The technical name of the application
        #[arg(long, value_parser = context::name)]
        name: Option<String>,
        /// The name people see
        #[arg(long, value_parser = context::name)]
        display_name: Option<String>,
        /// Turn the application's widget on or off
        #[arg(long, value_name = "true|false")]
        active: Option<bool>,
        #[command(flatten)]
        org: Org,
    },
    /// Switch an application's widget off for good; its chats keep the application's name
    Remove {
        /// The id, as `deskbell application list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// List applications
    List {
        #[command(flatten)]
        org: Org,
    },
}

fn application(id: i64) -> Result<ApplicationId, Failure> {
    ApplicationId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))
}

fn row(application: &Application) -> Vec<Value> {
    vec![
        json!(application.id.get()),
        json!(application.name),
        json!(application.display_name),
        json!(application.kind),
        json!(application.active),
    ]
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    match command {
        Command::Add { name, display_name, kind, id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let at = app.context.now();
            let id = id.and_then(ApplicationId::new);
            let add = Add { id, name, display_name, kind, at };
            let application = app.actions.add_application(Caller::command(org), add).await?;
            print::one(global.json, &KEYS, &row(&application), &application.id.to_string());
        }
        Command::Set { id, name, display_name, active, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let id = application(id)?;
            let edit = ApplicationChanges { name, display_name: display_name.map(Some), active };
            app.actions.edit_application(Caller::command(org), id, edit).await?;
        }
        Command::Remove { id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let edit = ApplicationChanges { active: Some(false), ..ApplicationChanges::default() };
            app.actions.edit_application(Caller::command(org), application(id)?, edit).await?;
        }
        Command::List { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let rows: Vec<_> = context::listed(&app, org).await?.iter().map(row).collect();
            print::rows(global.json, &KEYS, &rows);
        }
    }
    app.context.store.close().await;
    Ok(())
}
