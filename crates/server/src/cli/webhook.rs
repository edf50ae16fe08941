//! `deskbell webhook`: makes, lists, changes, tries and deletes webhooks.

use clap::Subcommand;
use deskbell_app::outbox::DeliveryRow;
use deskbell_app::{Actions, Caller, Expected};
use deskbell_model::webhook::{BadHeader, FixedHeaders, Replay, Target};
use deskbell_model::{
    DeliveryId, NewWebhook, OrgId, Webhook, WebhookEdit, WebhookEvent, WebhookId,
};
use deskbell_query::Page;
use serde_json::{Value, json};

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 6] = ["id", "url", "events", "enabled", "createdAt", "headers"];
const DELIVERY_KEYS: [&str; 9] =
    ["id", "event", "eventId", "seq", "attempts", "createdAt", "ended", "status", "error"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a webhook and print its secret; it cannot be shown again
    Create {
        /// The URL: http://… or https://…
        #[arg(long)]
        url: String,
        /// The events to send, such as chat.new, separated by commas; all events by default
        #[arg(long, value_delimiter = ',', value_parser = event)]
        events: Vec<WebhookEvent>,
        /// A header for each delivery, as 'X-Key: value'; up to ten times
        #[arg(long = "header", value_name = "NAME: VALUE")]
        headers: Vec<String>,
        #[command(flatten)]
        org: Org,
    },
    /// List webhooks
    List {
        #[command(flatten)]
        org: Org,
    },
    /// Change a webhook; an option left out changes nothing
    Set {
        /// The id, as `deskbell webhook list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        /// The new URL
        #[arg(long)]
        url: Option<String>,
        /// The events to send, separated by commas
        #[arg(long, value_delimiter = ',', value_parser = event)]
        events: Option<Vec<WebhookEvent>>,
        /// Turn delivery on or off
        #[arg(long, value_name = "true|false")]
        enabled: Option<bool>,
        /// A header for each delivery, in place of the former headers; up to ten times
        #[arg(long = "header", value_name = "NAME: VALUE", conflicts_with = "no_headers")]
        headers: Vec<String>,
        /// Send deliveries without headers of your own
        #[arg(long)]
        no_headers: bool,
        #[command(flatten)]
        org: Org,
    },
    /// Delete a webhook and its waiting deliveries
    Delete {
        /// The id of the webhook
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// Ask the server for a test delivery
    Test {
        /// The id of the webhook
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// Give a webhook a new secret and print it; the old secret signs for 24 more hours
    Rotate {
        /// The id of the webhook
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
    /// Ask the server to send one delivery again, or every event following a change
    #[command(group = clap::ArgGroup::new("what").required(true))]
    Replay {
        /// The id of the webhook
        #[arg(value_parser = context::id)]
        id: i64,
        /// The id of a delivery, as `deskbell webhook deliveries` shows it
        #[arg(long, group = "what", value_parser = context::id)]
        delivery: Option<i64>,
        /// The number of a change; 0 for every event still stored
        #[arg(long, group = "what", value_name = "SEQ",
              value_parser = clap::value_parser!(i64).range(0..))]
        since: Option<i64>,
        #[command(flatten)]
        org: Org,
    },
    /// List waiting and recent deliveries, newest first
    Deliveries {
        /// The id of the webhook
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
}

impl Command {
    const fn org(&self) -> &Org {
        match self {
            Self::Create { org, .. }
            | Self::List { org }
            | Self::Set { org, .. }
            | Self::Delete { org, .. }
            | Self::Test { org, .. }
            | Self::Rotate { org, .. }
            | Self::Replay { org, .. }
            | Self::Deliveries { org, .. } => org,
        }
    }
}

fn event(text: &str) -> Result<WebhookEvent, String> {
    WebhookEvent::parse_wanted(text).ok_or_else(|| {
        let all = WebhookEvent::wanted().map(WebhookEvent::as_str).collect::<Vec<_>>();
        format!("there is no such event; there are {}", all.join(", "))
    })
}

/// Parses the headers of the command line. An error names the header but not its value.
fn fixed(given: &[String]) -> Result<FixedHeaders, Failure> {
    let mut headers = FixedHeaders::default();
    for header in given {
        let (name, value) = header.split_once(':').unwrap_or((header, ""));
        let refused = |bad: BadHeader| Failure::Usage(format!("--header {name}: {}", bad.why()));
        headers.add(name, value.trim()).map_err(refused)?;
    }
    Ok(headers)
}

fn webhook(id: i64) -> Result<WebhookId, Failure> {
    WebhookId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))
}

fn row(webhook: &Webhook) -> Vec<Value> {
    let events: Vec<_> = webhook.events.iter().map(|event| event.as_str()).collect();
    vec![
        json!(webhook.id.get()),
        json!(webhook.url),
        json!(events.join(",")),
        json!(webhook.enabled),
        json!(webhook.created_at.get()),
        json!(webhook.headers.names().collect::<Vec<_>>().join(",")),
    ]
}

fn delivery_row(row: &DeliveryRow) -> Vec<Value> {
    let it = &row.delivery;
    vec![
        json!(row.id.get()),
        json!(it.event.as_str()),
        json!(it.event_id),
        json!(it.seq.map(|seq| seq.get())),
        json!(it.attempts),
        json!(it.created_at.get()),
        json!(it.ended_at.is_some()),
        json!(it.status),
        json!(it.error),
    ]
}

/// Prints only the new secret of a webhook, or the webhook with its secret as JSON.
fn secret(json: bool, made: &[u8]) {
    let made: Value = serde_json::from_slice(made).unwrap_or_default();
    let secret = made.get("secret").and_then(Value::as_str).unwrap_or_default();
    print::data(if json { made.to_string() } else { secret.to_owned() }.as_str());
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    let org = context::organization(&app, command.org().domain()).await?;
    let outcome = act(&app, org, global.json, command).await;
    app.context.store.close().await;
    outcome
}

/// Refuses a URL that is invalid, and a URL that webhooks must not call.
fn check(actions: &Actions, url: &str) -> Result<(), Failure> {
    let Some(target) = Target::parse(url) else {
        let why = Target::why_none(url);
        return Err(Failure::Usage(format!("the URL cannot be called: {why}")));
    };
    if actions.is_open_to_webhooks(&target) {
        return Ok(());
    }
    let why = "the URL's address is not a public one, and webhooks.allow does not open it";
    Err(Failure::Usage(why.into()))
}

async fn act(
    app: &deskbell_app::App,
    org: OrgId,
    json: bool,
    command: Command,
) -> Result<(), Failure> {
    let (actions, caller) = (&app.actions, Caller::command(org));
    let check = |url: &str| check(actions, url);
    match command {
        Command::Create { url, events, headers, .. } => {
            check(&url)?;
            let headers = fixed(&headers)?;
            let is_all = events.is_empty();
            let events = if is_all { WebhookEvent::wanted().collect() } else { events };
            let new = NewWebhook { url, events, enabled: true, headers };
            secret(json, &actions.create_webhook(caller, new, None).await?.into_json());
        }
        Command::List { .. } => {
            let (webhooks, _) = app.lists.webhooks(org, Page::default()).await?;
            print::rows(json, &KEYS, &webhooks.iter().map(row).collect::<Vec<_>>());
        }
        Command::Set { id, url, events, enabled, headers, no_headers, .. } => {
            url.as_deref().map(check).transpose()?;
            let is_given = no_headers || !headers.is_empty();
            let headers = is_given.then(|| fixed(&headers)).transpose()?;
            let edit = WebhookEdit { url, events, enabled, headers };
            let (id_of, expected) = (webhook(id)?, Expected::Anything);
            let changed = actions.change_webhook(caller, id_of, edit, expected).await?;
            if json {
                print::data(&changed.json);
            }
            print::talk(&format!("webhook {id} is changed"));
        }
        Command::Delete { id, .. } => {
            actions.delete_webhook(caller, webhook(id)?, Expected::Anything).await?;
            print::talk(&format!("webhook {id} is deleted"));
        }
        Command::Test { id, .. } => {
            actions.test_webhook(caller, webhook(id)?).await?;
            print::talk("the server sends a test; `deskbell webhook deliveries` shows its end");
        }
        Command::Rotate { id, .. } => {
            secret(json, &actions.rotate_webhook(caller, webhook(id)?).await?.into_json());
        }
        Command::Replay { id, delivery, since, .. } => {
            let delivery = delivery.and_then(DeliveryId::new).map(Replay::One);
            let replay = delivery.unwrap_or(Replay::After(since.unwrap_or_default()));
            actions.replay_webhook(caller, webhook(id)?, replay).await?;
            print::talk("the server sends it again");
        }
        Command::Deliveries { id, .. } => {
            let (rows, _) = app.lists.deliveries(org, webhook(id)?, Page::default()).await?;
            let rows: Vec<_> = rows.iter().map(delivery_row).collect();
            print::rows(json, &DELIVERY_KEYS, &rows);
        }
    }
    Ok(())
}
