//! The table of operations for programs: method, path, handler and description.

use std::sync::Arc;

use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use deskbell_app::App;
use deskbell_http::table::{Describe, delete, descriptions, get, patch, post, put};
use deskbell_http::{Interface, Op, Services};
use deskbell_model::{Agent, Application, Department};
use deskbell_wire::chats::{self as wire, ReadSet};
use deskbell_wire::customers::{
    read_edit, read_more_tags, read_properties, read_replacement, read_tags_to_remove,
};

use crate::auth::{self, Takes};
use crate::book::BOOK;
use crate::customers::edit;
use crate::listed::list;
use crate::{agents, applications, changes, chats, customers, departments, events, exports};
use crate::{files, health, live, messages, organization, search, webhooks};

/// The interface for programs: its operations, and the other parts of its OpenAPI document.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

/// Adds to a route the check of the request's key, which admits the caller.
fn keyed(app: &Arc<App>, handler: MethodRouter<Services>) -> MethodRouter<Services> {
    admitting(app, Takes::Key, handler)
}

/// Adds to the route of a live stream the check of the request's key or ticket, which admits the
/// caller.
fn following(app: &Arc<App>, handler: MethodRouter<Services>) -> MethodRouter<Services> {
    admitting(app, Takes::KeyOrTicket, handler)
}

fn admitting(
    app: &Arc<App>,
    takes: Takes,
    handler: MethodRouter<Services>,
) -> MethodRouter<Services> {
    let access = Arc::clone(&app.access);
    handler.route_layer(from_fn(move |request, next| {
        auth::admit(Arc::clone(&access), takes, request, next)
    }))
}

/// An operation that sets one property of a chat; `read` parses the property from the body.
fn set(path: &'static str, read: ReadSet, describe: Describe) -> Op {
    put(path, chats::put(read), describe)
}

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/openapi.json", "/docs");
    let open = [
        get("/healthz", health::live, health::describe_live),
        get("/readyz", health::ready, health::describe_ready),
        description,
        page,
    ];
    let keyed = for_keys().into_iter().map(|operation| operation.admitting(keyed));
    open.into_iter().chain(keyed).collect()
}

fn for_keys() -> Vec<Op> {
    vec![
        get("/v1/agents", list::<Agent>("agents"), agents::describe_list),
        get("/v1/agents/{id}/unsubscribe", agents::unsubscribe, agents::describe_unsubscribe),
        get("/v1/applications", list::<Application>("applications"), applications::describe_list),
        get("/v1/changes", changes::list, changes::describe_list),
        get("/v1/chats", chats::list, chats::describe_list),
        get("/v1/chats/total", chats::total, chats::describe_total),
        post("/v1/chats/search", search::chats, search::describe_chats),
        get("/v1/chats/{id}", chats::get, chats::describe_get),
        get("/v1/chats/{id}/messages", messages::list, messages::describe_list),
        post("/v1/chats", chats::create, chats::describe_create),
        set("/v1/chats/status", wire::set_status, chats::describe_status),
        set("/v1/chats/assignee", wire::set_assignee, chats::describe_assignee),
        set("/v1/chats/department", wire::set_department, chats::describe_department),
        set("/v1/chats/snooze", wire::set_snoozed_until, chats::describe_snooze),
        set("/v1/chats/rate", wire::set_rating, chats::describe_rate),
        set("/v1/chats/readByAgent", wire::set_read_by_agent, chats::describe_read_by_agent),
        set(
            "/v1/chats/readByCustomer",
            wire::set_read_by_customer,
            chats::describe_read_by_customer,
        ),
        set("/v1/chats/read", wire::set_read_by_agent, chats::describe_read),
        set("/v1/chats/{id}/status", wire::set_status, chats::describe_status_by_id),
        set("/v1/chats/{id}/assignee", wire::set_assignee, chats::describe_assignee_by_id),
        set("/v1/chats/{id}/department", wire::set_department, chats::describe_department_by_id),
        get("/v1/customers", customers::list, customers::describe_list),
        post("/v1/customers", customers::post, customers::describe_post),
        put("/v1/customers/batch", customers::batch, customers::describe_batch),
        get("/v1/customers/{id}", customers::get, customers::describe_get),
        get("/v1/customers/{id}/export", customers::export, customers::describe_export),
        put("/v1/customers/{id}", edit(read_replacement), customers::describe_put),
        patch("/v1/customers/{id}", edit(read_edit), customers::describe_patch),
        delete("/v1/customers/{id}", customers::delete, customers::describe_delete),
        put("/v1/customers/{id}/tags", edit(read_more_tags), customers::describe_add_tags),
        patch("/v1/customers/{id}/customData", edit(read_properties), customers::describe_data),
        delete(
            "/v1/customers/{id}/tags",
            edit(read_tags_to_remove),
            customers::describe_remove_tags,
        ),
        get("/v1/departments", list::<Department>("departments"), departments::describe_list),
        post("/v1/events", events::post, events::describe_post),
        get("/v1/export/chats", exports::chats, exports::describe_chats),
        get("/v1/export/customers", exports::customers, exports::describe_customers),
        get("/v1/export/messages", exports::messages, exports::describe_messages),
        post("/v1/files", files::post, files::describe_post),
        get("/v1/files/{id}", files::get, files::describe_get),
        post("/v1/messages", messages::post, messages::describe_post),
        post("/v1/customers/search", search::customers, search::describe_customers),
        get("/v1/organization", organization::get, organization::describe_get),
        get("/v1/stream", live::events::stream, live::events::describe_stream).admitting(following),
        post("/v1/stream/ticket", live::ticket::post, live::ticket::describe_post),
        get("/v1/webhooks", webhooks::list, webhooks::describe_list),
        post("/v1/webhooks", webhooks::post, webhooks::describe_post),
        get("/v1/webhooks/{id}", webhooks::get, webhooks::describe_get),
        patch("/v1/webhooks/{id}", webhooks::patch, webhooks::describe_patch),
        delete("/v1/webhooks/{id}", webhooks::delete, webhooks::describe_delete),
        post("/v1/webhooks/{id}/test", webhooks::test, webhooks::describe_test),
        post("/v1/webhooks/{id}/rotate", webhooks::rotate, webhooks::describe_rotate),
        post("/v1/webhooks/{id}/replay", webhooks::replay, webhooks::describe_replay),
        get("/v1/webhooks/{id}/deliveries", webhooks::deliveries, webhooks::describe_deliveries),
        get("/v1/ws", live::socket::open, live::socket::describe_open).admitting(following),
    ]
}
