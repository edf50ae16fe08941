//! `deskbell changes`: the audit trail.

use deskbell_model::{Actor, ActorKind};
use serde_json::{Value, json};

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 9] = ["seq", "at", "kind", "id", "actor", "via", "cause", "depth", "before"];

/// The filter and the number of changes to show.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    org: Org,
    /// The author: key:ID, agent:ID, customer:ID, import:ID or system
    #[arg(long, value_name = "KIND:ID", value_parser = actor)]
    actor: Option<Actor>,
    /// Only changes with a number less than this one
    #[arg(long, value_name = "SEQ", default_value_t = i64::MAX)]
    before: i64,
    /// The number of changes, the newest first
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

fn actor(text: &str) -> Result<Actor, String> {
    Actor::parse(text).ok_or_else(|| {
        let kinds: Vec<_> = ActorKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("it must be KIND:ID as in key:3, or system; kinds are {}", kinds.join(", "))
    })
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let org = context::organization(&app, args.org.domain()).await?;
    let found = app.feed.audit(org, args.actor, args.before, args.limit).await?;
    let rows: Vec<Vec<Value>> = found
        .iter()
        .map(|row| {
            let before: Option<Value> =
                row.before.as_deref().and_then(|text| serde_json::from_str(text).ok());
            vec![
                json!(row.seq.get()),
                json!(row.at.get()),
                json!(row.kind.as_str()),
                json!(row.subject),
                json!(row.actor.map(|actor| actor.to_string())),
                json!(row.via.map(|via| via.as_str())),
                json!(row.cause.map(|cause| cause.seq.get())),
                json!(row.cause.map(|cause| cause.depth)),
                json!(before),
            ]
        })
        .collect();
    print::rows(global.json, &KEYS, &rows);
    app.context.store.close().await;
    Ok(())
}
