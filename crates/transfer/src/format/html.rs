//! The conversion of HTML to text with readable paragraphs, lists, quotes and links.

use html2text::render::TextDecorator;
use html2text::{RcDom, config};

/// The width at which lines are wrapped, in columns. It exceeds any usual paragraph.
const WIDTH: usize = 4_096;
/// The replacement of a horizontal rule, which the converter would leave out.
const RULE: &str = "<p>———</p><hr";
/// The deepest nesting that is converted, since deeper HTML could exhaust the stack.
const DEPTH_MAX: usize = 256;
/// The elements that have no end tag.
const VOID: [&str; 9] = ["br", "img", "hr", "input", "meta", "link", "wbr", "col", "area"];

/// Converts HTML to text; `None` when the HTML cannot be converted.
pub(super) fn text(html: &str) -> Option<String> {
    if is_deep(html) {
        return None;
    }
    let html = html.replace("<hr", RULE).replace("<HR", RULE);
    let config = config::with_decorator(Plain::default()).no_table_borders().raw_mode(true);
    let parsed = config.parse_html(html.as_bytes()).ok()?;
    if is_parsed_deep(&parsed) {
        return None;
    }
    let tree = config.dom_to_render_tree(&parsed).ok()?;
    let text = config.render_to_string(tree, WIDTH).ok()?;
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    Some(lines.join("\n").trim().replace('\0', ""))
}

/// Estimates from the start and end tags whether elements are nested too deeply, without parsing
/// the HTML. An end tag counts only when an element of its name is open.
fn is_deep(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let (is_end, tag) = match tag.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, tag),
        };
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        let is_name = |it: &&str| it.eq_ignore_ascii_case(name);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || VOID.iter().any(is_name) {
            continue;
        }
        if !is_end {
            open.push(name);
        } else if let Some(last) = open.iter().rposition(is_name) {
            open.remove(last);
        }
        if open.len() > DEPTH_MAX {
            return true;
        }
    }
    false
}

/// Tells whether parsed elements are nested too deeply. [`is_deep`] can miss deep nesting because
/// of tags within comments and attributes.
fn is_parsed_deep(parsed: &RcDom) -> bool {
    let mut level = vec![parsed.document.clone()];
    for _ in 0..DEPTH_MAX {
        level = level.iter().flat_map(|node| node.children.borrow().clone()).collect();
    }
    !level.is_empty()
}

/// A decorator of text that adds no marks, and writes links as `text (URL)`.
#[derive(Clone, Debug, Default)]
struct Plain {
    links: Vec<String>,
}

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.links.push(url.to_owned());
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        match self.links.pop() {
            Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
                format!(" ({url})")
            }
            _ => String::new(),
        }
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, src: &str, title: &str) -> (String, ()) {
        let is_web = src.starts_with("http://") || src.starts_with("https://");
        let shown = match (title.is_empty(), is_web) {
            (true, true) => src.to_owned(),
            (false, true) => format!("{title} ({src})"),
            (_, false) => title.to_owned(),
        };
        (shown, ())
    }

    fn header_prefix(&self, _: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }

    fn ordered_item_prefix(&self, i: i64) -> String {
        format!("{i}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_stays_readable_as_text() {
        for (html, expected) in [
            ("", ""),
            ("plain &amp; simple", "plain & simple"),
            (
                "<p>Hello <b>Una</b>,</p><p>see <a href='https://a.example/b?c=1'>this</a>.</p>",
                "Hello Una,\n\nsee this (https://a.example/b?c=1).",
            ),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
            ("<blockquote>was said</blockquote>so", "> was said\n\nso"),
            ("a<br>b<hr>c", "a\nb\n\n———\n\nc"),
            ("<img src='https://a.example/i.png' alt='a cat'>", "a cat (https://a.example/i.png)"),
            ("<script>alert(1)</script><style>p{}</style>x", "x"),
            ("<a href='javascript:alert(1)'>click</a>", "click"),
            ("<p>broken <b>tags</p> &nope; <", "broken tags\n\n&nope; <"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ] {
            assert_eq!(text(html).as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn a_long_paragraph_stays_one_line_and_deep_nesting_takes_no_stack() {
        let long = "word ".repeat(500);
        assert_eq!(text(&format!("<p>{long}</p>")).as_deref(), Some(long.trim()));
        for deep in ["<div>", "<div></z>", "<div></br>"] {
            assert_eq!(text(&deep.repeat(100_000)), None, "{deep}");
        }
        for hidden in ["<div title='</div>'>", "<div><!--</div>-->"] {
            assert_eq!(text(&hidden.repeat(1_000)), None, "{hidden}");
        }
        assert!(text(&("<div>".repeat(200) + "x")).is_some());
        assert!(text(&"<p>x</p>".repeat(1_000)).is_some());
        assert!(text(&"<P><b><i>x</b></i></z></p>".repeat(1_000)).is_some());
    }
}
