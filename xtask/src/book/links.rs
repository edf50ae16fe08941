//! The links of built pages: a link must lead to an existing file and, with a fragment, to an
//! existing heading.
//!
//! This module must not know how the pages are built.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The files whose links are not relative to their own path.
const APART: [&str; 2] = ["404.html", "toc.html"];

/// Returns the broken links of all pages of a folder, as `page: link`.
pub fn broken(folder: &Path) -> Result<Vec<String>, String> {
    let mut pages = BTreeMap::new();
    collect(folder, folder, &mut pages)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut broken = BTreeSet::new();
    for (path, text) in &pages {
        if APART.iter().any(|apart| path.ends_with(apart)) {
            continue;
        }
        for link in ["href", "src"].iter().flat_map(|name| values(text, name)) {
            if !is_kept(folder, &pages, path, link) {
                broken.insert(format!("{}: {link}", path.display()));
            }
        }
    }
    Ok(broken.into_iter().collect())
}

/// Returns whether the target of a link exists. URLs outside of the folder count as existing.
fn is_kept(folder: &Path, pages: &BTreeMap<PathBuf, String>, page: &Path, link: &str) -> bool {
    if link.contains(':') {
        return true;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match path {
        "" => page.to_owned(),
        _ => resolved(page.parent().unwrap_or(Path::new("")), path),
    };
    match pages.get(&target) {
        Some(text) => anchor.is_empty() || values(text, "id").any(|id| id == anchor),
        None => folder.join(target).is_file(),
    }
}

fn resolved(folder: &Path, path: &str) -> PathBuf {
    let mut target = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            Component::Normal(name) => target.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    target
}

/// The values of every attribute with this name in a text.
fn values<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let start = format!(" {name}=\"");
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.split_once(start.as_str())?.1;
        rest.split_once('"').map(|(value, _)| value)
    })
}

fn collect(
    root: &Path,
    folder: &Path,
    pages: &mut BTreeMap<PathBuf, String>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, pages)?;
        } else if path.extension().is_some_and(|end| end == "html") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_owned();
            pages.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_headings_and_urls() {
        let pages = BTreeMap::from([
            (PathBuf::from("a/one.html"), "<h2 id=\"x\">".to_owned()),
            (PathBuf::from("two.html"), String::new()),
        ]);
        let kept = |link| is_kept(Path::new("/nowhere"), &pages, Path::new("a/one.html"), link);
        for link in ["", "#x", "one.html#x", "../two.html", "https://example.com/y#z"] {
            assert!(kept(link), "{link}");
        }
        for link in ["#y", "two.html", "../two.html#x", "../docs", "three.html"] {
            assert!(!kept(link), "{link}");
        }
    }
}
