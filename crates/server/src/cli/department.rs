//! `deskbell department`: adds, changes, deletes and lists departments.

use clap::Subcommand;
use deskbell_app::Caller;
use deskbell_app::actions::departments::{Add, DepartmentChanges};
use deskbell_model::{AgentId, Department, DepartmentId};
use serde_json::{Value, json};

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 3] = ["id", "name", "agents"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a department and print its id
    Add {
        /// The name of the department
        #[arg(long, value_parser = context::name)]
        name: String,
        /// The id of an agent of the department; may be repeated
        #[arg(long = "agent", value_name = "ID", value_parser = context::id)]
        agents: Vec<i64>,
        /// The id to use, such as the id in another system; a new id by default
        #[arg(long, value_parser = context::id)]
        id: Option<i64>,
        #[command(flatten)]
        org: Org,
    },
    /// Change a department; an option left out changes nothing
    Set {
        /// The id, as `deskbell department list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        /// The name of the department
        #[arg(long, value_parser = context::name)]
        name: Option<String>,
        /// The id of an agent of the department, in place of the former agents; may be repeated
        #[arg(long = "agent", value_name = "ID", value_parser = context::id,
              conflicts_with = "no_agents")]
        agents: Option<Vec<i64>>,
        /// Leave the department without agents
        #[arg(long)]
        no_agents: bool,
        #[command(flatten)]
        org: Org,
    },
    /// Delete a department; its chats still name the department
    Delete {
        /// The id, as `deskbell department list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// List departments
    List {
        #[command(flatten)]
        org: Org,
    },
}

fn row(department: &Department) -> Vec<Value> {
    let agents: Vec<_> = department.agents.iter().map(|agent| agent.id.get()).collect();
    vec![json!(department.id.get()), json!(department.name), json!(agents)]
}

fn department(id: i64) -> Result<DepartmentId, Failure> {
    DepartmentId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    match command {
        Command::Add { name, agents, id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let at = app.context.now();
            let agents = agents.into_iter().filter_map(AgentId::new).collect();
            let add = Add { id: id.and_then(DepartmentId::new), name, agents, at };
            let department = app.actions.add_department(Caller::command(org), add).await?;
            print::one(global.json, &KEYS, &row(&department), &department.id.to_string());
        }
        Command::Set { id, name, agents, no_agents, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let agents = if no_agents { Some(Vec::new()) } else { agents };
            let agents = agents.map(|ids| ids.into_iter().filter_map(AgentId::new).collect());
            let edit = DepartmentChanges { name, agents };
            let caller = Caller::command(org);
            let department = app.actions.edit_department(caller, department(id)?, edit).await?;
            if global.json {
                print::one(true, &KEYS, &row(&department), "");
            }
        }
        Command::Delete { id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let id = department(id)?;
            app.actions.delete_department(Caller::command(org), id).await?;
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
