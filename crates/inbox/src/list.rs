//! `/app/v1/list` and `/app/v1/search`: some rows of a view of chats, and the search for customers
//! and chats.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_app::lists::Looking;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, Payload, QueryString};
use deskbell_http::pipeline::reply::{json as answer, page};
use deskbell_model::Right;
use deskbell_model::limits::SEARCH_CHARS_MAX;
use deskbell_query::{Question, fold};
use deskbell_wire as wire;
use serde_json::json;

use crate::agent::ByAgent;
use crate::example;
use crate::rights::Any;

pub(crate) const TAG: &str = "Chats";

pub(crate) fn describe_list() -> Operation {
    let says = "Rows of one view, and the counts of other views, all of the same moment. Chats \
        that you may not see are left out. So are snoozed chats and chats of blocked customers, \
        unless the view asks for them. A view that is counted may have the same `text` as `view`, \
        or none.";
    let asked = json!({
        "view": "mine", "sort": "waiting", "at": {"offset": 0}, "limit": 50,
        "counts": ["unassigned", "all", {"department": 1}],
    });
    Operation::signed_in("listChats", TAG, "Show a part of a view")
        .says(says)
        .from_a_page()
        .takes("WindowIn", asked)
        .refuses_fields(&["view", "sort", "at", "counts"])
        .refuses(&[ErrorCode::Limit])
        .answers(200, "Window", example::window())
}

/// `POST /app/v1/list`: some rows of a view of chats.
pub(crate) async fn list(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let window = wire::inbox::window::read_asked(&body, by.agent, by.scope)?;
    let question = Question::Window(Box::new(window));
    Ok(page(&lists.answer(by.caller.org, &question).await?))
}

pub(crate) fn describe_search() -> Operation {
    let says = "Finds customers by a part of their name, e-mail address, phone number, userId, \
        company, city, notes, tags, id in a channel or a value of their custom data, or by the \
        code of their language, country or region; the last seen first. Then their chats, and \
        the chat with this number. `customers` is null for agents who may not list customers.";
    Operation::signed_in("search", TAG, "Find customers and chats")
        .says(says)
        .with(&["q"])
        .refuses(&[ErrorCode::SearchText])
        .answers(200, "SearchAnswer", example::found())
}

/// `GET /app/v1/search`: the customers and the chats that match a text.
pub(crate) async fn search(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let text = |text: &str| {
        let text = text.trim();
        let is_short = text.chars().nth(SEARCH_CHARS_MAX).is_none();
        let is_fit = is_short && !text.contains('\0') && !fold(text).is_empty();
        is_fit.then(|| Some(text.to_owned()))
    };
    let text = query.parsed("q", text, ErrorCode::SearchText, &mut errors);
    if text.is_none() && errors.is_empty() {
        errors.push(ErrorCode::SearchText);
    }
    let text = errors.finish(text)?;
    let sees_customers = by.caller.rights.allow(Right::CustomerLists);
    let looking = Looking { org: by.caller.org, agent: by.agent, scope: by.scope, sees_customers };
    Ok(answer(lists.search(looking, &text).await?))
}
