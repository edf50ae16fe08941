//! `/v1/chats/search` and `/v1/customers/search`: reads by POST, with the filter in the body.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::Payload;
use deskbell_http::pipeline::ignored::note;
use deskbell_http::pipeline::reply::page;
use deskbell_query::Question;
use deskbell_wire as wire;
use deskbell_wire::invalid::InvalidField;
use serde_json::json;

use crate::auth::{Admitted, Reader};
use crate::example;

const SEARCHING: &str = "\
A read-only key may search. `~` and `!~` ignore case and marks such as accents; `=` compares \
exactly, except for e-mail addresses, whose case is ignored. `!=` and `!~` also match objects \
without a value. With `=` and `!=`, a value of null means \"has no value\". A search that takes \
longer than 5 seconds is answered with 503.";

/// Adds the refusals of invalid searches to the description of an operation.
fn searches(operation: Operation) -> Operation {
    let parts = ["field", "operator", "value"];
    let parts = parts.map(|part| ErrorCode::InvalidField(InvalidField::FilterPart(0, part)));
    operation
        .refuses(&parts)
        .refuses(&[ErrorCode::Filter, ErrorCode::Comparison])
        .refuses(&[ErrorCode::Limit, ErrorCode::Offset])
        .refuses(&[ErrorCode::Sort, ErrorCode::Order, ErrorCode::Cursor])
}

pub(crate) fn describe_chats() -> Operation {
    let filter = json!([
        {"field": "chats.status", "operator": "=", "value": "opened"},
        {"field": "chats.customer.name", "operator": "~", "value": "mat"},
    ]);
    let body = json!({"filter": filter, "comparison": "AND", "sort": "chats.lastMessageAt"});
    Operation::read("searchChats", "Chats", "Search chats")
        .says(SEARCHING)
        .may_take("ChatSearch", body)
        .also(searches)
        .answers(200, "FoundChats", example::page_with_total(&example::chat()))
}

/// `POST /v1/chats/search`: a page of the chats that match a filter.
pub(crate) async fn chats(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (search, ignored) = wire::search::read_chats(&body, reader.caller.org)?;
    Ok(note(page(&lists.answer(reader.caller.org, &Question::FindChats(search)).await?), &ignored))
}

pub(crate) fn describe_customers() -> Operation {
    let filter = json!([{"field": "customers.email", "operator": "~", "value": "@example.com"}]);
    Operation::read("searchCustomers", "Customers", "Search customers")
        .says(SEARCHING)
        .may_take("CustomerSearch", json!({"filter": filter, "sort": "customers.lastSeen"}))
        .also(searches)
        .answers(200, "CustomerPage", example::page_with_total(&example::customer()))
}

/// `POST /v1/customers/search`: a page of the customers that match a filter.
pub(crate) async fn customers(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (search, ignored) = wire::search::read_customers(&body, reader.caller.org)?;
    Ok(note(
        page(&lists.answer(reader.caller.org, &Question::FindCustomers(search)).await?),
        &ignored,
    ))
}
