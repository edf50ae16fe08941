//! Tests of the OpenAPI descriptions of all audiences: ids, paths, links, references and pages.

use std::collections::BTreeSet;

use deskbell_http::docs::render;
use serde_json::Value;

use crate::{AGENTS, PROGRAMS, VISITORS};

fn documents() -> [Value; 3] {
    [PROGRAMS, AGENTS, VISITORS].map(|interface| interface.document())
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().clone();
        methods.into_iter().map(|(method, it)| (method, path.clone(), it)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn ids_are_verbs_and_nouns_and_no_two_are_the_same() {
    for document in documents() {
        let mut ids = BTreeSet::new();
        for (_, path, operation) in operations(&document) {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(id.chars().all(|it| it.is_ascii_alphabetic()), "{id}");
            assert!(id.starts_with(|it: char| it.is_ascii_lowercase()), "{id}");
            assert!(ids.insert(id), "{path}");
        }
        assert_eq!(ids.len(), operations(&document).len());
    }
}

#[test]
fn a_path_names_what_stands_in_it() {
    for document in documents() {
        for (_, path, operation) in operations(&document) {
            let names = operation["parameters"].as_array().into_iter().flatten();
            let in_path = names.filter(|it| it["$ref"].as_str().unwrap().ends_with("Id"));
            assert_eq!(in_path.count(), path.matches('{').count(), "{path}");
        }
    }
}

#[test]
fn a_link_leads_to_an_operation_that_takes_an_id_in_its_path() {
    let mut creations = 0;
    for document in documents() {
        let all = operations(&document);
        for (_, path, operation) in &all {
            let created = &operation["responses"]["201"];
            let Some(links) = created["links"].as_object() else { continue };
            creations += 1;
            for link in links.values() {
                let (_, to, _) =
                    all.iter().find(|(.., it)| it["operationId"] == link["operationId"]).unwrap();
                assert!(to.contains("{id}"), "{path}: {to}");
                let at = link["parameters"]["id"].as_str().unwrap();
                let at = at.strip_prefix("$response.body#").unwrap();
                let example = &created["content"]["application/json"]["example"];
                assert!(example.pointer(at).unwrap().is_i64(), "{path}: {at}");
            }
        }
    }
    assert!(creations >= 4, "chats, customers, messages, webhooks");
}

#[test]
fn whatever_is_referred_to_is_there_and_whatever_is_there_is_referred_to() {
    for document in documents() {
        let text = document.to_string();
        let mut known = BTreeSet::new();
        for (kind, named) in document["components"].as_object().unwrap() {
            for name in named.as_object().unwrap().keys() {
                if kind == "securitySchemes" {
                    continue;
                }
                known.insert(format!("#/components/{kind}/{name}"));
            }
        }
        let found: BTreeSet<_> = text
            .split("\"$ref\":\"")
            .skip(1)
            .map(|it| it.split('"').next().unwrap().to_owned())
            .collect();
        let missing: Vec<_> = found.difference(&known).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let unused: Vec<_> = known.difference(&found).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }
}

#[test]
fn the_page_shows_every_operation_and_loads_nothing() {
    for document in documents() {
        let page = render(&document);
        for (path, methods) in fields(&document["paths"]) {
            for (_, operation) in fields(methods) {
                let id = operation["operationId"].as_str().unwrap();
                assert!(page.contains(&format!("<details id=\"{id}\">")), "{path}");
            }
        }
        for what in ["<script", " src=", "<link", "url(", "@import"] {
            assert!(!page.contains(what), "{what}");
        }
        for link in page.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        }
        assert_eq!(page.matches("<details").count(), page.matches("</details>").count());
    }
}
