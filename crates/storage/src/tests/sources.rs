//! Tests that this crate's source files, which are read as text, keep certain rules.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::limits::METERED_STATEMENTS_MAX;
use crate::statements::all;

/// The functions whose first parameter is not the organization.
const CROSS_ORG: [&str; 24] = [
    "key_owner",
    "largest",
    "misdated",
    "ticket_owner",
    "has_keys",
    "has_logins",
    "link_owner",
    "login_owner",
    "session_owner",
    "timers_due",
    "organizations",
    "overdue",
    "organization_by_domain",
    "create_organization",
    "erasing",
    "webhooks",
    "deliveries_due",
    "renew_leases",
    "reports_due",
    "sweeps_due",
    "release_leases",
    "visitor_session",
    "waiting",
    "widget",
];

/// The files outside the engines' folders that may depend on the engine.
const ENGINES_KNOWN_IN: [&str; 4] = ["dialect.rs", "store.rs", "migrate.rs", "write.rs"];

/// Returns the path below `src` and the text of each of the crate's sources, except the tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path: PathBuf = entry.expect("an entry").path();
            let name = path.strip_prefix(&root).expect("below src").to_str().expect("a name");
            if name == "tests" || name == "tests.rs" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                sources.push((name.to_owned(), text));
            }
        }
    }
    sources.sort();
    assert!(sources.len() > 20, "these are the sources");
    sources
}

fn is_engine(name: &str) -> bool {
    name.starts_with("sqlite") || name.starts_with("postgres")
}

/// Returns the name and the first parameter of each free `pub async fn` that runs statements.
fn functions(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("\npub async fn ").skip(1);
    let statements = |part: &&str| part.split('(').next().unwrap_or_default().contains(": Conn");
    parts
        .filter(statements)
        .map(|part| {
            let name_end = part.find(['<', '(']).expect("a name");
            // The generics of these functions contain no parenthesis.
            let (_, parameters) = part.split_once('(').expect("parameters");
            let mut depth = 0_i32;
            let end = parameters.find(|c| {
                depth += i32::from(c == '<') - i32::from(c == '>');
                (c == ',' && depth == 0) || c == ')'
            });
            (&part[..name_end], parameters[..end.expect("an end")].trim())
        })
        .collect()
}

#[test]
fn a_function_is_read_with_its_first_parameter() {
    let text = "x\npub async fn a<C: Conn>(\n    tx: &mut Tx<'_, C>,\n    b: u8) {}\n\
                \npub async fn b<C: Conn>(org: OrgId) -> R<(), u8> {}\n\
                \npub async fn c(path: &Path) {}\n    pub async fn d<C: Conn>(&self) {}\n";
    assert_eq!(functions(text), [("a", "tx: &mut Tx<'_, C>"), ("b", "org: OrgId")]);
}

#[test]
fn every_function_takes_the_organization_first_but_for_those_listed() {
    let (mut with, mut without) = (0, BTreeSet::new());
    for (name, text) in sources() {
        for (function, first) in functions(&text) {
            if first == "org: OrgId" || first == "tx: &mut Tx<'_, C>" {
                with += 1;
                continue;
            }
            let is_allowed = name == "cross_org.rs" || name.starts_with("cross_org/");
            assert!(is_allowed, "{function} of {name} takes `{first}` first");
            without.insert(function.to_owned());
        }
    }
    assert!(with > 20, "only {with} functions were found");
    assert_eq!(without, CROSS_ORG.map(str::to_owned).into());
}

#[test]
fn only_the_engines_and_the_dialect_know_which_engine_runs() {
    let mut knowing = BTreeSet::new();
    for (name, text) in sources() {
        // A file's unit tests may know the engine.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let is_known = code.contains("Engine::Sqlite") || code.contains("Engine::Postgres");
        if is_known && !is_engine(&name) {
            let is_allowed = ENGINES_KNOWN_IN.contains(&name.as_str());
            assert!(is_allowed, "{name} knows which engine runs");
            knowing.insert(name);
        }
    }
    assert!(knowing.contains("dialect.rs"), "nobody knows it: {knowing:?}");
}

#[test]
fn every_module_with_statements_is_listed() {
    let declares = |(name, text): (String, String)| {
        let module = name.strip_suffix(".rs")?.replace('/', "::");
        let is_declaring = ["\nstatements! {", "\npages::keyset! {", "\nmacro_rules! tables {"];
        let is_declaring = is_declaring.iter().any(|it| text.contains(it));
        is_declaring.then_some(module)
    };
    let declaring: BTreeSet<String> = sources().into_iter().filter_map(declares).collect();
    let module = |name: &'static str| {
        let path = name.strip_prefix("deskbell_storage::").expect("this crate's");
        let (module, _) = path.rsplit_once("::").expect("a module");
        // Keyset statements are in nested modules, one module for each key and order.
        let end = module.find("::keyset::").map_or(module.len(), |at| at + "::keyset".len());
        module[..end].to_owned()
    };
    let listed: BTreeSet<String> = all().map(|statement| module(statement.name)).collect();
    assert_eq!(listed, declaring);
}

#[test]
fn no_statement_is_declared_beside_the_list() {
    for (name, text) in sources() {
        let is_beside = text.contains("Query::new(") || text.contains("Statement {\n        name");
        assert!(!is_beside || name == "statement.rs" || is_engine(&name), "{name} declares one");
    }
}

#[test]
fn texts_are_composed_in_one_place_and_none_is_made_to_last() {
    for (name, text) in sources() {
        // Another test prepares and explains the composed statements of search.rs.
        assert!(!text.contains("Composed::new(") || name == "search.rs", "{name} composes one");
        assert!(!text.contains("leak("), "{name} makes an input's text look like its own");
    }
}

#[test]
fn every_statement_has_a_place_among_the_measurements() {
    // The statements in the engines' own folders are not in the list; the test assumes at most 100.
    let many = all().count() + 100;
    assert!(many < METERED_STATEMENTS_MAX, "{many}");
}
