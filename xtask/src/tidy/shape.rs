//! Rules for the outer shape of source files: header, lengths, and unfinished work.
//!
//! This module must not know the meaning of the code.

use super::scan::{is_word, line_of, words};
use super::tree::{Finding, Source, Tree};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
const LINE_COLUMNS_MAX: usize = 100;

/// Finds files without a header comment.
pub fn header(tree: &Tree) -> Vec<Finding> {
    let bare = tree.sources.iter().filter(|source| !source.text.starts_with("//!"));
    let what = "no header: begin with `//!`, what the file is for and what it must not know";
    bare.map(|source| Finding::new(&source.path, 1, what)).collect()
}

/// Finds files with too many lines.
pub fn file_length(tree: &Tree) -> Vec<Finding> {
    each(tree, |source| {
        let lines = source.text.lines().count();
        let what = format!("{lines} lines: split the file, at most {FILE_LINES_MAX}");
        (lines > FILE_LINES_MAX).then_some((FILE_LINES_MAX + 1, what)).into_iter().collect()
    })
}

/// Finds lines with too many columns.
pub fn line_length(tree: &Tree) -> Vec<Finding> {
    each(tree, |source| {
        let columns = source.text.lines().map(|line| line.chars().count());
        let long = (1..).zip(columns).filter(|(_, columns)| *columns > LINE_COLUMNS_MAX);
        long.map(|(line, columns)| {
            (line, format!("{columns} columns: break the line, at most {LINE_COLUMNS_MAX}"))
        })
        .collect()
    })
}

/// Finds functions with too many lines.
pub fn function_length(tree: &Tree) -> Vec<Finding> {
    each(tree, |source| {
        let long = functions(&source.code).into_iter().filter(|f| f.lines > FUNCTION_LINES_MAX);
        long.map(|Function { name, line, lines }| {
            let what = format!(
                "function `{name}` has {lines} lines: split it, at most {FUNCTION_LINES_MAX}"
            );
            (line, what)
        })
        .collect()
    })
}

/// Finds unfinished code and disabled tests.
pub fn placeholders(tree: &Tree) -> Vec<Finding> {
    each(tree, |source| {
        let code = &source.code;
        let macros = words(code).filter_map(|(at, word)| {
            let after = code[at + word.len()..].trim_start();
            let is_macro = after.starts_with('!') && !after.starts_with("!=");
            let is_banned = matches!(word, "todo" | "unimplemented" | "dbg");
            (is_macro && is_banned).then(|| {
                (line_of(code, at), format!("`{word}!`: finish it or take it out before it is in"))
            })
        });
        let ignored = code.match_indices("#[ignore").filter_map(|(at, start)| {
            if code[at + start.len()..].starts_with(is_word) {
                return None;
            }
            let what = "`#[ignore]`: a test that does not run tests nothing, mend it or delete it";
            Some((line_of(code, at), what.to_owned()))
        });
        macros.chain(ignored).collect()
    })
}

fn each(tree: &Tree, rule: impl Fn(&Source) -> Vec<(usize, String)>) -> Vec<Finding> {
    let found = |source| {
        let found: Vec<(usize, String)> = rule(source);
        found.into_iter().map(move |(line, what)| Finding::new(&source.path, line, what))
    };
    tree.sources.iter().flat_map(found).collect()
}

struct Function<'a> {
    name: &'a str,
    /// The line of the keyword `fn`.
    line: usize,
    /// The number of lines from `fn` to the closing brace, inclusive.
    lines: usize,
}

/// All functions with a body, including nested functions.
fn functions(code: &str) -> Vec<Function<'_>> {
    let keywords = words(code).filter(|(_, word)| *word == "fn");
    keywords
        .filter_map(|(at, keyword)| {
            // A function pointer type, `fn(…)`, has no name.
            let rest = code[at + keyword.len()..].trim_start();
            let name = rest.split(|c: char| !is_word(c)).next().filter(|name| !name.is_empty())?;
            let lines = 1 + body_end(&code[at..])?;
            Some(Function { name, line: line_of(code, at), lines })
        })
        .collect()
}

/// The number of line breaks from the start of `code` to the end of its first function's body;
/// `None` for a function without a body. Semicolons and braces within brackets belong to the
/// signature.
fn body_end(code: &str) -> Option<usize> {
    let (mut brackets, mut braces, mut lines) = (0_i32, 0_i32, 0);
    for c in code.chars() {
        match c {
            '\n' => lines += 1,
            '(' | '[' if braces == 0 => brackets += 1,
            ')' | ']' if braces == 0 => brackets -= 1,
            '{' if brackets == 0 => braces += 1,
            '}' if brackets == 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(lines);
                }
            }
            ';' if brackets == 0 && braces == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_found(rule: fn(&Tree) -> Vec<Finding>, text: &str) -> Vec<usize> {
        rule(&Tree::of(&[("a.rs", text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(lines_found(header, "//! For this.\n"), [0; 0]);
        assert_eq!(lines_found(header, "\n//! For this.\n"), [1]);
        assert_eq!(lines_found(header, ""), [1]);
    }

    #[test]
    fn a_long_file_is_found() {
        assert_eq!(lines_found(file_length, &"x\n".repeat(400)), [0; 0]);
        assert_eq!(lines_found(file_length, &"x\n".repeat(401)), [401]);
    }

    #[test]
    fn a_long_line_is_found_by_characters() {
        assert_eq!(lines_found(line_length, &format!("{}\r\n", "é".repeat(100))), [0; 0]);
        assert_eq!(lines_found(line_length, &format!("\n{}", "x".repeat(101))), [2]);
    }

    #[test]
    fn a_long_function_is_found_where_it_begins() {
        let function = |lines: usize| format!("\npub fn long() {{{}}}\n", "\n".repeat(lines - 1));
        assert_eq!(lines_found(function_length, &function(70)), [0; 0]);
        assert_eq!(lines_found(function_length, &function(71)), [2]);
    }

    #[test]
    fn functions_are_measured_from_name_to_brace() {
        let code = "trait T { fn a(&self) -> [u8; 2]; fn b<'a>(x: [u8; 2])\nwhere X: Y,\n\
                    { if x {}\n}\n}\ntype P = fn(u8);\nfn outer() {\n  fn inner() {\n }\n\
                    g(|x| { x });\n}";
        let found: Vec<_> = functions(code).iter().map(|f| (f.name, f.line, f.lines)).collect();
        assert_eq!(found, [("b", 1, 4), ("outer", 7, 5), ("inner", 8, 2)]);
    }

    #[test]
    fn what_is_left_to_do_is_found() {
        let text = "todo!()\nx(unimplemented ! ());\n dbg!(a)\n#[ignore = \"slow\"]\n";
        assert_eq!(lines_found(placeholders, text), [1, 2, 3, 4]);
        let fine = "// todo!()\n\"dbg!(x)\"; todo != x; todo!= x; my_todo!(); #[ignored_not]";
        assert_eq!(lines_found(placeholders, fine), [0; 0]);
    }
}
