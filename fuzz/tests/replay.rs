//! Runs every input below `corpus` and `regressions` through its target.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use deskbell_fuzz::TARGETS;

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(kind)
}

/// The paths in a folder, sorted; empty if the folder does not exist.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_input_that_is_kept_passes() {
    let mut failed = Vec::new();
    for target in TARGETS {
        let mut run = (target.start)();
        for kind in ["corpus", "regressions"] {
            for path in entries(&folder(kind).join(target.name)) {
                let input = fs::read(&path).unwrap();
                // The panic was already printed; the file's path is reported at the end.
                if catch_unwind(AssertUnwindSafe(|| run(&input))).is_err() {
                    failed.push(path);
                }
            }
        }
    }
    assert!(failed.is_empty(), "these inputs fail: {failed:#?}");
}

#[test]
fn every_target_has_first_inputs_and_every_folder_a_target() {
    let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    let of = |kind| -> Vec<_> {
        let folders = entries(&folder(kind)).into_iter();
        folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(of("corpus"), names);
    for name in &names {
        assert!(!entries(&folder("corpus").join(name)).is_empty(), "{name}");
    }
    for name in of("regressions") {
        assert!(names.contains(&name.as_str()), "{name}");
    }
}
