//! `deskbell org`: makes, lists and changes organizations.

use clap::Subcommand;
use deskbell_app::Caller;
use serde_json::json;

use super::context::{self, Org};
use super::{Failure, Global, print};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an organization with its first application
    Create {
        /// The organization's domain
        #[arg(value_parser = context::name)]
        domain: String,
    },
    /// List organizations
    List,
    /// Change an organization's settings
    Set {
        #[command(flatten)]
        org: Org,
        /// Requests a minute over all keys of the organization; 0 for no limit, `default` for the
        /// setting
        #[arg(long, value_name = "N", value_parser = limit,
              required_unless_present = "agents_see_all")]
        requests_per_minute: Option<RequestLimit>,
        /// Let agents with the role `agent` see the chats of all departments, or only of their own
        #[arg(long, value_name = "true|false")]
        agents_see_all: Option<bool>,
    },
}

/// An organization's rate limit; `None` if the limit of the settings applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestLimit(Option<u32>);

fn limit(text: &str) -> Result<RequestLimit, String> {
    if text == "default" {
        return Ok(RequestLimit(None));
    }
    let limit = text.parse().map_err(|_| "it must be a whole number or `default`")?;
    Ok(RequestLimit(Some(limit)))
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    match command {
        Command::Create { domain } => {
            let id = app.actions.create_organization(&domain).await?.get();
            print::one(global.json, &["id"], &[json!(id)], &id.to_string());
        }
        Command::List => {
            let rows: Vec<_> = context::organizations(&app)
                .await?
                .iter()
                .map(|it| vec![json!(it.id.get()), json!(it.domain), json!(it.requests_per_minute)])
                .collect();
            print::rows(global.json, &["id", "domain", "requestsPerMinute"], &rows);
        }
        Command::Set { org, requests_per_minute, agents_see_all } => {
            let caller = Caller::command(context::organization(&app, org.domain()).await?);
            let (mut keys, mut row) = (Vec::new(), Vec::new());
            if let Some(RequestLimit(limit)) = requests_per_minute {
                app.actions.set_requests_per_minute(caller, limit).await?;
                let told = limit.map_or("as set for all".into(), |n| n.to_string());
                print::talk(&format!("requests per minute: {told}"));
                keys.push("requestsPerMinute");
                row.push(json!(limit));
            }
            if let Some(sees_all) = agents_see_all {
                app.access.let_agents_see_all(caller, sees_all).await?;
                let told = if sees_all { "all chats" } else { "the chats of their departments" };
                print::talk(&format!("agents see {told}"));
                keys.push("agentsSeeAll");
                row.push(json!(sees_all));
            }
            if global.json {
                print::one(true, &keys, &row, "");
            }
        }
    }
    app.context.store.close().await;
    Ok(())
}
