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
        /// Requests a minute over all of its keys; 0 for no limit, `default` for the setting
        #[arg(long, value_name = "N", value_parser = limit)]
        requests_per_minute: RequestLimit,
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
        Command::Set { org, requests_per_minute } => {
            let org = context::organization(&app, org.domain()).await?;
            app.actions
                .set_requests_per_minute(Caller::command(org), requests_per_minute.0)
                .await?;
            let limit = requests_per_minute.0.map_or("as set for all".into(), |n| n.to_string());
            print::talk(&format!("requests per minute: {limit}"));
            if global.json {
                let row = [json!(requests_per_minute.0)];
                print::one(true, &["requestsPerMinute"], &row, "");
            }
        }
    }
    app.context.store.close().await;
    Ok(())
}
