//! `/app/v1/me/totp`: the signed-in agent's second factor and its recovery codes.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Access;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::Payload;
use deskbell_http::pipeline::reply::done;
use deskbell_wire::inbox::own::{BegunView, RecoveryView, read_code};
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::me::TAG;
use crate::reply::written;
use crate::rights::{Any, SteppedUp};

fn codes() -> Value {
    json!({"codes": ["abcd-efgh-ijkl-mnop", "qrst-uvwx-yz23-4567"]})
}

pub(crate) fn describe_begin() -> Operation {
    let address = "otpauth://totp/Deskbell:lisa?secret=GEZDGNBVGY3TQOJQ&issuer=Deskbell";
    Operation::signed_in("beginSecondFactor", TAG, "Begin a second factor")
        .says(
            "Gives a secret for an authenticator app. It takes effect when its first code is \
             confirmed.",
        )
        .from_a_page()
        .confirmed()
        .answers(200, "SecondFactor", json!({"secret": "GEZDGNBVGY3TQOJQ", "address": address}))
}

/// `POST /app/v1/me/totp`: begins to set up a second factor.
pub(crate) async fn begin(
    by: ByAgent<SteppedUp<Any>>,
    State(access): State<Arc<Access>>,
) -> Result<Response, ApiError> {
    let begun = access.begin_second_factor(by.caller).await?;
    let (secret, address) = (begun.secret.reveal(), begun.address.reveal());
    Ok(written(&BegunView { secret, address }))
}

pub(crate) fn describe_confirm() -> Operation {
    Operation::signed_in("confirmSecondFactor", TAG, "Confirm the second factor")
        .says("Its first code turns the second factor on. Your other sessions end.")
        .from_a_page()
        .confirmed()
        .takes("Code", json!({"code": "287082"}))
        .refuses_fields(&["code"])
        .refuses(&[ErrorCode::NoFactor, ErrorCode::WrongCode, ErrorCode::TooManyTries])
        .answers(200, "RecoveryCodes", codes())
}

/// `PUT /app/v1/me/totp`: confirms the second factor with its first code.
pub(crate) async fn confirm(
    by: ByAgent<SteppedUp<Any>>,
    State(access): State<Arc<Access>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let code = read_code(&body)?;
    Ok(written(&RecoveryView(access.confirm_second_factor(by.caller, code).await?)))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("removeSecondFactor", TAG, "Remove the second factor")
        .says("Your other sessions end.")
        .from_a_page()
        .confirmed()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/me/totp`: removes the second factor.
pub(crate) async fn delete(
    by: ByAgent<SteppedUp<Any>>,
    State(access): State<Arc<Access>>,
) -> Result<Response, ApiError> {
    access.remove_second_factor(by.caller).await?;
    Ok(done())
}

pub(crate) fn describe_recovery() -> Operation {
    Operation::signed_in("renewRecoveryCodes", TAG, "Make new recovery codes")
        .says("They replace the old ones.")
        .from_a_page()
        .confirmed()
        .refuses(&[ErrorCode::NoFactor])
        .answers(200, "RecoveryCodes", codes())
}

/// `POST /app/v1/me/recovery`: makes new recovery codes.
pub(crate) async fn recovery(
    by: ByAgent<SteppedUp<Any>>,
    State(access): State<Arc<Access>>,
) -> Result<Response, ApiError> {
    Ok(written(&RecoveryView(access.renew_recovery(by.caller).await?)))
}
