//! A scanner that separates Rust code from comments and literals, token by token.
//!
//! This module must not know the subject of the rules.

/// A string literal, as written.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// The line of the opening quote, from 1.
    pub line: usize,
    /// The text between the quotes.
    pub text: String,
}

/// Blanks comments and the contents of literals, keeping lines and columns; returns the code and
/// the string literals.
pub fn scan(text: &str) -> (String, Vec<Literal>) {
    let mut scan = Scan {
        chars: text.chars().collect(),
        at: 0,
        line: 1,
        code: String::with_capacity(text.len()),
        literals: Vec::new(),
    };
    while let Some(c) = scan.ahead(0) {
        match (c, scan.ahead(1)) {
            ('/', Some('/')) => scan.line_comment(),
            ('/', Some('*')) => scan.block_comment(),
            ('"', _) => scan.string(),
            ('\'', _) => scan.character_or_lifetime(),
            _ if is_word(c) => scan.word(),
            _ => scan.keep(),
        }
    }
    (scan.code, scan.literals)
}

/// Returns whether `c` can be part of a name, a keyword or a number.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words of the code, with byte offsets.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr().addr() - code.as_ptr().addr(), word))
}

/// The line of a byte offset, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

struct Scan {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Scan {
    fn ahead(&self, distance: usize) -> Option<char> {
        self.chars.get(self.at + distance).copied()
    }

    fn push(&mut self, shown: impl FnOnce(char) -> char) {
        if let Some(c) = self.ahead(0) {
            self.code.push(if c == '\n' { c } else { shown(c) });
            self.line += usize::from(c == '\n');
            self.at += 1;
        }
    }

    fn keep(&mut self) {
        self.push(|c| c);
    }

    fn blank(&mut self) {
        self.push(|_| ' ');
    }

    fn line_comment(&mut self) {
        while self.ahead(0).is_some_and(|c| c != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_u32;
        loop {
            match (self.ahead(0), self.ahead(1)) {
                (None, _) => return,
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    /// Scans a whole word: `br` before a quote is a literal's prefix, and the `r` of `for` is not.
    fn word(&mut self) {
        let start = self.at;
        while self.ahead(0).is_some_and(is_word) {
            self.keep();
        }
        let is_prefix = matches!(&self.chars[start..self.at], ['r'] | ['b' | 'c', 'r']);
        let hashes = self.chars[self.at..].iter().take_while(|c| **c == '#').count();
        if is_prefix && self.ahead(hashes) == Some('"') {
            self.raw_string(hashes);
        }
    }

    fn string(&mut self) {
        self.keep();
        let (line, start) = (self.line, self.at);
        while let Some(c) = self.ahead(0).filter(|c| *c != '"') {
            if c == '\\' {
                self.blank();
            }
            self.blank();
        }
        self.literal(line, start);
        self.keep();
    }

    fn raw_string(&mut self, hashes: usize) {
        (0..=hashes).for_each(|_| self.keep());
        let (line, start) = (self.line, self.at);
        while let Some(c) = self.ahead(0) {
            if c == '"' && (1..=hashes).all(|distance| self.ahead(distance) == Some('#')) {
                break;
            }
            self.blank();
        }
        self.literal(line, start);
        (0..=hashes).for_each(|_| self.keep());
    }

    fn literal(&mut self, line: usize, start: usize) {
        let text = self.chars[start..self.at].iter().collect();
        self.literals.push(Literal { line, text });
    }

    /// Scans `'x'` and `'\n'` as characters; any other quote begins a lifetime or a label.
    fn character_or_lifetime(&mut self) {
        let is_escaped = self.ahead(1) == Some('\\');
        self.keep();
        if is_escaped {
            self.blank();
            self.blank();
            while self.ahead(0).is_some_and(|c| c != '\'') {
                self.blank();
            }
            self.keep();
        } else if self.ahead(1) == Some('\'') {
            self.blank();
            self.keep();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        scan(text).0
    }

    fn literals(text: &str) -> Vec<(usize, String)> {
        scan(text).1.into_iter().map(|literal| (literal.line, literal.text)).collect()
    }

    #[test]
    fn comments_are_blanked_and_lines_stay() {
        assert_eq!(code("a // {\nb"), "a     \nb");
        assert_eq!(code("a /* { /* \n } */ */ b"), "a         \n         b");
        assert_eq!(code("a /* open"), "a        ");
    }

    #[test]
    fn strings_are_blanked_and_kept_apart() {
        assert_eq!(code(r#"f("{\"}", x)"#), r#"f("    ", x)"#);
        assert_eq!(literals("\n\"one\ntwo\"; b\"x\""), [(2, "one\ntwo".into()), (3, "x".into())]);
        assert_eq!(literals(r#"("\\", "b")"#), [(1, r"\\".into()), (1, "b".into())]);
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        let text = "r##\"a \"# { \"## + br\"\\\" + c";
        assert_eq!(code(text), "r##\"       \"## + br\" \" + c");
        assert_eq!(literals(text), [(1, "a \"# { ".into()), (1, "\\".into())]);
        assert_eq!(code("r#type + for\"{\""), "r#type + for\" \"");
    }

    #[test]
    fn characters_are_not_lifetimes() {
        assert_eq!(code(r"f('{', '\'', b'\\', '\u{7d}')"), r"f(' ', '  ', b'  ', '      ')");
        assert_eq!(code("'\"' + \"{\""), "' ' + \" \"");
        assert_eq!(code("fn f<'a, 'b>(x: &'a str) {}"), "fn f<'a, 'b>(x: &'a str) {}");
    }

    #[test]
    fn an_end_inside_a_literal_is_no_trouble() {
        for text in ["\"a", "\"a\\", "r#\"a\"", "'", "'\\", "'\\u{", "/*", "r"] {
            assert_eq!(code(text).chars().count(), text.chars().count(), "{text}");
        }
    }

    #[test]
    fn words_know_where_they_are() {
        let code = "fn é1 ->\n x_2";
        let found: Vec<_> = words(code).map(|(at, word)| (line_of(code, at), word)).collect();
        assert_eq!(found, [(1, "fn"), (1, "é1"), (2, "x_2")]);
    }
}
