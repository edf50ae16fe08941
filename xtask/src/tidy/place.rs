//! Finds HTTP status codes, SQL and objects of `/v1` outside their designated places.
//!
//! This module must not know the meaning of the statuses or the statements.

use super::scan::{is_word, line_of};
use super::tree::{Finding, Tree};

const STATUS: &str = "StatusCode::";
const STATUS_PLACE: &str = "crates/http/src/error.rs";

/// The success statuses that files of the crate `http` may name.
const SUCCESSES: [&str; 6] =
    ["OK", "CREATED", "NO_CONTENT", "PARTIAL_CONTENT", "NOT_MODIFIED", "SWITCHING_PROTOCOLS"];

/// The folders that may contain SQL; `xtask` contains SQL keywords to search for SQL.
const SQL_PLACES: [&str; 4] = ["crates/storage/", "crates/testkit/", "benches/", "xtask/"];

/// Finds HTTP status codes outside the file `STATUS_PLACE`. The crate `http` may also name the
/// statuses in `SUCCESSES`.
pub fn status_codes(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_checked = |path: &str| {
        let inside = path.strip_prefix("crates/").and_then(|path| path.split_once('/'));
        inside.is_some_and(|(_, path)| path.starts_with("src/")) && path != STATUS_PLACE
    };
    for source in tree.sources.iter().filter(|source| is_checked(&source.path)) {
        let is_http = source.path.starts_with("crates/http/");
        for (at, _) in source.code.match_indices(STATUS) {
            let name = source.code[at + STATUS.len()..].split(|c: char| !is_word(c)).next();
            let name = name.unwrap_or_default();
            if !(is_http && SUCCESSES.contains(&name)) {
                let what = format!(
                    "`{STATUS}{name}`: statuses exist only in {STATUS_PLACE}, give its table a row"
                );
                findings.push(Finding::new(&source.path, line_of(&source.code, at), what));
            }
        }
    }
    findings
}

/// Finds SQL outside `SQL_PLACES` and outside tests.
pub fn sql(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_allowed = |path: &str| {
        SQL_PLACES.iter().any(|place| path.starts_with(place))
            || path.split('/').any(|part| part == "tests" || part == "tests.rs")
    };
    for source in tree.sources.iter().filter(|source| !is_allowed(&source.path)) {
        for literal in &source.literals {
            if let Some((at, keyword)) = statement(&literal.text) {
                let what = format!("`{keyword}`: SQL exists only in crates/storage, move it there");
                let line = literal.line + line_of(&literal.text, at) - 1;
                findings.push(Finding::new(&source.path, line, what));
            }
        }
    }
    findings
}

/// The modules that the interface for visitors may not name, since visitors receive no objects of
/// `/v1`.
const NOT_FOR_VISITORS: [&str; 2] = ["wire::chats", "wire::changes"];

/// Finds the names of `/v1`'s objects in the interface for visitors.
pub fn visitors(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|it| it.path.starts_with("crates/widget/")) {
        for name in NOT_FOR_VISITORS {
            for (at, _) in source.code.match_indices(name) {
                let what = format!("`{name}`: visitors get no object of /v1, use `wire::widget`");
                findings.push(Finding::new(&source.path, line_of(&source.code, at), what));
            }
        }
    }
    findings
}

/// The offset at which a text looks like SQL, and the keyword.
fn statement(text: &str) -> Option<(usize, &'static str)> {
    const BEGINNINGS: [(&[&str], &str); 4] = [
        (&["SELECT"], "SELECT"),
        (&["INSERT", "INTO"], "INSERT INTO"),
        (&["DELETE", "FROM"], "DELETE FROM"),
        (&["UPDATE", "SET"], "UPDATE … SET"),
    ];
    // An escaped line break separates words, too; the replacement has the same length.
    let text = &text.replace("\\n", "  ");
    let offset = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().find_map(|(index, word)| {
        let word = word.rsplit(['(', ';', ',']).next().unwrap_or(word);
        let rest = words.get(index + 1..).filter(|rest| !rest.is_empty())?;
        let (_, keyword) = BEGINNINGS.iter().find(|(beginning, _)| match beginning {
            [first, "SET"] => *first == word && rest.contains(&"SET"),
            [first, second] => *first == word && rest.first() == Some(second),
            [first] => *first == word,
            _ => false,
        })?;
        Some((offset(word), *keyword))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rule: fn(&Tree) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
        rule(&Tree::of(&[(path, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_status_outside_of_its_table_is_found() {
        let text = "\nf(StatusCode::NOT_FOUND, StatusCode::OKAY)";
        assert_eq!(found(status_codes, "crates/http/src/table.rs", text), [2, 2]);
        assert_eq!(found(status_codes, STATUS_PLACE, text), [0; 0]);
        assert_eq!(found(status_codes, "crates/http/tests/it/chats.rs", text), [0; 0]);
        assert_eq!(found(status_codes, "crates/app/src/lib.rs", "StatusCode::OK"), [1]);
    }

    #[test]
    fn objects_of_programs_are_not_for_visitors() {
        let text = "\nuse deskbell_wire::chats::ChatView;";
        assert_eq!(found(visitors, "crates/widget/src/messages.rs", text), [2]);
        assert_eq!(found(visitors, "crates/inbox/src/messages.rs", text), [0; 0]);
    }

    #[test]
    fn successes_may_be_named_in_http() {
        let text =
            "(StatusCode::OK, StatusCode::CREATED, StatusCode::NO_CONTENT) // StatusCode::GONE";
        assert_eq!(found(status_codes, "crates/http/src/table.rs", text), [0; 0]);
    }

    #[test]
    fn every_kind_of_statement_is_found() {
        for text in [
            "f(\"SELECT 1\")",
            "f(\"WITH x AS\\n(SELECT\\n1)\")",
            "f(r#\"INSERT INTO chats\"#)",
            "f(\"UPDATE chats SET a = 1\")",
            "f(\"DELETE FROM chats\")",
        ] {
            assert_eq!(found(sql, "crates/app/src/a.rs", text), [1], "{text}");
            assert_eq!(found(sql, "crates/storage/src/a.rs", text), [0; 0], "{text}");
            assert_eq!(found(sql, "crates/app/tests/it/a.rs", text), [0; 0], "{text}");
        }
        assert_eq!(found(sql, "crates/app/src/a.rs", "\n\"one\nSELECT 1\""), [3]);
    }

    #[test]
    fn words_that_are_not_statements_are_fine() {
        for text in ["// SELECT 1", "\"Select one\"", "\"an UPDATE\"", "\"RESELECT it\"", "SELECT"]
        {
            assert_eq!(found(sql, "crates/app/src/a.rs", text), [0; 0], "{text}");
        }
    }
}
