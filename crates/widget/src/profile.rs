//! `/widget/v1/me` and `/widget/v1/events`: a visitor's data and events, as the page reports them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Visitors;
use deskbell_http::docs::Operation;
use deskbell_http::error::ApiError;
use deskbell_http::extract::Payload;
use deskbell_http::pipeline::reply::done;
use deskbell_wire as wire;
use serde_json::json;

use crate::visitor::ByVisitor;

const TAG: &str = "Visitor";

pub(crate) fn describe_patch() -> Operation {
    let body = json!({"name": "Marta", "email": "marta@example.com", "customData": {"seats": 5}});
    Operation::visiting("changeMe", TAG, "Tell who the visitor is")
        .says(
            "Fields that are missing or null stay as they are. This does not identify a visitor: \
             see beginSession.",
        )
        .takes("VisitorProfile", body)
        .refuses_fields(&["name", "email", "phone", "company", "customData"])
        .refuses_fields(&["page", "referrer", "locale"])
        .answers(200, "Done", json!("Ok"))
}

/// `PATCH /widget/v1/me`: changes the visitor's own fields.
pub(crate) async fn patch(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let profile = wire::widget::read_profile(&body)?;
    visitors.set_profile(by.from(), profile).await?;
    Ok(done())
}

pub(crate) fn describe_track() -> Operation {
    let events = json!([{"name": "order placed", "data": {"order": 1_042}}]);
    let body = json!({"events": events, "page": "https://example.com/thanks"});
    Operation::visiting("trackEvents", TAG, "Report events and the page that is seen")
        .says("At most 20 events. A page without events does not make the visitor a customer.")
        .takes("VisitorEvents", body)
        .refuses_fields(&["events", "page", "referrer", "locale"])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /widget/v1/events`: events and page views.
pub(crate) async fn track(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let events = wire::widget::read_events(&body)?;
    visitors.track(by.from(), events).await?;
    Ok(done())
}
