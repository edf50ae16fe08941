//! Faults of the environment: a fault leads to a clear message and the right exit code, or to a 503
//! in the contract's form with `Retry-After`. No data is lost, and the server recovers without a
//! restart if possible. `docs/operate/faults.md` lists the faults with their tests.

mod failover;
mod files;
mod names;
mod node;
mod permissions;
pub mod postgres;
pub mod sqlite;
mod timeline;

use std::collections::BTreeSet;
use std::path::Path;

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use crate::process::fails;

#[test]
fn a_database_newer_than_the_program_is_left_alone_and_both_versions_are_named() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::migrated(engine).await;
            let later = "INSERT INTO schema_migrations VALUES (99, 'later', 'x', 0)";
            match engine {
                Engine::Sqlite => sqlite::execute(&database.url, later),
                Engine::Postgres => postgres::execute(&database.url, later).await,
            }
            for args in [&["serve", "--listen", "127.0.0.1:0"][..], &["key", "create"]] {
                let talk = fails(&database.url, 1, args);
                assert!(talk.contains("has migration 99, this program knows up to"), "{talk}");
                assert!(talk.contains("use the newer program, or restore a backup"), "{talk}");
            }
            database.remove().await;
        }
    });
}

/// The names of the functions in a file.
fn tests_of(file: &Path) -> BTreeSet<String> {
    let source = std::fs::read_to_string(file).unwrap_or_else(|_| panic!("{}", file.display()));
    let lines = source.lines().map(str::trim_start);
    let name = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        Some(line.strip_prefix("fn ")?.split_once('(')?.0.to_owned())
    };
    lines.filter_map(name).collect()
}

/// Checks the last cell of each table row, which lists test files and their tests.
#[test]
fn every_fault_and_setup_of_the_documents_names_tests_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |name| std::fs::read_to_string(root.join("docs/operate").join(name)).unwrap();
    let (faults, setups) = (read("faults.md"), read("postgres.md"));
    let (faults, _) = faults.split_once("## Measured by hand").unwrap();
    let (_, setups) = setups.split_once("## Setups that were tried").unwrap();
    let tables = [faults, setups].concat();
    let mut tests = 0;
    for row in tables.lines().filter(|line| line.starts_with("| ")) {
        let last = row.trim_end_matches('|').rsplit('|').next().unwrap().trim();
        if last == "test" {
            continue;
        }
        let mut there = None;
        for name in last.split('`').skip(1).step_by(2) {
            if let Some((place, file)) = name.split_once('/') {
                let folder = match place {
                    "it" => "crates/server/tests/it",
                    "storage" => "crates/storage/src/tests",
                    "app" => "crates/app",
                    other => panic!("{other}: {row}"),
                };
                there = Some(tests_of(&root.join(folder).join(file)));
            } else {
                assert!(there.as_ref().unwrap().contains(name), "there is no {name}");
                tests += 1;
            }
        }
        assert!(there.is_some(), "no test: {row}");
    }
    assert!(tests > 30, "{tests}");
}
