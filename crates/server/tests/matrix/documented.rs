//! Checks that `docs/security.md` lists every requirement of OWASP ASVS 5.0.0, and that all tests
//! named in the document exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = include_str!("../../../../docs/security.md");

/// The sections of OWASP ASVS 5.0.0, each with the number of its last requirement of level 1 or 2.
/// Requirements of level 3 have higher numbers. A chapter that does not apply to Deskbell has one
/// row.
const REQUIREMENTS: &[(&str, u32)] = &[
    ("V1.1", 2),
    ("V1.2", 9),
    ("V1.3", 11),
    ("V1.4", 3),
    ("V1.5", 2),
    ("V2.1", 3),
    ("V2.2", 3),
    ("V2.3", 4),
    ("V2.4", 1),
    ("V3.2", 2),
    ("V3.3", 4),
    ("V3.4", 6),
    ("V3.5", 5),
    ("V3.7", 2),
    ("V4.1", 3),
    ("V4.2", 1),
    ("V4.3", 2),
    ("V4.4", 4),
    ("V5.1", 1),
    ("V5.2", 3),
    ("V5.3", 2),
    ("V5.4", 3),
    ("V6.1", 3),
    ("V6.2", 12),
    ("V6.3", 4),
    ("V6.4", 4),
    ("V6.5", 5),
    ("V6.6", 3),
    ("V6.8", 4),
    ("V7.1", 3),
    ("V7.2", 4),
    ("V7.3", 2),
    ("V7.4", 5),
    ("V7.5", 2),
    ("V7.6", 2),
    ("V8.1", 2),
    ("V8.2", 3),
    ("V8.3", 1),
    ("V8.4", 1),
    ("V9.1", 3),
    ("V9.2", 4),
    ("V11.1", 2),
    ("V11.2", 3),
    ("V11.3", 3),
    ("V11.4", 4),
    ("V11.5", 1),
    ("V11.6", 1),
    ("V12.1", 3),
    ("V12.2", 2),
    ("V12.3", 4),
    ("V13.1", 1),
    ("V13.2", 5),
    ("V13.3", 2),
    ("V13.4", 5),
    ("V14.1", 2),
    ("V14.2", 4),
    ("V14.3", 3),
    ("V15.1", 3),
    ("V15.2", 3),
    ("V15.3", 7),
    ("V16.1", 1),
    ("V16.2", 5),
    ("V16.3", 4),
    ("V16.4", 3),
    ("V16.5", 3),
];

fn requirements() -> BTreeSet<String> {
    let numbers = |(section, last): &(&'static str, u32)| {
        let section = *section;
        (1..=*last).map(move |number| format!("{section}.{number}"))
    };
    let all = REQUIREMENTS.iter().flat_map(numbers);
    all.chain(["V10".to_owned(), "V17".to_owned()]).collect()
}

/// Returns the cells of each row of the table in `docs/security.md`.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| V"));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
}

#[test]
fn every_requirement_of_the_standard_is_answered_once() {
    let mut answered = BTreeSet::new();
    for row in rows() {
        assert_eq!(row.len(), 4, "{row:?}");
        assert!(["yes", "partly", "no", "–"].contains(&row[1]), "{row:?}");
        for id in row[0].split(", ") {
            assert!(answered.insert(id.to_owned()), "{id} stands there twice");
        }
    }
    assert_eq!(answered, requirements());
}

/// The names between backticks in the last cell of a row: files, each with the names of its tests.
fn shown_by(cell: &str) -> Vec<(&str, Vec<&str>)> {
    let mut files: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in cell.split('`').skip(1).step_by(2) {
        let is_file = !name.contains(' ') && name.contains('.');
        match files.last_mut() {
            Some((_, tests)) if !is_file => tests.push(name),
            _ => files.push((name, Vec::new())),
        }
    }
    files
}

/// The path of a file that the document names.
fn path(name: &str) -> PathBuf {
    let place = match name.split_once('/') {
        Some(("it" | "inbox" | "widget" | "files" | "matrix" | "moving", _)) => {
            "crates/server/tests"
        }
        Some(("storage", _)) => "crates/storage/src/tests",
        _ => "",
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join(place).join(name.strip_prefix("storage/").unwrap_or(name))
}

#[test]
fn every_test_that_the_document_names_exists() {
    let mut names = 0;
    for row in rows() {
        for (file, tests) in shown_by(row[3]) {
            let source = std::fs::read_to_string(path(file));
            let source = source.unwrap_or_else(|_| panic!("there is no {file}: {row:?}"));
            for test in &tests {
                // The tests of the pages are calls with the name as a string.
                let declared = if file.ends_with(".rs") {
                    format!("fn {test}(")
                } else {
                    format!("\"{test}\"")
                };
                let is_there = source.contains(&declared);
                assert!(is_there, "there is no {test}: {row:?}");
            }
            names += tests.len();
        }
    }
    assert!(names > 100, "{names}");
}

#[test]
fn every_requirement_that_holds_names_a_test_or_the_file_that_shows_it() {
    for row in rows().filter(|row| row[1] == "yes") {
        let shown = shown_by(row[3]);
        assert!(!shown.is_empty(), "nothing shows it: {row:?}");
        for (file, tests) in shown {
            // Of a file with many tests, the one that is meant has to be named.
            let has_tests = path(file).components().any(|it| it.as_os_str() == "tests");
            let has_tests = has_tests || file.contains(".test.");
            assert!(!has_tests || !tests.is_empty(), "which test of {file}? {row:?}");
        }
    }
}
