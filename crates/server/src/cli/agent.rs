//! `deskbell agent`.

use clap::Subcommand;
use deskbell_app::Caller;
use deskbell_app::actions::agents::Add;
use deskbell_model::{Agent, AgentId, Role};
use serde_json::{Value, json};

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 4] = ["id", "name", "email", "role"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add an agent and print its id
    Add {
        /// The name customers see
        #[arg(long, value_parser = context::name)]
        name: String,
        /// The e-mail address
        #[arg(long, value_parser = context::name)]
        email: Option<String>,
        /// agentChatOnly, agent, superviser or admin
        #[arg(long, default_value = "agent", value_parser = role)]
        role: Role,
        /// The id, if it comes from elsewhere
        #[arg(long, value_parser = context::id)]
        id: Option<i64>,
        #[command(flatten)]
        org: Org,
    },
    /// List agents
    List {
        #[command(flatten)]
        org: Org,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let names: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("it must be one of {}", names.join(", "))
    })
}

fn row(agent: &Agent) -> Vec<Value> {
    let role = agent.role.as_str();
    vec![json!(agent.id.get()), json!(agent.name), json!(agent.email), json!(role)]
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    match command {
        Command::Add { name, email, role, id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let at = app.context.now();
            let add = Add { id: id.and_then(AgentId::new), name, email, role, at };
            let agent = app.actions.add_agent(Caller::command(org), add).await?;
            print::one(global.json, &KEYS, &row(&agent), &agent.id.to_string());
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
