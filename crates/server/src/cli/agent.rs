//! `deskbell agent`: adds, changes, removes and lists agents, and makes links for their passwords.

use clap::Subcommand;
use deskbell_app::access::links::Reset;
use deskbell_app::actions::agents::{Add, AgentChanges};
use deskbell_app::{App, Caller};
use deskbell_model::{Agent, AgentId, OrgId, Role, StaffMember};
use serde_json::{Value, json};

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 4] = ["id", "name", "email", "role"];
const MEMBER_KEYS: [&str; 5] = ["id", "name", "email", "role", "active"];

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
        /// The id to use, such as the agent's id in another system; a new id by default
        #[arg(long, value_parser = context::id)]
        id: Option<i64>,
        #[command(flatten)]
        org: Org,
    },
    /// Change or deactivate an agent; an option left out changes nothing
    Set {
        /// The id, as `deskbell agent list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        /// The name customers see
        #[arg(long, value_parser = context::name)]
        name: Option<String>,
        /// The e-mail address; an empty one removes it
        #[arg(long, value_parser = email)]
        email: Option<String>,
        /// agentChatOnly, agent, superviser or admin; ends the agent's sessions
        #[arg(long, value_parser = role)]
        role: Option<Role>,
        /// Deactivate the agent, or let the agent sign in again
        #[arg(long, value_name = "true|false")]
        active: Option<bool>,
        #[command(flatten)]
        org: Org,
    },
    /// End an agent's access, departments and open chats, and print the number of these chats; the
    /// agent's messages keep the agent's name
    Remove {
        /// The id, as `deskbell agent list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        /// The id of the agent who gets the open chats; nobody by default
        #[arg(long, value_name = "ID", value_parser = context::id)]
        chats_to: Option<i64>,
        #[command(flatten)]
        org: Org,
    },
    /// Print a link with which an agent chooses a first password; it works once, for a day
    Invite {
        /// The id, as `deskbell agent list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// End an agent's sessions and print a link with which the agent chooses a new password
    Reset {
        /// The id, as `deskbell agent list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        /// Remove the second factor, too
        #[arg(long)]
        second_factor: bool,
        #[command(flatten)]
        org: Org,
    },
    /// List agents
    List {
        #[command(flatten)]
        org: Org,
    },
}

/// Parses an e-mail address, or the empty text, which removes the address.
fn email(text: &str) -> Result<String, String> {
    if text.is_empty() { Ok(String::new()) } else { context::name(text) }
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let names: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("it must be one of {}", names.join(", "))
    })
}

fn agent(id: i64) -> Result<AgentId, Failure> {
    AgentId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))
}

fn row(agent: &Agent) -> Vec<Value> {
    let role = agent.role.as_str();
    vec![json!(agent.id.get()), json!(agent.name), json!(agent.email), json!(role)]
}

fn member_row(member: &StaffMember) -> Vec<Value> {
    let mut row = row(&member.agent);
    row.push(json!(member.deactivated_at.is_none()));
    row
}

/// Makes a link for an agent, and prints its path.
async fn show_link(
    global: &Global,
    app: &App,
    org: OrgId,
    id: i64,
    reset: Reset,
) -> Result<(), Failure> {
    let link = app.access.reset(Caller::command(org), agent(id)?, reset).await?;
    let (path, expires_at) = (link.path(), link.expires_at.get());
    print::one(global.json, &["path", "expiresAt"], &[json!(path), json!(expires_at)], &path);
    print::talk(
        "Open it on the server, as https://HOST/inbox/welcome#…: it works once, for a day.",
    );
    Ok(())
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
        Command::Set { id, name, email, role, active, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let id = agent(id)?;
            let email = email.map(|it| Some(it).filter(|it| !it.is_empty()));
            let edit = AgentChanges { name, email, role, active };
            let member = app.access.edit_agent(Caller::command(org), id, edit).await?.member;
            if global.json {
                print::one(true, &MEMBER_KEYS, &member_row(&member), "");
            }
        }
        Command::Remove { id, chats_to, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let heir = chats_to.map(agent).transpose()?;
            let chats = app.remove_agent(Caller::command(org), agent(id)?, heir).await?;
            let told = match heir {
                Some(heir) => format!("removed; open chats given to agent {heir}: {chats}"),
                None => format!("removed; open chats left without an assignee: {chats}"),
            };
            print::one(global.json, &["chats"], &[json!(chats)], &told);
        }
        Command::Invite { id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            show_link(global, &app, org, id, Reset::Nothing).await?;
        }
        Command::Reset { id, second_factor, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let reset = if second_factor { Reset::SecondFactor } else { Reset::Sessions };
            show_link(global, &app, org, id, reset).await?;
        }
        Command::List { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let members: Vec<StaffMember> = context::listed(&app, org).await?;
            let rows: Vec<_> = members.iter().map(member_row).collect();
            print::rows(global.json, &MEMBER_KEYS, &rows);
        }
    }
    app.context.store.close().await;
    Ok(())
}
