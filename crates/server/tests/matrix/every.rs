//! Tests every operation with every kind of caller.

use std::path::Path;

use axum::http::Method;
use deskbell_testkit::described::Operation;
use deskbell_testkit::{Answer, Test, engines};

use crate::callers::{self, Caller};
use crate::calls::call;
use crate::expected::{Holds, REFUSALS, Verdict, verdict};
use crate::rights::{self, name};
use crate::world::{self, WORD};

/// The error code of an answer; empty for an answer without errors.
fn code(answer: &Answer) -> String {
    if answer.status < 400 {
        return String::new();
    }
    let (_, errors) = answer.errors();
    errors.into_iter().next().unwrap_or_default().0
}

/// The difference between an answer and the table of rights, if any.
fn difference(caller: &Caller, expected: Verdict, answer: &Answer, home: bool) -> Option<String> {
    let (status, code) = (answer.status, code(answer));
    let is_as_said = match expected {
        Verdict::Refused(said, why) => (status, code.as_str()) == (said, why),
        Verdict::Admitted => status < 500 && status != 429 && !REFUSALS.contains(&code.as_str()),
    };
    let text = String::from_utf8_lossy(&answer.body);
    let tells_others = !home && text.contains(WORD);
    let tells_nobody = expected != Verdict::Admitted && text.contains(WORD);
    (!is_as_said || tells_others || tells_nobody)
        .then(|| format!("{}: {expected:?}, but {status} {code}: {text}", caller.name))
}

/// The operations in the order of the calls. Deletions follow the operations that need the deleted
/// objects, and keys are deleted after all other objects. Changes of the widget's settings come
/// after all deletions, because they exclude the visitors of these tests.
fn in_order() -> Vec<&'static Operation> {
    let mut all: Vec<_> = rights::operations().collect();
    all.sort_by_key(|it| {
        let deletes = it.method == Method::DELETE;
        let narrows = it.method != Method::GET && it.path.contains("/applications/{id}");
        (narrows, deletes, deletes && it.path.contains("/keys/"))
    });
    all
}

/// The operations whose example cannot succeed in these tests, each with the reason. Other tests
/// call these operations.
const UNDONE: [(&str, &str); 32] = [
    ("GET /v1/ws", "it needs a connection of its own"),
    ("PUT /app/v1/agents/{id}/picture", "its body is an image"),
    ("PATCH /app/v1/canned/{id}", "its object has another id or is gone"),
    ("GET /app/v1/files/{id}", "its object has another id or is gone"),
    ("POST /app/v1/invitations", "it needs a secret of the caller's"),
    ("POST /app/v1/invitations/look", "it needs a secret of the caller's"),
    ("PUT /app/v1/me/password", "it needs a secret of the caller's"),
    ("PUT /app/v1/me/picture", "its body is an image"),
    ("POST /app/v1/me/recovery", "it needs a secret of the caller's"),
    ("PUT /app/v1/me/totp", "it needs a secret of the caller's"),
    ("GET /app/v1/reports", "its days are other ones"),
    ("GET /app/v1/reports.csv", "its days are other ones"),
    ("PATCH /app/v1/rules/{id}", "its object has another id or is gone"),
    ("POST /app/v1/session", "it needs a secret of the caller's"),
    ("POST /app/v1/session/confirm", "it needs a secret of the caller's"),
    ("POST /app/v1/session/totp", "it needs a secret of the caller's"),
    ("PATCH /app/v1/views/{id}", "its object has another id or is gone"),
    ("GET /app/v1/ws", "it needs a connection of its own"),
    ("GET /widget/v1/files/{id}", "its object has another id or is gone"),
    ("GET /widget/v1/messages", "it is about a chat of the visitor's"),
    ("POST /widget/v1/rating", "it is about a chat of the visitor's"),
    ("POST /widget/v1/read", "it is about a chat of the visitor's"),
    ("GET /widget/v1/ws", "it needs a connection of its own"),
    ("DELETE /v1/customers/{id}/tags", "its object has another id or is gone"),
    ("DELETE /app/v1/canned/{id}", "its object has another id or is gone"),
    ("DELETE /app/v1/chats/{id}/draft", "its object has another id or is gone"),
    ("DELETE /app/v1/chats/{id}/mention", "its object has another id or is gone"),
    ("DELETE /app/v1/customers/{id}", "its object has another id or is gone"),
    ("DELETE /app/v1/rules/{id}", "its object has another id or is gone"),
    ("DELETE /app/v1/sessions/{id}", "it needs a secret of the caller's"),
    ("DELETE /app/v1/views/{id}", "its object has another id or is gone"),
    ("DELETE /app/v1/webhooks/{id}", "its object has another id or is gone"),
];

/// The page that contains the size of the matrix, between two markers.
const DOCUMENT: &str = "../../docs/operate/security.md";
const SIZE: (&str, &str) = ("<!-- matrix -->", "<!-- /matrix -->");

/// Compares the size of the matrix with the document; with `DESKBELL_WRITE_DOCS`, writes the size
/// into the document instead.
fn compare_size(size: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(SIZE.0).unwrap();
    let (said, after) = rest.split_once(SIZE.1).unwrap();
    if std::env::var_os("DESKBELL_WRITE_DOCS").is_some() {
        let page = format!("{before}{}{size}{}{after}", SIZE.0, SIZE.1);
        std::fs::write(&path, page).unwrap();
        return;
    }
    let why = "DESKBELL_WRITE_DOCS=1 cargo test -p deskbell-server --test matrix writes it anew";
    assert_eq!(said, size, "{}: {why}", path.display());
}

async fn matrix(t: &Test) {
    world::furnish(t).await;
    let table = rights::table();
    let (callers, operations) = (callers::all(t).await, in_order());
    let (mut seq, mut calls, mut admitted, mut done) = (0, 0, 0, 0);
    let (mut differences, mut undone) = (Vec::new(), Vec::new());
    for operation in &operations {
        let operation = *operation;
        let name = name(operation);
        let who = table[name.as_str()];
        let verdict = |caller: &Caller| {
            verdict(operation, who, (caller.holds, caller.place), caller.is_of_a_page)
        };
        let (welcome, refused): (Vec<_>, Vec<_>) =
            callers.iter().partition(|caller| verdict(caller) == Verdict::Admitted);
        world::told_since(t, &mut seq).await;
        let mut see = |caller: &Caller, answer: &Answer| {
            // Visitors have chats of their own, and none of what the organization said before.
            let home = caller.org == t.org && !matches!(caller.holds, Holds::Visitor(_));
            let found = difference(caller, verdict(caller), answer, home);
            differences.extend(found.map(|it| format!("{name}: {it}")));
            calls += 1;
        };
        for caller in refused {
            see(caller, &call(t, operation, caller, "1", None).await);
        }
        let told = world::told_since(t, &mut seq).await;
        assert_eq!(told, 0, "{name}: somebody who was refused changed something");
        let mut answers = Vec::new();
        for caller in welcome {
            // What ends sessions ends none that others need, and a ticket is used up.
            let spends = operation.method != Method::GET || caller.holds == Holds::Ticket;
            let caller = match spends {
                true => callers::fresh(t, caller, admitted).await,
                false => caller.clone(),
            };
            world::told_since(t, &mut seq).await;
            let answer = call(t, operation, &caller, "1", None).await;
            see(&caller, &answer);
            admitted += 1;
            done += usize::from(answer.status < 400);
            answers.push((answer.status, code(&answer)));
            let told = world::told_since(t, &mut seq).await;
            assert!(told == 0 || caller.org == t.org, "{name}: another organization was changed");
        }
        if answers.iter().all(|(status, _)| *status >= 400) {
            undone.push((name, answers));
        }
    }
    let (operations, callers) = (operations.len(), callers.len());
    println!("{admitted} calls were admitted, {done} of these did what was asked");
    assert!(differences.is_empty(), "{differences:#?}");
    let names: Vec<_> = undone.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, UNDONE.map(|(name, _)| name), "nobody's example did: {undone:#?}");
    compare_size(&format!("{operations} operations × {callers} callers, {calls} calls"));
}

engines! {
    async fn every_operation_answers_every_caller_as_the_table_of_rights_says(t: &Test) {
        matrix(t).await;
    }
}
