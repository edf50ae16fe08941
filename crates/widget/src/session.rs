//! `/widget/v1/session`: the beginning and the end of a visitor's session.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};
use axum::response::Response;
use deskbell_app::Visitors;
use deskbell_app::visitors::Arrival;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Payload, bearer};
use deskbell_http::pipeline::reply::{done, json};
use deskbell_wire as wire;
use serde_json::json as value;

use crate::example;
use crate::visitor::ByVisitor;

const TAG: &str = "Session";

pub(crate) fn describe_begin() -> Operation {
    let body = value!({
        "app": 1,
        "user": {"name": "Marta", "email": "marta@example.com", "customData": {"plan": "gold"}},
        "page": "https://example.com/prices", "locale": "pt",
    });
    Operation::open("beginSession", TAG, "Begin a session")
        .says(
            "Each page begins a session, and sends the token of the session before, if there is \
             one, as `Bearer`. If the answer has a `token`, send that one from now on. Nothing is \
             stored about visitors until they write, are identified or have an event.\n\n\
             `user.userId` says who the visitor is. With a `proof` the session is verified; users \
             who were verified once are believed only with a proof. `doubt` says why a claim was \
             not believed or not proved. What visitors wrote anonymously stays with them.",
        )
        .takes("NewVisit", body)
        .refuses_fields(&[
            "app",
            "organization",
            "user",
            "userId",
            "proof",
            "name",
            "email",
            "phone",
            "company",
            "customData",
            "page",
            "referrer",
            "locale",
        ])
        .refuses(&[ErrorCode::SiteNotAllowed, ErrorCode::ApplicationNotFound])
        .refuses(&[ErrorCode::TooMany, ErrorCode::TooLarge])
        .refuses(&[ErrorCode::Internal, ErrorCode::Unavailable])
        .answers(200, "VisitorSession", example::session())
}

/// `POST /widget/v1/session`: begins a session on a page.
pub(crate) async fn begin(
    State(visitors): State<Arc<Visitors>>,
    account: Account,
    headers: HeaderMap,
    body: Payload,
) -> Result<Response, ApiError> {
    let new = wire::widget::read_visit(&body)?;
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let (origin, host, token) = (header(ORIGIN), header(HOST), bearer(&headers));
    let arrival = Arrival { new, token, origin, host, peer: account.peer };
    let begun = visitors.begin(arrival).await;
    let named = [(ErrorCode::ApplicationNotFound, "app"), (ErrorCode::SiteNotAllowed, "page")];
    let begun = begun.map_err(|error| ApiError::in_body(error, &named))?;
    account.belongs_to(begun.org, None);
    Ok(json(begun.json))
}

pub(crate) fn describe_end() -> Operation {
    Operation::visiting("endSession", TAG, "Log out").says("The token is no longer valid.").answers(
        200,
        "Done",
        value!("Ok"),
    )
}

/// `DELETE /widget/v1/session`: ends the visitor's session.
pub(crate) async fn end(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
) -> Result<Response, ApiError> {
    visitors.end(&by.visitor).await?;
    Ok(done())
}
