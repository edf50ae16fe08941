//! `/app/v1/session`: signing in and out.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::Response;
use deskbell_app::Access;
use deskbell_app::access::sign_in::Credentials;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Payload};
use deskbell_http::pipeline::reply::{done, json as answer};
use deskbell_wire as wire;
use deskbell_wire::inbox::session::{SignIn, SignedInView, read_sign_in};
use serde_json::json;

use crate::agent::ByAgent;
use crate::rights::Any;
use crate::{cookie, example};

pub(crate) const TAG: &str = "Signing in";

pub(crate) fn describe_post() -> Operation {
    let says = "The answer sets the session's cookie. An unknown name and a wrong password have \
                one answer. After five failures of a name or an address the next try is due after \
                a delay, which doubles each time.";
    Operation::open("signIn", TAG, "Sign in")
        .says(says)
        .also(example::open)
        .takes("SignIn", json!({"login": example::LOGIN, "password": example::PASSWORD}))
        .refuses_fields(&["login", "password"])
        .refuses(&[ErrorCode::SignIn, ErrorCode::TooManyTries])
        .answers(200, "SignedIn", json!({"secondFactor": false}))
}

/// `POST /app/v1/session`: begins a session.
pub(crate) async fn post(
    account: Account,
    State(access): State<Arc<Access>>,
    headers: HeaderMap,
    body: Payload,
) -> Result<Response, ApiError> {
    let SignIn { login, password } = read_sign_in(&body)?;
    let device = headers.get(USER_AGENT).map(|it| String::from_utf8_lossy(it.as_bytes()));
    let device = device.unwrap_or_default().replace(char::is_control, "");
    let given = Credentials { login, password, from: account.peer, device };
    let session = access.sign_in(given).await?;
    account.belongs_to(session.org, None);
    let mut json = Vec::new();
    wire::write(&mut json, &SignedInView { second_factor: session.awaits_code });
    let mut response = answer(json);
    cookie::set(&mut response, &session.secret, cookie::is_plain(&headers));
    Ok(response)
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("signOut", TAG, "Sign out")
        .says("The session ends, and the cookie goes.")
        .from_a_page()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/session`: ends the session that asks.
pub(crate) async fn delete(
    by: ByAgent<Any>,
    State(access): State<Arc<Access>>,
) -> Result<Response, ApiError> {
    access.sign_out(by.caller).await?;
    let mut response = done();
    cookie::remove(&mut response);
    Ok(response)
}
