//! The direction of imports: which crate of the workspace may depend on which.
//!
//! It must not know why a crate wants another; cargo itself refuses circles.

use super::tree::{Document, Finding, Tree};

/// Each crate below `crates/` with the crates it may depend on.
const LAYERS: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("query", &["model"]),
    ("wire", &["model", "query"]),
    ("storage", &["model", "query"]),
    ("index", &["wire", "query", "model"]),
    ("app", &["storage", "index", "wire", "query", "model"]),
    ("courier", EDGE),
    ("transfer", EDGE),
    ("http", EDGE),
    (
        "server",
        &["courier", "transfer", "http", "app", "storage", "index", "wire", "query", "model"],
    ),
];

/// What the crates at the edge may use: everything below, but not one another.
const EDGE: &[&str] = &["app", "storage", "index", "wire", "query", "model"];

/// The crate that is only for tests. It may use everything.
const TESTKIT: &str = "testkit";

/// Outside of `crates/`, the packages that may depend on testkit.
const TOOLS: [&str; 3] = ["benches/Cargo.toml", "fuzz/Cargo.toml", "torture/Cargo.toml"];

/// Imports point one way, and testkit stays in tests.
pub fn imports(tree: &Tree) -> Vec<Finding> {
    tree.manifests.iter().flat_map(of_manifest).collect()
}

fn of_manifest(manifest: &Document) -> Vec<Finding> {
    let layer = manifest.path.strip_prefix("crates/").and_then(|p| p.strip_suffix("/Cargo.toml"));
    if layer == Some(TESTKIT) {
        return Vec::new();
    }
    let allowed = layer.map(|layer| LAYERS.iter().find(|(name, _)| *name == layer));
    if let (Some(layer), Some(None)) = (layer, allowed) {
        let what = format!("`{layer}` has no layer yet: give it one in xtask/src/tidy/layer.rs");
        return vec![Finding::new(&manifest.path, 1, what)];
    }
    let mut findings = Vec::new();
    for (line, name) in dependencies(&manifest.text) {
        let what = if name == TESTKIT {
            (!TOOLS.contains(&manifest.path.as_str()))
                .then(|| "testkit is only for tests: move it to [dev-dependencies]".to_owned())
        } else {
            allowed.flatten().filter(|(_, allowed)| !allowed.contains(&name)).map(
                |(layer, allowed)| {
                    let allowed =
                        if allowed.is_empty() { "none".to_owned() } else { allowed.join(", ") };
                    format!("`{layer}` must not import `{name}` (may: {allowed}): move the code")
                },
            )
        };
        findings.extend(what.map(|what| Finding::new(&manifest.path, line, what)));
    }
    findings
}

/// The lines and names, without `deskbell-`, of the workspace's crates a manifest depends on
/// outside of tests.
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
                    model): move the code";
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
        assert_eq!(found("benches/Cargo.toml", text).len(), 0);
        assert_eq!(found("fuzz/Cargo.toml", text).len(), 0);
    }

    #[test]
    fn a_crate_without_a_layer_is_found() {
        assert_eq!(found("crates/new/Cargo.toml", "[dependencies]\n").len(), 1);
        assert_eq!(found("crates/testkit/Cargo.toml", "[dependencies]\n").len(), 0);
    }
}
