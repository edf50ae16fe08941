//! `/v1/customers`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;
use deskbell_app::idempotency::Creation;
use deskbell_model::CustomerEdit;
use deskbell_query::CustomerSort;
use deskbell_wire::{self as wire};

use crate::error::ApiError;
use crate::extract::{
    Faults, IfMatch, Known, Nothing, PathId, Payload, QueryString, Reader, Writer,
};
use crate::pipeline::reply::{changed, created_in, done, json};

const CUSTOMERS: &str = "customers";

/// `GET /v1/customers`: a page of all customers.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    query: QueryString,
    known: Known,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let page = query.sorted((reader.org, "customers"), CustomerSort::parse, &mut faults);
    faults.none()?;
    Ok(known.or(app.customers(reader.org, page).await?))
}

/// `GET /v1/customers/{id}`: one customer.
pub(crate) async fn get(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
    known: Known,
) -> Result<Response, ApiError> {
    Ok(known.or(app.customer(reader.org, path.customer()?).await?))
}

/// `POST /v1/customers`: a new customer.
pub(crate) async fn post(
    writer: Writer,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Customer)?;
    if let Some(answer) = app.answered(writer.org, once.as_ref()).await? {
        return Ok(created_in(CUSTOMERS, answer));
    }
    let edit = wire::customers::read_edit(&body)?;
    Ok(created_in(CUSTOMERS, app.create_customer(writer.org, edit, once).await?))
}

/// `PUT /v1/customers/{id}`: what is left out is cleared.
pub(crate) async fn put(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    condition: IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    change(&app, writer, &path, condition, wire::customers::read_replacement(&body)?).await
}

/// `PATCH /v1/customers/{id}`: what is left out stays.
pub(crate) async fn patch(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    condition: IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    change(&app, writer, &path, condition, wire::customers::read_edit(&body)?).await
}

/// `PUT /v1/customers/{id}/tags`: it wears these tags too.
pub(crate) async fn add_tags(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    condition: IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    change(&app, writer, &path, condition, wire::customers::read_more_tags(&body)?).await
}

/// `DELETE /v1/customers/{id}/tags`: it wears these tags no more.
pub(crate) async fn remove_tags(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    condition: IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    change(&app, writer, &path, condition, wire::customers::read_tags_to_remove(&body)?).await
}

/// `PATCH /v1/customers/{id}/customData`: the properties that are left out stay.
pub(crate) async fn patch_data(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    condition: IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    change(&app, writer, &path, condition, wire::customers::read_properties(&body)?).await
}

async fn change(
    app: &App,
    writer: Writer,
    path: &PathId,
    IfMatch(expected): IfMatch,
    edit: CustomerEdit,
) -> Result<Response, ApiError> {
    Ok(changed(app.change_customer(writer.org, path.customer()?, edit, expected).await?))
}

/// `PUT /v1/customers/batch`: several customers, all or none.
pub(crate) async fn batch(
    writer: Writer,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let edits = wire::customers::read_batch(&body)?;
    Ok(json(app.change_customers(writer.org, edits).await?))
}

/// `DELETE /v1/customers/{id}`: the customer, and what belongs to it.
pub(crate) async fn delete(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    IfMatch(expected): IfMatch,
    _: Nothing,
) -> Result<Response, ApiError> {
    app.delete_customer(writer.org, path.customer()?, expected).await?;
    Ok(done())
}
