//! The table of operations for the pages of agents: method, path, handler and description.

use std::sync::Arc;

use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use deskbell_app::App;
use deskbell_http::table::{delete, descriptions, get, patch, post, put};
use deskbell_http::{Interface, Op, Services};
use deskbell_model::setting::{Canned, Rule, SavedView};

use crate::agent;
use crate::book::BOOK;
use crate::origin::Body;
use crate::rights::{Any, Organization, OwnCanned};
use crate::{applications, audit, canned, chats, customers, departments, files, invitations, keys};
use crate::{
    list, live, me, organization, pictures, reports, rules, second_factor, session, sessions,
};
use crate::{settings, staff, views, webhooks};

/// The interface for the pages of agents: its operations, and the other parts of its OpenAPI
/// document.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

/// Adds to a route the check of the agent's session, which admits the agent. A change has a JSON
/// body or no body.
fn signed_in(app: &Arc<App>, handler: MethodRouter<Services>) -> MethodRouter<Services> {
    admitting(app, Body::Json, handler)
}

/// Adds the check of the agent's session to a route whose body is a file.
fn uploading(app: &Arc<App>, handler: MethodRouter<Services>) -> MethodRouter<Services> {
    admitting(app, Body::Bytes, handler)
}

fn admitting(
    app: &Arc<App>,
    takes: Body,
    handler: MethodRouter<Services>,
) -> MethodRouter<Services> {
    let access = Arc::clone(&app.access);
    handler.route_layer(from_fn(move |request, next| {
        agent::admit(Arc::clone(&access), takes, request, next)
    }))
}

/// Adds, to a route that needs no session, the check that requests come from a page of this server.
fn of_a_page(_: &Arc<App>, handler: MethodRouter<Services>) -> MethodRouter<Services> {
    handler.route_layer(from_fn(agent::open))
}

fn operations() -> Vec<Op> {
    let groups = [
        of_sessions(),
        of_me(),
        of_team(),
        of_chats(),
        settings_of_a_kind(),
        organization_wide(),
        of_webhooks(),
    ];
    let signed_in = groups.into_iter().flatten().map(|operation| operation.admitting(signed_in));
    descriptions("/app/openapi.json", "/app/docs").into_iter().chain(signed_in).collect()
}

fn of_sessions() -> Vec<Op> {
    vec![
        post("/app/v1/session", session::post, session::describe_post).admitting(of_a_page),
        post("/app/v1/session/totp", session::code, session::describe_code).admitting(of_a_page),
        post("/app/v1/session/confirm", session::confirm, session::describe_confirm),
        delete("/app/v1/session", session::delete, session::describe_delete),
        get("/app/v1/sessions", sessions::list, sessions::describe_list),
        delete("/app/v1/sessions", sessions::delete_others, sessions::describe_delete_others),
        delete("/app/v1/sessions/{id}", sessions::delete, sessions::describe_delete),
        post("/app/v1/invitations", invitations::post, invitations::describe_post)
            .admitting(of_a_page),
        post("/app/v1/invitations/look", invitations::look, invitations::describe_look)
            .admitting(of_a_page),
    ]
}

fn of_me() -> Vec<Op> {
    vec![
        get("/app/v1/me", me::get, me::describe_get),
        patch("/app/v1/me", me::patch, me::describe_patch),
        put("/app/v1/me/password", me::password, me::describe_password),
        put("/app/v1/me/picture", pictures::put_own, pictures::describe_put_own)
            .admitting(uploading),
        delete("/app/v1/me/picture", pictures::delete_own, pictures::describe_delete_own),
        post("/app/v1/me/totp", second_factor::begin, second_factor::describe_begin),
        put("/app/v1/me/totp", second_factor::confirm, second_factor::describe_confirm),
        delete("/app/v1/me/totp", second_factor::delete, second_factor::describe_delete),
        post("/app/v1/me/recovery", second_factor::recovery, second_factor::describe_recovery),
    ]
}

fn of_team() -> Vec<Op> {
    vec![
        get("/app/v1/agents", staff::list, staff::describe_list),
        post("/app/v1/agents", staff::post, staff::describe_post),
        patch("/app/v1/agents/{id}", staff::patch, staff::describe_patch),
        put("/app/v1/agents/{id}/picture", pictures::put, pictures::describe_put)
            .admitting(uploading),
        delete("/app/v1/agents/{id}/picture", pictures::delete, pictures::describe_delete),
        post("/app/v1/agents/{id}/invite", staff::invite, staff::describe_invite),
        post("/app/v1/agents/{id}/reset", staff::reset, staff::describe_reset),
        get("/app/v1/departments", departments::list, departments::describe_list),
        post("/app/v1/departments", departments::post, departments::describe_post),
        patch("/app/v1/departments/{id}", departments::patch, departments::describe_patch),
        delete("/app/v1/departments/{id}", departments::delete, departments::describe_delete),
        get("/app/v1/keys", keys::list, keys::describe_list),
        post("/app/v1/keys", keys::post, keys::describe_post),
        delete("/app/v1/keys/{id}", keys::delete, keys::describe_delete),
        get("/app/v1/audit", audit::get, audit::describe_get),
    ]
}

fn of_chats() -> Vec<Op> {
    vec![
        get("/app/v1/ws", live::open, live::describe),
        post("/app/v1/list", list::list, list::describe_list),
        get("/app/v1/search", list::search, list::describe_search),
        post("/app/v1/chats", chats::post, chats::describe_post),
        post("/app/v1/chats/act", chats::act, chats::describe_act),
        get("/app/v1/chats/{id}", chats::get, chats::describe_get),
        get("/app/v1/chats/{id}/messages", chats::messages, chats::describe_messages),
        post("/app/v1/chats/{id}/messages", chats::post_message, chats::describe_post_message),
        get("/app/v1/chats/{id}/events", chats::events, chats::describe_events),
        post("/app/v1/files", files::post, files::describe_post).admitting(uploading),
        get("/app/v1/files/{id}", files::get, files::describe_get),
        put("/app/v1/chats/{id}/draft", chats::put_draft, chats::describe_put_draft),
        delete("/app/v1/chats/{id}/draft", chats::delete_draft, chats::describe_delete_draft),
        delete("/app/v1/chats/{id}/mention", chats::delete_mention, chats::describe_delete_mention),
        get("/app/v1/customers", customers::list, customers::describe_list),
        post("/app/v1/customers", customers::post, customers::describe_post),
        post("/app/v1/customers/search", customers::search, customers::describe_search),
        get("/app/v1/customers/{id}", customers::get, customers::describe_get),
        patch("/app/v1/customers/{id}", customers::patch, customers::describe_patch),
        delete("/app/v1/customers/{id}", customers::delete, customers::describe_delete),
        post("/app/v1/customers/{id}/merge", customers::merge, customers::describe_merge),
        get("/app/v1/customers/{id}/events", customers::events, customers::describe_events),
    ]
}

fn settings_of_a_kind() -> Vec<Op> {
    vec![
        get("/app/v1/canned", settings::list::<Canned, Any>, canned::describe_list),
        post("/app/v1/canned", settings::post_own::<Canned, OwnCanned>, canned::describe_post),
        patch("/app/v1/canned/{id}", settings::patch::<Canned, OwnCanned>, canned::describe_patch),
        delete(
            "/app/v1/canned/{id}",
            settings::delete::<Canned, OwnCanned>,
            canned::describe_delete,
        ),
        get("/app/v1/views", settings::list::<SavedView, Any>, views::describe_list),
        post("/app/v1/views", settings::post_own::<SavedView, OwnCanned>, views::describe_post),
        patch("/app/v1/views/{id}", settings::patch::<SavedView, OwnCanned>, views::describe_patch),
        delete(
            "/app/v1/views/{id}",
            settings::delete::<SavedView, OwnCanned>,
            views::describe_delete,
        ),
        get("/app/v1/rules", settings::list::<Rule, Organization>, rules::describe_list),
        post("/app/v1/rules", settings::post::<Rule, Organization>, rules::describe_post),
        patch("/app/v1/rules/{id}", settings::patch::<Rule, Organization>, rules::describe_patch),
        delete(
            "/app/v1/rules/{id}",
            settings::delete::<Rule, Organization>,
            rules::describe_delete,
        ),
    ]
}

fn of_webhooks() -> Vec<Op> {
    vec![
        get("/app/v1/webhooks", webhooks::list, webhooks::describe_list),
        post("/app/v1/webhooks", webhooks::post, webhooks::describe_post),
        patch("/app/v1/webhooks/{id}", webhooks::patch, webhooks::describe_patch),
        delete("/app/v1/webhooks/{id}", webhooks::delete, webhooks::describe_delete),
        post("/app/v1/webhooks/{id}/test", webhooks::test, webhooks::describe_test),
        post("/app/v1/webhooks/{id}/rotate", webhooks::rotate, webhooks::describe_rotate),
        post("/app/v1/webhooks/{id}/replay", webhooks::replay, webhooks::describe_replay),
        get(
            "/app/v1/webhooks/{id}/deliveries",
            webhooks::deliveries,
            webhooks::describe_deliveries,
        ),
    ]
}

fn organization_wide() -> Vec<Op> {
    vec![
        get("/app/v1/reports", reports::get, reports::describe_get),
        get("/app/v1/reports.csv", reports::csv, reports::describe_csv),
        get("/app/v1/settings", organization::get, organization::describe_get),
        patch("/app/v1/settings", organization::patch, organization::describe_patch),
        get("/app/v1/opening", organization::opening, organization::describe_opening),
        get(
            "/app/v1/departments/{id}/settings",
            organization::get_department,
            organization::describe_get_department,
        ),
        patch(
            "/app/v1/departments/{id}/settings",
            organization::patch_department,
            organization::describe_patch_department,
        ),
        get("/app/v1/applications", applications::list, applications::describe_list),
        post("/app/v1/applications", applications::post, applications::describe_post),
        patch("/app/v1/applications/{id}", applications::patch, applications::describe_patch),
        get(
            "/app/v1/applications/{id}/arrival",
            applications::arrival,
            applications::describe_arrival,
        ),
        get(
            "/app/v1/applications/{id}/widget",
            applications::get_widget,
            applications::describe_get_widget,
        ),
        patch(
            "/app/v1/applications/{id}/widget",
            applications::patch_widget,
            applications::describe_patch_widget,
        ),
        post(
            "/app/v1/applications/{id}/secret",
            applications::rotate,
            applications::describe_rotate,
        ),
        get(
            "/app/v1/applications/{id}/look",
            organization::get_look,
            organization::describe_get_look,
        ),
        patch(
            "/app/v1/applications/{id}/look",
            organization::patch_look,
            organization::describe_patch_look,
        ),
    ]
}
