//! `/app/v1/session`: signing in and out.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::response::Response;
use deskbell_app::Access;
use deskbell_app::access::sign_in::{Credentials, NewSession};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Payload};
use deskbell_http::pipeline::reply::done;
use deskbell_model::Secret;
use deskbell_wire::inbox::own::{read_code, read_password};
use deskbell_wire::inbox::session::{SignIn, SignedInView, read_sign_in};
use serde_json::json;

use crate::agent::ByAgent;
use crate::reply::written;
use crate::rights::Any;
use crate::{cookie, example};

pub(crate) const TAG: &str = "Signing in";

pub(crate) fn describe_post() -> Operation {
    let says = "The answer sets the cookie of the session. An unknown name and a wrong password \
        get the same answer. After five failures for a name or from an address, there is a delay \
        before the next try, and it doubles each time.";
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
    let replaces = cookie::secret(&headers).map(|it| Secret::new(it.to_owned()));
    let given = Credentials { login, password, from: account.peer, device, replaces };
    let session = access.sign_in(given).await?;
    account.belongs_to(session.org, None);
    Ok(begun(&session, &headers))
}

/// Makes the answer to a new session, with the session's cookie.
fn begun(session: &NewSession, headers: &HeaderMap) -> Response {
    let mut response = written(&SignedInView { second_factor: session.awaits_code });
    cookie::set(&mut response, &session.secret, cookie::is_plain(headers));
    response
}

pub(crate) fn describe_code() -> Operation {
    let says = "Completes a session that waits for the code of the second factor, within five \
        minutes. A recovery code works, too, but only once. Five wrong codes end the session. The \
        answer sets a new cookie.";
    Operation::open("giveCode", TAG, "Give the code of the second factor")
        .says(says)
        .also(example::open)
        .takes("Code", json!({"code": "287082"}))
        .refuses_fields(&["code"])
        .refuses(&[ErrorCode::Session, ErrorCode::WrongCode, ErrorCode::TooManyTries])
        .answers(200, "SignedIn", json!({"secondFactor": false}))
}

/// `POST /app/v1/session/totp`: completes a session with a code.
pub(crate) async fn code(
    account: Account,
    State(access): State<Arc<Access>>,
    headers: HeaderMap,
    body: Payload,
) -> Result<Response, ApiError> {
    let code = read_code(&body)?;
    let session = access.complete(cookie::secret(&headers), code, account.peer).await?;
    account.belongs_to(session.org, None);
    Ok(begun(&session, &headers))
}

pub(crate) fn describe_confirm() -> Operation {
    let says = "For ten minutes, this session may do what needs a recent password: change keys, \
        agents and the second factor. Signing in counts, too.";
    Operation::signed_in("confirmPassword", TAG, "Confirm the password")
        .says(says)
        .from_a_page()
        .takes("PasswordIn", json!({"password": example::PASSWORD}))
        .refuses_fields(&["password"])
        .refuses(&[ErrorCode::WrongPassword, ErrorCode::TooManyTries])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /app/v1/session/confirm`: confirms the agent's password.
pub(crate) async fn confirm(
    by: ByAgent<Any>,
    account: Account,
    State(access): State<Arc<Access>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let password = read_password(&body)?;
    access.confirm(by.caller, &password, account.peer).await?;
    Ok(done())
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("signOut", TAG, "Sign out")
        .says("Ends the session and removes the cookie.")
        .from_a_page()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/session`: ends the current session.
pub(crate) async fn delete(
    by: ByAgent<Any>,
    State(access): State<Arc<Access>>,
) -> Result<Response, ApiError> {
    access.sign_out(by.caller).await?;
    let mut response = done();
    cookie::remove(&mut response);
    Ok(response)
}
