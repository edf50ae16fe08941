//! The allowed dependencies between the workspace's crates.
//!
//! Cargo itself rejects cycles.

use super::tree::{Document, Finding, Tree};

/// Each crate of the server, with the crates that it may depend on.
const LAYERS: [(&str, &[&str]); 20] = [
    ("model", &[]),
    ("tls", &[]),
    ("meter", &[]),
    ("traces", &["meter"]),
    ("query", &["model"]),
    ("files", &["model", "tls"]),
    ("wire", &["model", "query"]),
    ("storage", &["model", "query", "tls", "meter"]),
    ("index", &["wire", "query", "model"]),
    ("app", &["storage", "files", "index", "wire", "query", "model", "meter"]),
    ("courier", &["app", "storage", "index", "wire", "query", "model", "tls", "traces"]),
    ("transfer", EDGE),
    ("http", &["app", "storage", "index", "wire", "query", "model", "meter", "traces"]),
    ("api", AUDIENCE),
    ("inbox", AUDIENCE),
    ("widget", AUDIENCE),
    ("pages", AUDIENCE),
    ("web", &["api", "inbox", "widget", "pages", "http", "app"]),
    ("metrics", &["http", "app", "storage", "model", "meter"]),
    (
        "server",
        &[
            "web", "metrics", "traces", "meter", "courier", "transfer", "http", "app", "storage",
            "files", "index", "wire", "query", "model", "tls",
        ],
    ),
];

/// The crates that the interface for one audience may depend on.
const AUDIENCE: &[&str] = &["http", "app", "wire", "query", "model"];

/// The crates that `transfer` may depend on.
const EDGE: &[&str] = &["app", "storage", "index", "wire", "query", "model", "meter"];

/// The crate that only tests use, and that may depend on all crates.
const TESTKIT: &str = "testkit";

/// The crates for tests and tools, with the packages that may depend on these crates outside of
/// tests.
const TOOLS: [(&str, &[&str]); 2] = [
    ("lab", &["benches", "conformance", "crates/testkit", "torture", "xtask"]),
    (TESTKIT, &["fuzz"]),
];

/// Each package that uses the server from outside, with the server's crates that it may import.
const OUTSIDERS: [(&str, &[&str]); 4] =
    [("benches", &["model"]), ("conformance", &[]), ("lab", &[]), ("torture", &[])];

/// Finds the dependencies that `LAYERS`, `TOOLS` and `OUTSIDERS` do not allow.
pub fn imports(tree: &Tree) -> Vec<Finding> {
    tree.manifests.iter().flat_map(of_manifest).collect()
}

fn of_manifest(manifest: &Document) -> Vec<Finding> {
    let Some(package) = manifest.path.strip_suffix("/Cargo.toml") else { return Vec::new() };
    let layer = package.strip_prefix("crates/").filter(|layer| *layer != TESTKIT);
    let mut tables = LAYERS.iter().map(|(name, may)| (format!("crates/{name}"), *may));
    let outsiders = OUTSIDERS.iter().map(|(name, may)| ((*name).to_owned(), *may));
    let may = tables.by_ref().chain(outsiders).find(|(name, _)| name == package).map(|it| it.1);
    if let (Some(layer), None) = (layer, may) {
        let what = format!("`{layer}` has no layer yet: give it one in xtask/src/tidy/layer.rs");
        return vec![Finding::new(&manifest.path, 1, what)];
    }
    let name = layer.unwrap_or(package);
    let finding = |(line, import): (usize, &str)| {
        let what = match TOOLS.iter().find(|(tool, _)| *tool == import) {
            Some((_, users)) => (!users.contains(&package))
                .then(|| format!("{import} is only for tests: move it to [dev-dependencies]")),
            None => may.filter(|may| !may.contains(&import)).map(|may| {
                let may = if may.is_empty() { "none".to_owned() } else { may.join(", ") };
                format!("`{name}` must not import `{import}` (may: {may}): move the code")
            }),
        };
        what.map(|what| Finding::new(&manifest.path, line, what))
    };
    dependencies(&manifest.text).into_iter().filter_map(finding).collect()
}

/// The workspace crates, without the prefix `deskbell-`, that a manifest depends on outside of
/// tests, with line numbers.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for (number, line) in (1..).zip(manifest.lines()) {
        let line = line.split('#').next().unwrap_or(line).trim();
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let (kind, name) = section.rsplit_once('.').unwrap_or((section, ""));
            let is_list = |section: &str| {
                let last = section.rsplit('.').next().unwrap_or(section);
                last == "dependencies" || last == "build-dependencies"
            };
            let is_workspace_list = section.starts_with("workspace.");
            is_inside = !is_workspace_list && (is_list(section) || is_list(kind));
            if is_inside && is_list(kind) {
                found.extend(internal(name).map(|name| (number, name)));
            }
        } else if is_inside {
            let renamed = line.split_once("package").and_then(|(_, rest)| rest.split('"').nth(1));
            let key = line.split(['.', '=', ' ']).next();
            found.extend(renamed.or(key).and_then(internal).map(|name| (number, name)));
        }
    }
    found
}

fn internal(name: &str) -> Option<&str> {
    name.trim_matches('"').strip_prefix("deskbell-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        let findings = imports(&Tree::of(&[(path, text)]));
        findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn dependencies_are_read_in_every_way_of_writing_them() {
        let text = r#"
            [package]
            name = "deskbell-x"
            [dependencies]
            deskbell-a.workspace = true
            b = { package = "deskbell-b", path = "../b" } # deskbell-no
            tokio = "1"
            [dependencies.deskbell-c]
            workspace = true
            [dev-dependencies]
            deskbell-d = { path = "../d" }
            [target.'cfg(unix)'.dependencies]
            "deskbell-e" = { workspace = true }
            [build-dependencies]
            deskbell-f.path = "f"
            [workspace.dependencies]
            deskbell-g = { path = "g" }"#;
        let names = dependencies(text);
        assert_eq!(names, [(5, "a"), (6, "b"), (8, "c"), (13, "e"), (15, "f")]);
    }

    #[test]
    fn imports_that_point_down_are_fine() {
        let text = "[dependencies]\ndeskbell-app.workspace = true\n[dev-dependencies]\n\
                    deskbell-testkit.workspace = true\n";
        assert_eq!(found("crates/http/Cargo.toml", text), []);
    }

    #[test]
    fn imports_that_point_up_or_aside_are_found() {
        let transfer = "[dependencies]\ndeskbell-transfer.workspace = true\n";
        let what = "`http` must not import `transfer` (may: app, storage, index, wire, query, \
                    model, meter, traces): move the code";
        assert_eq!(found("crates/http/Cargo.toml", transfer), [(2, what.to_owned())]);
        let wire = "[dependencies]\ndeskbell-wire.workspace = true\n";
        assert_eq!(found("crates/storage/Cargo.toml", wire).len(), 1);
        assert_eq!(found("crates/model/Cargo.toml", wire).len(), 1);
        assert_eq!(found("crates/app/Cargo.toml", wire).len(), 0);
    }

    #[test]
    fn testkit_outside_of_tests_is_found() {
        let text = "[dependencies]\ndeskbell-testkit.workspace = true\n";
        assert_eq!(found("crates/server/Cargo.toml", text).len(), 1);
        assert_eq!(found("conformance/Cargo.toml", text).len(), 1);
        assert_eq!(found("benches/Cargo.toml", text).len(), 1);
        assert_eq!(found("fuzz/Cargo.toml", text).len(), 0);
    }

    #[test]
    fn the_lab_is_for_tools_which_know_nothing_of_the_server() {
        let lab = "[dependencies]\ndeskbell-lab.workspace = true\n";
        assert_eq!(found("crates/app/Cargo.toml", lab).len(), 1);
        assert_eq!(found("torture/Cargo.toml", lab).len(), 0);
        assert_eq!(found("crates/testkit/Cargo.toml", lab).len(), 0);
        let storage = "[dependencies]\ndeskbell-storage.workspace = true\n";
        for outsider in ["benches", "conformance", "lab", "torture"] {
            assert_eq!(found(&format!("{outsider}/Cargo.toml"), storage).len(), 1, "{outsider}");
        }
        assert_eq!(found("fuzz/Cargo.toml", storage).len(), 0);
    }

    #[test]
    fn a_crate_without_a_layer_is_found() {
        assert_eq!(found("crates/new/Cargo.toml", "[dependencies]\n").len(), 1);
        assert_eq!(found("crates/testkit/Cargo.toml", "[dependencies]\n").len(), 0);
    }
}
