//! `/app/v1/keys`: the API keys of programs.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::access::keys::NewKey;
use deskbell_app::{Access, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfNoneMatch, PathId, Payload};
use deskbell_http::pipeline::reply;
use deskbell_wire::inbox::people::read_new_key;
use serde_json::json;

use crate::agent::ByAgent;
use crate::rights::{Keys, SteppedUp};

pub(crate) const TAG: &str = "Keys";

pub(crate) fn describe_list() -> Operation {
    let key = json!({
        "id": 1, "name": "shop", "scope": "full", "createdAt": 1_593_151_232,
        "expiresAt": null, "revokedAt": null, "lastUsedAt": 1_593_151_292,
    });
    Operation::signed_in("listKeys", TAG, "List keys")
        .says("By id, revoked ones, too.")
        .for_some_roles()
        .shows("Keys", json!({"data": [key]}))
}

/// `GET /app/v1/keys`: the keys of the organization.
pub(crate) async fn list(
    by: ByAgent<Keys>,
    State(access): State<Arc<Access>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(access.own_keys(by.caller).await?))
}

pub(crate) fn describe_post() -> Operation {
    let key = json!({
        "id": 2, "key": "dbk_5f0cpwA7", "name": "shop", "scope": "read",
        "expiresAt": 4_102_444_800_u32,
    });
    Operation::signed_in("makeKey", TAG, "Make a key")
        .says("For programs that call `/v1`. The key is shown once.")
        .from_a_page()
        .for_some_roles()
        .confirmed()
        .takes("NewKeyIn", json!({"name": "shop", "scope": "read", "expiresAt": 4_102_444_800_u32}))
        .refuses_fields(&["name", "scope", "expiresAt"])
        .answers(201, "NewKey", key)
}

/// `POST /app/v1/keys`: a new key, with its text.
pub(crate) async fn post(
    by: ByAgent<SteppedUp<Keys>>,
    State(access): State<Arc<Access>>,
    State(clock): State<Arc<Steady>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (name, scope, expires_at) = read_new_key(&body, clock.now().seconds())?;
    let json = access.own_new_key(by.caller, NewKey { name, scope, expires_at }).await?;
    Ok(reply::uncached(reply::created(Some("/app/v1/keys".to_owned()), json)))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("revokeKey", TAG, "Revoke a key")
        .says("The key stops working within a second, on every server.")
        .from_a_page()
        .for_some_roles()
        .confirmed()
        .with(&["keyId"])
        .refuses(&[ErrorCode::KeyNotFound])
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/keys/{id}`: revokes a key.
pub(crate) async fn delete(
    by: ByAgent<SteppedUp<Keys>>,
    State(access): State<Arc<Access>>,
    path: PathId,
) -> Result<Response, ApiError> {
    access.revoke_key(by.caller, path.key()?).await?;
    Ok(reply::done())
}
