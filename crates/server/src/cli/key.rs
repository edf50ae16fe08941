//! `deskbell key`.

use clap::Subcommand;
use deskbell_app::Caller;
use deskbell_model::{KeyId, Scope};
use serde_json::json;

use super::context::{self, Org};
use super::{Failure, Global, print};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a key and print it; it cannot be shown again
    Create {
        /// The name of the key
        #[arg(long, value_name = "NAME", default_value = "key", value_parser = context::name)]
        name: String,
        #[command(flatten)]
        org: Org,
        /// Allow reading only
        #[arg(long)]
        read_only: bool,
    },
    /// List keys, revoked ones too
    List {
        #[command(flatten)]
        org: Org,
    },
    /// Revoke a key: within a second it works nowhere
    Revoke {
        /// The id, as `deskbell key list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    match command {
        Command::Create { name, org, read_only } => {
            let org = context::organization(&app, org.domain()).await?;
            let scope = if read_only { Scope::Read } else { Scope::Full };
            let key = app.access.create_key(Caller::command(org), &name, scope).await?;
            print::one(global.json, &["key"], &[json!(key)], &key);
        }
        Command::List { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let keys = app.access.list_keys(org).await?;
            let rows: Vec<_> = keys
                .iter()
                .map(|key| {
                    let revoked = key.revoked_at.map(|at| at.get());
                    vec![
                        json!(key.id.get()),
                        json!(key.name),
                        json!(key.scope.as_str()),
                        json!(key.created_at.get()),
                        json!(revoked),
                    ]
                })
                .collect();
            let keys = ["id", "name", "scope", "createdAt", "revokedAt"];
            print::rows(global.json, &keys, &rows);
        }
        Command::Revoke { id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let key = KeyId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))?;
            app.access.revoke_key(Caller::command(org), key).await?;
            print::talk(&format!("key {id} is revoked"));
            if global.json {
                print::one(true, &["revoked"], &[json!(id)], "");
            }
        }
    }
    app.context.store.close().await;
    Ok(())
}
