//! The report `benches/RESULTS.md`. Each program writes its own section, between two markers, and
//! leaves the other sections unchanged.

use std::fmt::Write as _;

use deskbell_lab::{Result, While as _, say};

use crate::machine::{self, Build, Quiet};

const HEADING: &str = "\
# Results

Written by the programs that measured; `cargo xtask bench NAME` writes the section NAME anew, and,
with options for another engine or other numbers of chats, one beside it. Times are medians over
rounds in which the sides take turns, ratios are medians of each round's ratio. Every answer was
compared with the expected one. A goal that is missed is reported as it is.
";

/// A section of the report, or a part of a section, under construction.
#[derive(Debug, Default)]
pub struct Section {
    name: String,
    text: String,
}

impl Section {
    /// Begins a section with the name of its program and a heading.
    #[must_use]
    pub fn begin(name: &str, heading: &str) -> Self {
        Self { name: name.into(), text: format!("## {name}: {heading}\n") }
    }

    /// Adds the conditions of the measurement: machine, versions, date and disturbances.
    ///
    /// # Errors
    /// When a condition cannot be read.
    pub fn circumstances(
        &mut self,
        build: &Build,
        further_versions: &[String],
        cores: &str,
        quiet: &Quiet,
    ) -> Result<()> {
        let mut versions = build.told()?;
        for version in further_versions {
            let _ = write!(versions, ", {version}");
        }
        self.item(format!("Machine: {}; {cores}", machine::processor()?));
        self.item(format!("Versions: {versions}"));
        self.item(format!("Date: {}; {}", machine::today()?, quiet.told()));
        Ok(())
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl AsRef<str>) {
        let _ = write!(self.text, "\n{}\n", text.as_ref());
    }

    /// Adds a list item.
    pub fn item(&mut self, text: impl AsRef<str>) {
        if !self.text.lines().last().is_some_and(|line| line.starts_with("* ")) {
            self.text.push('\n');
        }
        let _ = writeln!(self.text, "* {}", text.as_ref());
    }

    /// Adds list items.
    pub fn items(&mut self, texts: impl IntoIterator<Item = impl AsRef<str>>) {
        texts.into_iter().for_each(|text| self.item(text));
    }

    /// Adds a table.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let _ = write!(self.text, "\n| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
        for row in rows {
            let _ = writeln!(self.text, "| {} |", row.join(" | "));
        }
    }

    /// Appends a part to the section. If the part begins with a list, the section's last list
    /// continues.
    pub fn append(&mut self, part: Self) {
        let is_list = self.text.lines().last().is_some_and(|line| line.starts_with("* "));
        let goes_on = part.text.strip_prefix('\n').filter(|it| is_list && it.starts_with("* "));
        self.text.push_str(goes_on.unwrap_or(&part.text));
    }

    /// Prints the section without writing it, for a quick look.
    pub fn show(self) {
        say::talk(&self.text);
    }

    /// Prints the section and writes it to `benches/RESULTS.md`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(self) -> Result<()> {
        say::talk(&self.text);
        let path = machine::root().join("benches/RESULTS.md");
        let before = std::fs::read_to_string(&path).unwrap_or_else(|_| HEADING.to_owned());
        std::fs::write(&path, placed(&before, &self.name, &self.text)).while_at("RESULTS.md")
    }
}

/// Replaces a section in the file's text. A new section with a suffix like `_postgres` is inserted
/// after the section without the suffix; other new sections are appended.
fn placed(before: &str, name: &str, section: &str) -> String {
    let marks = |name: &str| (format!("<!-- begin {name} -->"), format!("<!-- end {name} -->"));
    let (begin, end) = marks(name);
    let section = format!("{begin}\n{section}{end}");
    if let Some((head, rest)) = before.split_once(&begin)
        && let Some((_, tail)) = rest.split_once(&end)
    {
        return format!("{head}{section}{tail}");
    }
    let mut shorter = name;
    while let Some((rest, _)) = shorter.rsplit_once('_') {
        shorter = rest;
        let (_, end) = marks(shorter);
        if let Some((head, tail)) = before.split_once(&end) {
            return format!("{head}{end}\n\n{section}{tail}");
        }
    }
    format!("{}\n\n{section}\n", before.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_its_own_place_and_leaves_the_others() {
        let first = placed("# R\n", "a", "one\n");
        assert_eq!(first, "# R\n\n<!-- begin a -->\none\n<!-- end a -->\n");
        let both = placed(&first, "b", "two\n");
        let again = placed(&both, "a", "three\n");
        assert_eq!(again, both.replace("one", "three"));
    }

    #[test]
    fn a_new_section_goes_behind_the_one_it_is_a_variant_of() {
        let both = placed(&placed("# R\n", "a_b", "one\n"), "c", "two\n");
        let all = placed(&both, "a_b_postgres_9", "three\n");
        let again = placed(&all, "a_b_postgres", "four\n");
        let order: Vec<_> = again.lines().filter_map(|it| it.strip_prefix("<!-- begin ")).collect();
        assert_eq!(order, ["a_b -->", "a_b_postgres -->", "a_b_postgres_9 -->", "c -->"]);
        assert_eq!(placed(&again, "c", "two\n"), again);
    }

    #[test]
    fn a_list_goes_on_in_a_part() {
        let (mut section, mut part) = (Section::begin("a", "b"), Section::default());
        section.item("c");
        part.item("d");
        section.append(part);
        assert_eq!(section.text, "## a: b\n\n* c\n* d\n");
    }

    #[test]
    fn a_table_follows_a_list() {
        let mut section = Section::begin("a", "b");
        section.item("c");
        section.item("d");
        section.table(&["e"], &[vec!["f".into()]]);
        assert_eq!(section.text, "## a: b\n\n* c\n* d\n\n| e |\n|---|\n| f |\n");
    }
}
