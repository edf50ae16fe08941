//! Rules for the first sentences of doc comments, and for the cells of Markdown tables.
//!
//! This module must not know the subject of the sentences.

use super::tree::{Finding, Tree};

/// The words that must not begin the first sentence of a doc comment.
const QUESTIONS: [&str; 10] =
    ["How", "What", "When", "Where", "Whether", "Who", "Whoever", "Whom", "Whose", "Why"];

/// The maximal number of words in a table cell; longer texts belong below the table.
const CELL_WORDS_MAX: usize = 25;

/// Finds first sentences of doc comments that begin with a word of `QUESTIONS` or have banned
/// wording.
pub fn sentences(tree: &Tree) -> Vec<Finding> {
    let found = tree.sources.iter().flat_map(|source| {
        first_sentences(&source.text).into_iter().filter_map(|(line, sentence)| {
            let what = flaw(&sentence)?;
            Some(Finding::new(&source.path, line, format!("{what}: \"{sentence}\"")))
        })
    });
    found.collect()
}

/// The flaw of a first sentence, with its remedy.
fn flaw(sentence: &str) -> Option<&'static str> {
    let first = sentence.split([' ', ',', '.', ':']).next().unwrap_or_default();
    if QUESTIONS.contains(&first) {
        return Some("a doc comment begins with a noun, not with a question's word");
    }
    if sentence.contains("what is none") {
        return Some("a doc comment names the thing that is missing");
    }
    let is_order = sentence.split(|c: char| !c.is_alphanumeric()).any(|word| word == "behind");
    is_order.then_some("nothing stands behind another thing: say after, or beyond")
}

/// The first sentence of each doc comment, with its line number.
fn first_sentences(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut is_inside = false;
    let mut is_open = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_start();
        let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(doc) = doc.map(str::trim) else {
            (is_inside, is_open) = (false, false);
            continue;
        };
        if !is_inside {
            found.push((number, String::new()));
            (is_inside, is_open) = (true, true);
        }
        let Some((_, sentence)) = found.last_mut().filter(|_| is_open) else { continue };
        if doc.is_empty() {
            is_open = false;
            continue;
        }
        let (part, has_end) = match doc.find(". ") {
            Some(end) => (&doc[..=end], true),
            None => (doc, doc.ends_with('.')),
        };
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(part);
        is_open = !has_end;
    }
    found
}

/// Finds table cells with too many words.
pub fn cells(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for page in &tree.pages {
        for (number, line) in (1..).zip(page.text.lines()).filter(|(_, it)| it.starts_with('|')) {
            let cells = line.trim_matches('|').split(" | ");
            let longest = cells.map(|cell| cell.split_whitespace().count()).max().unwrap_or(0);
            if longest > CELL_WORDS_MAX {
                let what = format!(
                    "a cell of {longest} words: at most {CELL_WORDS_MAX}, the rest is prose below \
                     the table"
                );
                found.push(Finding::new(&page.path, number, what));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rule: fn(&Tree) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
        rule(&Tree::of(&[(path, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_sentence_that_begins_with_a_question_is_found() {
        let text = "//! What it does.\n\n/// Whether it is.\nfn f() {}\n    /// Whoever.\n";
        assert_eq!(lines(sentences, "a/src/b.rs", text), [1, 3, 5]);
        let fine = "//! A thing.\n//! What else.\n\n// What\n/// Whatever comes.\n/// What\n";
        assert_eq!(lines(sentences, "a/src/b.rs", fine), [0; 0]);
    }

    #[test]
    fn odd_words_are_found_in_the_first_sentence_alone() {
        let found = "/// The rows behind\n/// a cursor.\n\n/// Refuses what is none.\n";
        assert_eq!(lines(sentences, "a/src/b.rs", found), [1, 4]);
        let fine = "/// The rows after it. Others are behind.\n\n/// Short\n///\n/// behind\n";
        assert_eq!(lines(sentences, "a/src/b.rs", fine), [0; 0]);
    }

    #[test]
    fn a_cell_of_many_words_is_found() {
        let table =
            |words: usize| format!("# T\n\n| a | b |\n|---|---|\n| x | {} |\n", "w ".repeat(words));
        assert_eq!(lines(cells, "README.md", &table(25)), [0; 0]);
        assert_eq!(lines(cells, "docs/a/b.md", &table(26)), [5]);
        assert_eq!(lines(cells, "CHANGELOG.md", &table(26)), [0; 0]);
    }
}
