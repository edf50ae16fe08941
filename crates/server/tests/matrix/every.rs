//! Tests every operation with every kind of caller.

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

/// The operations, ordered so that deletions follow the operations that need the deleted objects.
/// The deletion of keys is the last deletion. Changes of the widget's settings come last, because
/// they exclude the visitors of these tests.
fn in_order() -> Vec<&'static Operation> {
    let mut all: Vec<_> = rights::operations().collect();
    all.sort_by_key(|it| {
        let deletes = it.method == Method::DELETE;
        let narrows = it.method != Method::GET && it.path.contains("/applications/{id}");
        (narrows, deletes, deletes && it.path.contains("/keys/"))
    });
    all
}

async fn matrix(t: &Test) {
    world::furnish(t).await;
    let table = rights::table();
    let (callers, operations) = (callers::all(t).await, in_order());
    let (mut seq, mut calls, mut admitted, mut done) = (0, 0, 0, 0);
    let mut differences = Vec::new();
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
            let told = world::told_since(t, &mut seq).await;
            assert!(told == 0 || caller.org == t.org, "{name}: another organization was changed");
        }
    }
    println!(
        "{} operations × {} callers: {calls} calls, {admitted} of them admitted, {done} of these \
         did what was asked; {} differences",
        operations.len(),
        callers.len(),
        differences.len(),
    );
    assert!(differences.is_empty(), "{differences:#?}");
}

engines! {
    async fn every_operation_answers_every_caller_as_the_table_of_rights_says(t: &Test) {
        matrix(t).await;
    }
}
