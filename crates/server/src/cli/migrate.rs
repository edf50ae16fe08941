//! `deskbell migrate`.

use serde_json::json;

use super::{Failure, Global, context, print};
use crate::boot;

pub(crate) async fn run(global: &Global) -> Result<(), Failure> {
    let config = context::config(global, None)?;
    context::log(global, &config, false)?;
    let opened = boot::open(&config, &config.database).await;
    let (app, migrated) = opened.map_err(Failure::Failed)?;
    app.context.store.close().await;
    let told = match migrated.applied.as_slice() {
        [] => format!("the schema is up to date at version {}", migrated.version),
        names => {
            format!("applied {}; the schema is at version {}", names.join(", "), migrated.version)
        }
    };
    let row = [json!(migrated.version), json!(migrated.applied)];
    print::one(global.json, &["version", "applied"], &row, &told);
    Ok(())
}
