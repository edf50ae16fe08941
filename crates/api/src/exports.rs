//! `/v1/export/…`: an organization's data as lines of the exchange format, in one answer of any
//! length.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use deskbell_app::Exports;
use deskbell_app::exports::{ExportPlace, ExportStream, Exported};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, QueryString};
use deskbell_http::pipeline::InPieces;
use futures_util::stream::try_unfold;
use serde_json::json;

use crate::auth::{Admitted, Reader};

const TAG: &str = "Exports";
/// The media type of NDJSON.
const LINES: &str = "application/x-ndjson";

pub(crate) fn describe_chats() -> Operation {
    let line = concat!(
        r#"{"kind":"chat","externalId":"5217453","customer":"1","assignee":"1","department":null,"#,
        r#""status":"closed","createdAt":1594139100,"closedAt":1594139200,"closedBy":"agent","#,
        r#""snoozedUntil":null,"rating":"great","messages":[{"externalId":"9577571","#,
        r#""from":"customer","agent":null,"type":"message","text":"Hello","#,
        r#""createdAt":"1594139170.913"}]}"#,
        "\n"
    );
    described("exportChats", "Export all chats with their messages", line).says(
        "One chat a line, in the order of their ids, with up to 1,000 messages; further messages \
         of a long chat follow as lines of the kind `message`. docs/format.md describes the lines. \
         An answer that ends early goes on with `after`, the id of the last chat of which \
         everything arrived. Chats that are made meanwhile are at the end.",
    )
}

pub(crate) fn describe_messages() -> Operation {
    let line = concat!(
        r#"{"kind":"message","chat":"5217453","externalId":"9577571","from":"customer","#,
        r#""agent":null,"type":"message","text":"Hello","createdAt":"1594139170.913"}"#,
        "\n"
    );
    described("exportMessages", "Export all messages", line).says(
        "One message a line, by chats and in the order in which they were written there. `after` \
         is the id of a chat: its messages and those of chats before it are left out.",
    )
}

pub(crate) fn describe_customers() -> Operation {
    let line = concat!(
        r#"{"kind":"customer","externalId":"1","name":"Una","email":null,"userId":"u-1","#,
        r#""phone":null,"company":null,"notes":null,"locale":null,"location":{"regionCode":null,"#,
        r#""countryCode":null,"city":null},"source":null,"referer":null,"lastPage":null,"#,
        r#""createdFrom":null,"integrationId":null,"createdAt":1594139100,"firstSeen":null,"#,
        r#""lastSeen":null,"unsubscribed":false,"blocked":false,"tags":["vip"],"customData":{}}"#,
        "\n"
    );
    described("exportCustomers", "Export all customers", line)
        .says("One customer a line, in the order of their ids.")
}

fn described(id: &'static str, summary: &'static str, line: &str) -> Operation {
    let content = json!({"schema": {"type": "string"}, "example": line});
    Operation::read(id, TAG, summary)
        .with(&["afterObject"])
        .refuses(&[ErrorCode::After])
        .answers_with(200, "As asked.", Some((LINES, content)))
}

/// `GET /v1/export/chats`: all chats.
pub(crate) async fn chats(
    reader: Admitted<Reader>,
    State(exports): State<Arc<Exports>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    export(&reader, &exports, Exported::Chats, &query).await
}

/// `GET /v1/export/messages`: all messages.
pub(crate) async fn messages(
    reader: Admitted<Reader>,
    State(exports): State<Arc<Exports>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    export(&reader, &exports, Exported::Messages, &query).await
}

/// `GET /v1/export/customers`: all customers.
pub(crate) async fn customers(
    reader: Admitted<Reader>,
    State(exports): State<Arc<Exports>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    export(&reader, &exports, Exported::Customers, &query).await
}

async fn export(
    reader: &Admitted<Reader>,
    exports: &Arc<Exports>,
    what: Exported,
    query: &QueryString,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let after = query.after(&mut errors).unwrap_or_default();
    errors.check()?;
    let stream = exports.stream(reader.caller.org, what, ExportPlace::after(after)).await?;
    let mut response = Response::new(body(stream));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(LINES));
    response.extensions_mut().insert(InPieces);
    Ok(response)
}

/// Returns the lines as a body, which is read as fast as the connection takes the bytes.
fn body(stream: ExportStream) -> Body {
    Body::from_stream(try_unfold(stream, |mut stream| async move {
        let next = stream.next().await.inspect_err(|error| {
            tracing::warn!(%error, "an export broke off");
        })?;
        Ok::<_, deskbell_app::Error>(next.map(|lines| (lines, stream)))
    }))
}
