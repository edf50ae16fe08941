//! The examples in `docs/api`: every request of a page is sent, in order, to a new organization,
//! and the answer must equal the documented answer.
//!
//! `DESKBELL_WRITE_DOCS=1` writes the actual answers into the pages.

use std::path::{Path, PathBuf};

use axum::http::Method;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Engine, Test, block_on};
use serde_json::Value;

use crate::objects::{agent, customer, department, put};

const REQUEST: &str = "```http\n";
const END: &str = "\n```\n";

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> =
        entries.filter(|path| std::fs::read_to_string(path).unwrap().contains(REQUEST)).collect();
    pages.sort();
    pages
}

/// Creates the objects that every page starts with: two agents, a department, an application and a
/// customer.
async fn begin(t: &Test) {
    let mut first = agent(1, "Lisa Rodes");
    first.email = Some("lisa.rodes@company.com".to_owned());
    let second = agent(2, "Kurt Maslow");
    let mut whose = customer(1);
    whose.name = Some("mateus".to_owned());
    whose.email = Some("mateus@example.com".to_owned());
    let objects = Put {
        departments: vec![department(1, "Sales", vec![first.clone()])],
        agents: vec![first, second],
        customers: vec![whose],
        ..Put::default()
    };
    put(t, objects).await;
}

/// Sends a request given in the notation of a page; returns the answer in the same notation.
async fn answered(t: &Test, request: &str) -> String {
    let (line, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let (method, target) = line.split_once(' ').expect("a method and a path");
    let method: Method = method.parse().unwrap();
    if !body.is_empty() {
        let _: Value = serde_json::from_str(body).expect("a body in JSON");
    }
    let answer = t.call_with(method, target, &[], body.to_owned()).await;
    format!("\nanswers `{}`\n\n```json\n{:#}{END}", answer.status, answer.json())
}

/// Sends the requests of a page; returns the page with the actual answers.
async fn played(t: &Test, page: &str) -> String {
    let mut whole = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(REQUEST) {
        let (request, after) = after.split_once(END).expect("an end");
        whole.push_str(before);
        whole.push_str(REQUEST);
        whole.push_str(request);
        whole.push_str(END);
        whole.push_str(&answered(t, request).await);
        rest = match after.strip_prefix("\nanswers `") {
            Some(old) => old.split_once("```json\n").unwrap().1.split_once(END).unwrap().1,
            None => after,
        };
    }
    whole + rest
}

fn play(engine: Engine) {
    let is_writing = std::env::var_os("DESKBELL_WRITE_DOCS").is_some();
    let pages = pages();
    assert!(pages.len() >= 6, "{pages:?}");
    for path in pages {
        let page = std::fs::read_to_string(&path).unwrap();
        let found = block_on(async {
            let t = Test::new(engine).await;
            begin(&t).await;
            let found = played(&t, &page).await;
            t.finish().await;
            found
        });
        if is_writing {
            std::fs::write(&path, found).unwrap();
        } else {
            let line = page.lines().zip(found.lines()).position(|(old, new)| old != new);
            assert!(page == found, "{} differs at line {line:?}", path.display());
        }
    }
}

#[test]
fn every_example_on_every_page_is_answered_as_it_stands_there_on_sqlite() {
    play(Engine::Sqlite);
}

#[test]
fn every_example_on_every_page_is_answered_as_it_stands_there_on_postgres() {
    play(Engine::Postgres);
}

#[test]
fn the_pages_name_everything_that_can_be_called() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api");
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        text.push_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    for operation in deskbell_testkit::described::operations() {
        let mut words = operation.path.split('/').filter(|it| !it.is_empty() && *it != "{id}");
        let last = words.next_back().unwrap();
        assert!(text.contains(last), "{} {}", operation.method, operation.path);
    }
}
