//! `/v1/changes`: what changed, in order.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::error::{ApiError, Fault};
use crate::extract::{Account, Faults, Known, QueryString, Reader};
use crate::transport::connection_handle::Afterwards;

/// `GET /v1/changes`: a stretch of the feed, which may be waited for.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    query: QueryString,
    account: Account,
    afterwards: Option<Extension<Afterwards>>,
    known: Known,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let (wanted, wait) = query.wanted(&mut faults);
    faults.none()?;
    let waits = afterwards.filter(|_| !wait.is_zero());
    let _stay = waits.map(|Extension(it)| it.stay(reader.org)).transpose()?;
    let mut stopping = account.stopping;
    let answer = tokio::select! {
        answer = app.changes(reader.org, wanted.clone(), wait) => Some(answer?),
        _ = stopping.wait_for(|is_stopping| *is_stopping) => None,
    };
    let answer = match answer {
        Some(answer) => answer,
        // A server that stops answers with what there is.
        None => app.changes(reader.org, wanted, Duration::ZERO).await?,
    };
    // Meanwhile the key may have been revoked.
    if !wait.is_zero() && !app.is_key_working(reader.org, reader.key).await? {
        return Err(Fault::Token.into());
    }
    Ok(known.or(answer))
}
