//! Rules for the events of the log, which `docs/LOGGING.md` lists with their levels.
//!
//! This module must not know the meaning of the events.

use super::scan::{is_word, line_of};
use super::tree::{Finding, Source, Tree};

/// The page that lists the events.
const PAGE: &str = "docs/LOGGING.md";

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// The last character of a listed text that is only the beginning of the event's text.
const REST: char = '…';

/// An event that the code logs.
struct Logged {
    line: usize,
    level: &'static str,
    /// The event's text; `None` if the call has no literal.
    text: Option<String>,
}

/// An event that the page lists.
struct Listed<'p> {
    line: usize,
    text: &'p str,
    /// The levels, as written.
    levels: &'p str,
}

impl Listed<'_> {
    fn is_of(&self, text: &str) -> bool {
        match self.text.strip_suffix(REST) {
            Some(beginning) => text.starts_with(beginning),
            None => text == self.text,
        }
    }

    fn is_at(&self, level: &str) -> bool {
        self.levels.split(|c: char| !is_word(c)).any(|word| word == level)
    }
}

/// Finds events without a fixed text, events that the page does not list at their level, and listed
/// events that no code logs.
pub fn events(tree: &Tree) -> Vec<Finding> {
    let page = tree.pages.iter().find(|page| page.path == PAGE);
    let listed = page.map(|page| listed(&page.text)).unwrap_or_default();
    let mut findings = Vec::new();
    let mut texts = Vec::new();
    for source in tree.sources.iter().filter(|source| is_checked(&source.path)) {
        for Logged { line, level, text } in logged(source) {
            let fixed = text.filter(|text| !text.contains('{'));
            let flaw = match &fixed {
                Some(text) => unlisted(&listed, level, text),
                None => Some("an event without a fixed text: what varies is a field".to_owned()),
            };
            findings.extend(flaw.map(|what| Finding::new(&source.path, line, what)));
            texts.extend(fixed);
        }
    }
    for row in listed.iter().filter(|row| !texts.iter().any(|text| row.is_of(text))) {
        let what = format!("`{}` is logged nowhere: delete or correct it", row.text);
        findings.push(Finding::new(PAGE, row.line, what));
    }
    findings
}

/// The flaw of an event that the page does not list at the event's level; `None` for a listed
/// event.
fn unlisted(listed: &[Listed<'_>], level: &str, text: &str) -> Option<String> {
    let mut rows = listed.iter().filter(|row| row.is_of(text)).peekable();
    if rows.peek().is_none() {
        return Some(format!("`{text}` has no row in {PAGE}: write one, with what to do"));
    }
    let is_at = rows.any(|row| row.is_at(level));
    (!is_at).then(|| format!("`{text}` is at {level}, and {PAGE} lists another level"))
}

/// Returns whether a file can log events of the server.
fn is_checked(path: &str) -> bool {
    let inside = path.strip_prefix("crates/").and_then(|path| path.split_once("/src/"));
    inside.is_some_and(|(home, file)| {
        home != "testkit" && !file.contains("tests/") && !file.ends_with("tests.rs")
    })
}

/// The events of a source file without its tests.
fn logged(source: &Source) -> Vec<Logged> {
    let code = source.code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = Vec::new();
    for level in LEVELS {
        for (at, call) in code.match_indices(&format!("{level}!(")) {
            // `compile_error!` logs nothing.
            if code[..at].ends_with(is_word) {
                continue;
            }
            let before = literals(&code[..at]);
            let inside = literals(arguments(&code[at + call.len()..]));
            let text = source.literals[before..before + inside].last();
            let text = text.map(|literal| joined(&literal.text));
            found.push(Logged { line: line_of(code, at), level, text });
        }
    }
    found
}

/// The arguments of a call, up to its closing parenthesis.
fn arguments(code: &str) -> &str {
    let mut depth = 1;
    let end = code.find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    &code[..end.unwrap_or(code.len())]
}

/// The number of string literals in code in which the contents of literals were blanked.
fn literals(code: &str) -> usize {
    code.matches('"').count() / 2
}

/// Joins the lines of a literal that ends its lines with `\`.
fn joined(literal: &str) -> String {
    let mut lines = literal.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start())
}

/// The events in the tables of the page whose first column is `event`.
fn listed(page: &str) -> Vec<Listed<'_>> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for (number, line) in (1..).zip(page.lines()) {
        let mut cells = line.trim_matches('|').split(" | ").map(str::trim);
        let (first, levels) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        is_inside = line.starts_with('|') && (is_inside || first == "event");
        if is_inside {
            let texts = first.split('`').skip(1).step_by(2);
            found.extend(texts.map(|text| Listed { line: number, text, levels }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "| event | level | fields | what to do |\n|---|---|---|---|\n";

    fn found(rows: &str, code: &str) -> Vec<(String, usize)> {
        let page = format!("{HEAD}{rows}");
        let files = [(PAGE, page.as_str()), ("crates/a/src/b.rs", code)];
        events(&Tree::of(&files)).into_iter().map(|it| (it.path, it.line)).collect()
    }

    fn in_code(line: usize) -> Vec<(String, usize)> {
        vec![("crates/a/src/b.rs".to_owned(), line)]
    }

    #[test]
    fn an_event_with_a_row_at_its_level_is_fine() {
        let rows = "| `it broke` | warn, error for two | `error` | mend it |\n\
                    | `began`, `ended` | info | | nothing |\n";
        let code = "f(\"(\");\ntracing::warn!(%error, why = \"no\", \"it broke\");\n\
                    tracing::error!(\"it broke\");\ntracing::info!(\"began\");\n\
                    match x { 1 => info!(n = f(1), \"en\\\n    ded\"), _ => {} }";
        assert_eq!(found(rows, code), []);
    }

    #[test]
    fn an_event_without_a_row_or_at_another_level_is_found() {
        let row = "| `it broke` | warn | | mend it |\n";
        let both = "tracing::warn!(\"it broke\");\n\ntracing::debug!(\"it broke\");";
        assert_eq!(found(row, both), in_code(3));
        let other = "tracing::warn!(\"it broke\");\ntracing::warn!(\"it broke again\");";
        assert_eq!(found(row, other), in_code(2));
        let files = [("crates/a/src/b.rs", "tracing::warn!(\"it broke\");")];
        assert_eq!(events(&Tree::of(&files)).len(), 1, "there is no page");
    }

    #[test]
    fn an_event_whose_text_varies_is_found() {
        let code = "tracing::warn!(\"{text}\");";
        assert_eq!(found("", code), in_code(1));
        assert_eq!(found("", "\ntracing::warn!(text);"), in_code(2));
    }

    #[test]
    fn a_row_of_which_no_code_logs_the_event_is_found() {
        let rows = "| `it broke` | warn | | mend it |\n| `gone` | warn | | nothing |\n\
                    \n| `error` | what to do |\n|---|---|\n| `busy` | wait |\n";
        let code = "tracing::warn!(\"it broke\"); // tracing::warn!(\"gone\")\n\
                    #[cfg(test)]\nmod tests {\n    fn f() { tracing::warn!(\"gone\") }\n}";
        assert_eq!(found(rows, code), [(PAGE.to_owned(), 4)]);
    }

    #[test]
    fn a_row_may_leave_out_the_end_of_a_text() {
        let row = "| `it broke: …` | warn | | mend it |\n";
        assert_eq!(found(row, "tracing::warn!(\"it broke: see the disk\");"), []);
        let other = "tracing::warn!(\"it broke. See the disk\");";
        assert_eq!(found(row, other).len(), 2, "the event has no row, and the row no event");
    }

    #[test]
    fn tests_and_tools_log_what_they_like() {
        for path in ["crates/a/src/b/tests.rs", "crates/testkit/src/a.rs", "benches/src/a.rs"] {
            let tree = Tree::of(&[(path, "tracing::warn!(\"it broke\");")]);
            assert_eq!(events(&tree), [], "{path}");
        }
    }
}
