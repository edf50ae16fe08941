//! `/app/v1/customers`: customers, in the JSON of `/v1/customers`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Actions, Expected, Lists};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{
    Errors, IfMatch, IfNoneMatch, IgnoredBody, PathId, Payload, QueryString,
};
use deskbell_http::pipeline::ignored::note;
use deskbell_http::pipeline::reply::{changed, created, done, json as answer, page};
use deskbell_query::{CustomerSort, Question};
use deskbell_wire as wire;
use deskbell_wire::invalid::InvalidField;
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::example;
use crate::rights::{CustomerErasure, CustomerLists, CustomerMerges, Customers};

const TAG: &str = "Customers";

/// The fields of a customer that can be invalid.
const FIELDS: [&str; 20] = [
    "name",
    "email",
    "userId",
    "company",
    "phone",
    "firstSeen",
    "lastSeen",
    "location",
    "unsubscribed",
    "blocked",
    "source",
    "referer",
    "lastPage",
    "locale",
    "notes",
    "createdFrom",
    "integrationId",
    "tags",
    "customData",
    "customer",
];

fn some_fields() -> Value {
    json!({"name": "mateus", "email": "mateus@example.com", "tags": [{"name": "trial"}]})
}

fn edits(operation: Operation) -> Operation {
    operation.from_a_page().for_some_roles().refuses_fields(&FIELDS).refuses(&[
        ErrorCode::Tags,
        ErrorCode::UserIdTaken,
        ErrorCode::CustomData,
    ])
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listCustomers", TAG, "List customers")
        .for_some_roles()
        .sorts("customerSort")
        .answers(200, "CustomerPage", example::page_with_total(&example::customer()))
}

/// `GET /app/v1/customers`: a page of all customers.
pub(crate) async fn list(
    by: ByAgent<CustomerLists>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let (org, mut errors) = (by.caller.org, Errors::default());
    let at = query.sorted((org, "customers"), CustomerSort::parse, &mut errors);
    errors.check()?;
    Ok(page(&lists.answer(org, &Question::Customers(at)).await?))
}

pub(crate) fn describe_search() -> Operation {
    let parts = ["field", "operator", "value"];
    let parts = parts.map(|part| ErrorCode::InvalidField(InvalidField::FilterPart(0, part)));
    let filter = json!([{"field": "customers.email", "operator": "~", "value": "@example.com"}]);
    Operation::signed_in("searchCustomers", TAG, "Search customers")
        .from_a_page()
        .for_some_roles()
        .may_take("CustomerSearch", json!({"filter": filter, "sort": "customers.lastSeen"}))
        .refuses(&parts)
        .refuses(&[ErrorCode::Filter, ErrorCode::Comparison, ErrorCode::Limit, ErrorCode::Offset])
        .refuses(&[ErrorCode::Sort, ErrorCode::Order, ErrorCode::Cursor])
        .answers(200, "CustomerPage", example::page_with_total(&example::customer()))
}

/// `POST /app/v1/customers/search`: a page of the customers that match a filter.
pub(crate) async fn search(
    by: ByAgent<CustomerLists>,
    State(lists): State<Arc<Lists>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let org = by.caller.org;
    let (search, ignored) = wire::search::read_customers(&body, org)?;
    Ok(note(page(&lists.answer(org, &Question::FindCustomers(search)).await?), &ignored))
}

pub(crate) fn describe_get() -> Operation {
    Operation::signed_in("getCustomer", TAG, "Get a customer")
        .for_some_roles()
        .of_customer()
        .shows("Customer", example::customer())
}

/// `GET /app/v1/customers/{id}`: one customer.
pub(crate) async fn get(
    by: ByAgent<CustomerLists>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.customer(by.caller.org, path.customer()?).await?))
}

pub(crate) fn describe_events() -> Operation {
    Operation::signed_in("listCustomerEvents", TAG, "List a customer's events")
        .says("The newest 20.")
        .for_some_roles()
        .of_customer()
        .answers(200, "CustomerEvents", example::events())
}

/// `GET /app/v1/customers/{id}/events`: the newest events of a customer.
pub(crate) async fn events(
    by: ByAgent<CustomerLists>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
) -> Result<Response, ApiError> {
    Ok(answer(lists.events_of_customer(by.caller.org, path.customer()?).await?))
}

pub(crate) fn describe_post() -> Operation {
    Operation::signed_in("createCustomer", TAG, "Create a customer")
        .may_take("CustomerIn", some_fields())
        .also(edits)
        .answers(201, "Customer", example::customer())
}

/// `POST /app/v1/customers`: a new customer.
pub(crate) async fn post(
    by: ByAgent<Customers>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = wire::customers::read_edit(&body)?;
    let made = actions.create_customer(by.caller, edit, None).await?.into_json();
    let id = wire::json::id_of(made.as_bytes());
    Ok(created(id.map(|id| format!("/app/v1/customers/{id}")), made))
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateCustomer", TAG, "Change some of a customer's fields")
        .says(
            "Fields that are left out stay as they are. A customer with `blocked` can no longer \
             write.",
        )
        .of_customer()
        .conditional()
        .may_take("CustomerIn", json!({"blocked": true, "notes": "Asks for refunds."}))
        .also(edits)
        .answers_object(200, "Customer", example::customer())
}

/// `PATCH /app/v1/customers/{id}`: changes a customer.
pub(crate) async fn patch(
    by: ByAgent<Customers>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = wire::customers::read_edit(&body)?;
    let customer = path.customer()?;
    Ok(changed(actions.change_customer(by.caller, customer, edit, expected).await?.json))
}

pub(crate) fn describe_merge() -> Operation {
    let says = "The customer `from` goes: its chats, events and tags become those of this one, \
                which keeps what it has and gets what it lacks. This cannot be undone. A customer \
                with a userId cannot be the one who goes.";
    Operation::signed_in("mergeCustomers", TAG, "Merge a customer into this one")
        .says(says)
        .from_a_page()
        .for_some_roles()
        .of_customer()
        .takes("MergeIn", json!({"from": 2}))
        .refuses_fields(&["from"])
        .refuses(&[ErrorCode::Identified])
        .answers_object(200, "Customer", example::customer())
}

/// `POST /app/v1/customers/{id}/merge`: merges another customer into this customer.
pub(crate) async fn merge(
    by: ByAgent<CustomerMerges>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let into = path.customer()?;
    let from = wire::inbox::merge::read_merge(&body, into)?;
    Ok(changed(actions.merge_customers(by.caller, from, into).await?))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("deleteCustomer", TAG, "Delete a customer")
        .says("The customer's chats, messages, files and events are deleted, too.")
        .from_a_page()
        .for_some_roles()
        .of_customer()
        .refuses_bodies()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/customers/{id}`: deletes a customer with all chats and data.
pub(crate) async fn delete(
    by: ByAgent<CustomerErasure>,
    State(actions): State<Actions>,
    path: PathId,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    actions.delete_customer(by.caller, path.customer()?, Expected::Anything).await?;
    Ok(done())
}
