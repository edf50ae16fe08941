//! `cargo xtask book`: builds the documentation as pages with mdBook, in `target/book/pages`.
//!
//! The pages have the same relative paths as their sources, so that relative links work in pages
//! and sources. This module must not know the content of the pages.

mod links;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use deskbell_lab::say;

use crate::cargo_tool::CargoTool;
use crate::program;
use crate::workspace::Workspace;

const MDBOOK: CargoTool = CargoTool {
    name: "mdbook",
    version: "0.5.4",
    options: &["--no-default-features", "--features", "search"],
};

/// The files and folders that are the sources of pages, or the targets of links.
const PARTS: [&str; 17] = [
    "docs",
    "examples",
    "packaging",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "benches/README.md",
    "benches/plots",
    "benches/RESULTS.md",
    "crates/server/src/config.default.toml",
    "openapi.json",
    "web/e2e/README.md",
    "web/e2e/harness/test.ts",
    "xtask/advisories/README.md",
];
const SUMMARY: &str = "docs/SUMMARY.md";
/// The line of the summary below which the decisions are listed.
const DECISIONS: &str = "](adr/README.md)";
/// The page at the root. Replaces mdBook's copy of the first page, because the links of this copy
/// would be wrong.
const INDEX: &str = "<!doctype html><meta charset=\"utf-8\"><title>Deskbell</title>\
    <meta http-equiv=\"refresh\" content=\"0; url=docs/README.html\">\
    <a href=\"docs/README.html\">Deskbell</a>\n";

/// Builds the pages. Fails when mdBook warns, when a page is not in the summary, or when a link is
/// broken.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let mdbook = mdbook(workspace)?;
    let folder = workspace.root.join("target/book");
    let sources = folder.join("src");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let paths = paths(workspace)?;
    for path in &paths {
        copy(&workspace.root.join(path), &sources.join(path))?;
    }
    copy(&workspace.root.join("docs/book.toml"), &folder.join("book.toml"))?;
    let summary = summary(&read(&workspace.root.join(SUMMARY))?, &paths, |path| {
        read(&workspace.root.join(path))
    })?;
    let missing = unlisted(&summary, &paths);
    if !missing.is_empty() {
        return Err(format!("{SUMMARY} does not list {}", missing.join(", ")));
    }
    write(&sources.join("SUMMARY.md"), &summary)?;
    let mut build = workspace.command(mdbook);
    let built = build.arg("build").arg(&folder).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&built.stderr);
    say::talk(said.trim_end());
    if !built.status.success() || said.contains("WARN") || said.contains("ERROR") {
        return Err("mdBook is not content with the pages".to_owned());
    }
    let pages = folder.join("pages");
    write(&pages.join("index.html"), INDEX)?;
    let broken = links::broken(&pages)?;
    broken.iter().for_each(say::data);
    if !broken.is_empty() {
        return Err(format!("{} links lead nowhere", broken.len()));
    }
    say::talk(format!("the book: {}", pages.join("index.html").display()));
    Ok(())
}

/// Returns the path of mdBook. Builds mdBook, which takes minutes, unless `cargo xtask tools` has
/// installed the program.
fn mdbook(workspace: &Workspace) -> Result<PathBuf, String> {
    let installed = workspace.root.join("target/tools/api/bin/mdbook");
    if installed.is_file() { Ok(installed) } else { MDBOOK.obtain(workspace) }
}

/// The paths of the files that are sources of pages or targets of links, relative to the
/// workspace's root.
fn paths(workspace: &Workspace) -> Result<Vec<String>, String> {
    let mut git = workspace.command("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]).args(PARTS);
    let listed = program::output(&mut git)?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let is_part = |path: &&str| !path.is_empty() && *path != SUMMARY;
    let there = listed.split('\0').filter(is_part);
    Ok(there.filter(|path| workspace.root.join(path).is_file()).map(str::to_owned).collect())
}

/// Returns the summary, with links relative to the workspace's root and a line for each decision.
fn summary(
    text: &str,
    paths: &[String],
    read: impl Fn(&str) -> Result<String, String>,
) -> Result<String, String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some((before, target)) = line.rsplit_once("](") else {
            lines.push(line.to_owned());
            continue;
        };
        let target = match target.strip_prefix("../") {
            Some(target) => target.to_owned(),
            None => format!("docs/{target}"),
        };
        lines.push(format!("{before}]({target}"));
        if !line.ends_with(DECISIONS) {
            continue;
        }
        let indent = line.len() - line.trim_start().len() + 4;
        let is_decision = |path: &&String| path.starts_with("docs/adr/0");
        for path in paths.iter().filter(is_decision) {
            let page = read(path)?;
            let title = page.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
            lines.push(format!("{:indent$}- [{title}]({path})", ""));
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// The pages that the summary does not list.
fn unlisted(summary: &str, paths: &[String]) -> Vec<String> {
    let listed: BTreeSet<&str> =
        summary.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let pages = paths.iter().filter(|path| path.ends_with(".md"));
    pages.filter(|path| !listed.contains(path.as_str())).cloned().collect()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let folder = to.parent().unwrap_or(Path::new("/"));
    let copied = fs::create_dir_all(folder).and_then(|()| fs::copy(from, to));
    copied.map(drop).map_err(|error| format!("{} → {}: {error}", from.display(), to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_has_paths_from_the_root_and_all_decisions() {
        let paths = ["docs/adr/0001-a.md", "docs/adr/README.md", "docs/x.md", "docs/y.md"];
        let paths = paths.map(str::to_owned);
        let text = "# A\n\n- [X](x.md)\n- [R](../README.md)\n  - [D](adr/README.md)\n";
        let made = summary(text, &paths, |_| Ok("# 1. Why\n\ntext".to_owned())).expect("pages");
        let expected = "# A\n\n- [X](docs/x.md)\n- [R](README.md)\n  \
                        - [D](docs/adr/README.md)\n      - [1. Why](docs/adr/0001-a.md)\n";
        assert_eq!(made, expected);
        assert_eq!(unlisted(&made, &paths), ["docs/y.md"]);
    }
}
