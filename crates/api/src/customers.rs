//! `/v1/customers`: customers with their tags and custom data.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::idempotency::Creation;
use deskbell_app::{Actions, Lists};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{
    Errors, IfMatch, IfNoneMatch, IgnoredBody, PathId, Payload, QueryString,
};
use deskbell_http::pipeline::reply::{changed, created_in, done, in_parts, json};
use deskbell_model::CustomerEdit;
use deskbell_query::{CustomerSort, Question};
use deskbell_wire::invalid::Reading;
use deskbell_wire::{self as wire};
use futures_util::stream::try_unfold;
use serde_json::{Value, json};

use crate::auth::{Admitted, Reader, Writer};
use crate::example;
use crate::listed::Answering;

const TAG: &str = "Customers";
const CUSTOMERS: &str = "customers";

/// The fields of a customer that are validated.
const FIELDS: [&str; 21] = [
    "name",
    "email",
    "userId",
    "company",
    "phone",
    "firstSeen",
    "lastSeen",
    "location",
    "regionCode",
    "countryCode",
    "city",
    "unsubscribed",
    "blocked",
    "source",
    "referer",
    "lastPage",
    "locale",
    "notes",
    "createdFrom",
    "integrationId",
    "customData",
];

/// The OpenAPI links from the creation of a customer to the operations that take the customer's id.
const OF_A_CUSTOMER: [&str; 8] = [
    "getCustomer",
    "exportCustomer",
    "replaceCustomer",
    "updateCustomer",
    "updateCustomerData",
    "addCustomerTags",
    "removeCustomerTags",
    "deleteCustomer",
];

fn some_fields() -> Value {
    json!({
        "name": "mateus", "email": "mateus@example.com", "lastSeen": 1_593_108_626,
        "location": {"countryCode": "PT", "city": "Porto"}, "tags": [{"name": "trial"}],
        "customData": [{"property": "plan", "value": "gold"}],
    })
}

/// Adds the refusals of invalid customer fields to the description of an operation.
fn edits(operation: Operation) -> Operation {
    operation.refuses_fields(&FIELDS).refuses(&[ErrorCode::Tags])
}

pub(crate) fn describe_list() -> Operation {
    Operation::read("listCustomers", TAG, "List customers")
        .sorts("customerSort")
        .shows("CustomerPage", example::page_with_total(&example::customer()))
}

/// `GET /v1/customers`: a page of all customers.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.sorted((reader.caller.org, "customers"), CustomerSort::parse, &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.answer(reader.caller.org, &Question::Customers(page)).await?))
}

pub(crate) fn describe_get() -> Operation {
    Operation::read("getCustomer", TAG, "Get a customer")
        .of_customer()
        .shows("Customer", example::customer())
}

/// `GET /v1/customers/{id}`: one customer.
pub(crate) async fn get(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.customer(reader.caller.org, path.customer()?).await?))
}

pub(crate) fn describe_export() -> Operation {
    Operation::read("exportCustomer", TAG, "Export everything about a customer")
        .says(
            "All that is stored about one person, for a request by that person: fields, tags, \
             sessions, events, changes, and all chats with their messages, notes, ratings and \
             links to files. The document is made while it is sent, each part as it is at its \
             time; one that breaks off has no end, and is no JSON.",
        )
        .of_customer()
        .answers(200, "CustomerExport", example::customer_export())
}

/// `GET /v1/customers/{id}/export`: everything about one customer.
pub(crate) async fn export(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
) -> Result<Response, ApiError> {
    let export = lists.export_customer(reader.caller, path.customer()?).await?;
    Ok(in_parts(try_unfold(export, |mut export| async {
        Ok(export.next().await?.map(|part| (part, export)))
    })))
}

pub(crate) fn describe_post() -> Operation {
    Operation::write("createCustomer", TAG, "Create a customer")
        .may_take("CustomerIn", some_fields())
        .once()
        .also(edits)
        // `CustomerNotFound` means that the same Idempotency-Key created a customer that was
        // deleted since.
        .refuses(&[ErrorCode::CustomerNotFound])
        .answers_object(201, "Customer", example::customer())
        .leads("/id", &OF_A_CUSTOMER)
}

/// `POST /v1/customers`: a new customer.
pub(crate) async fn post(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Customer)?;
    if let Some(answer) = actions.answered(writer.caller.org, once.as_ref()).await? {
        return Ok(created_in(CUSTOMERS, answer));
    }
    let edit = wire::customers::read_edit(&body)?;
    let created = actions.create_customer(writer.caller, edit, once).await?;
    Ok(created_in(CUSTOMERS, created.into_json()))
}

pub(crate) fn describe_put() -> Operation {
    Operation::write("replaceCustomer", TAG, "Replace a customer's fields")
        .says(
            "Fields that are left out are cleared, except for tags, customData, location, \
             createdFrom and integrationId.",
        )
        .of_customer()
        .may_take("CustomerIn", some_fields())
        .also(edits)
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn describe_patch() -> Operation {
    Operation::write("updateCustomer", TAG, "Change some of a customer's fields")
        .says("Fields that are left out stay as they are.")
        .of_customer()
        .may_take("CustomerIn", json!({"phone": "+351 220 000 000", "notes": null}))
        .also(edits)
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn describe_add_tags() -> Operation {
    Operation::write("addCustomerTags", TAG, "Add tags to a customer")
        .of_customer()
        .takes("AddTags", json!({"tags": [{"name": "vip", "color": "#ff0000"}]}))
        .refuses(&[ErrorCode::Tags])
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn describe_remove_tags() -> Operation {
    Operation::write("removeCustomerTags", TAG, "Remove tags from a customer")
        .of_customer()
        .takes("RemoveTags", json!({"tags": [{"name": "vip"}]}))
        .refuses(&[ErrorCode::Tags])
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

pub(crate) fn describe_data() -> Operation {
    Operation::write("updateCustomerData", TAG, "Change some of a customer's custom data")
        .says("Changes only the properties that are given; null removes one.")
        .of_customer()
        .may_take("Properties", json!({"plan": "platinum", "seats": null}))
        .refuses(&[ErrorCode::CustomData])
        .conditional()
        .answers_object(200, "Customer", example::customer())
}

/// A parser of a body, which returns the changes of one customer.
type ReadEdit = fn(&[u8]) -> Reading<CustomerEdit>;

/// `PUT`, `PATCH` and `DELETE` of one customer's fields, tags or custom data; `read` parses the
/// change from the body.
pub(crate) fn edit(
    read: ReadEdit,
) -> impl Fn(Admitted<Writer>, State<Actions>, PathId, IfMatch, Payload) -> Answering + Clone {
    move |writer, State(actions), path, IfMatch(expected), body| {
        Box::pin(async move {
            let edit = read(&body)?;
            let customer = path.customer()?;
            let recorded = actions.change_customer(writer.caller, customer, edit, expected).await?;
            Ok(changed(recorded.json))
        })
    }
}

pub(crate) fn describe_batch() -> Operation {
    Operation::write("updateCustomers", TAG, "Change several customers")
        .says("1 to 10 customers. Either all of them are changed or none.")
        .takes("CustomersIn", json!([{"customer": 1, "company": "Example Ltd"}]))
        .also(edits)
        .refuses_fields(&["customer"])
        .refuses(&[ErrorCode::NoBatch, ErrorCode::NoObjectWithin, ErrorCode::CustomerNotFound])
        .answers(200, "CustomerBatch", json!({"data": [example::customer()]}))
}

/// `PUT /v1/customers/batch`: changes several customers, or no customer if an error occurs.
pub(crate) async fn batch(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let edits = wire::customers::read_batch(&body)?;
    let recorded = actions.change_customers(writer.caller, edits).await?;
    let mut all = Vec::new();
    wire::customers::write_batch(&mut all, recorded.iter().map(|it| it.json.as_str()));
    Ok(json(all))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::write("deleteCustomer", TAG, "Delete a customer")
        .says("The customer's chats, messages and events are deleted, too.")
        .of_customer()
        .refuses_bodies()
        .conditional()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /v1/customers/{id}`: deletes the customer with all chats and data.
pub(crate) async fn delete(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    actions.delete_customer(writer.caller, path.customer()?, expected).await?;
    Ok(done())
}
