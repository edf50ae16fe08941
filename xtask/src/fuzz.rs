//! `cargo xtask fuzz`: builds the targets of `fuzz/` with libFuzzer and searches for failing
//! inputs.
//!
//! The stable toolchain suffices, because an LLVM pass adds the instrumentation. This file must not
//! know the content of a target.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use deskbell_lab::process;

use crate::workspace::Workspace;
use crate::{Failure, program, say};

/// The default time per target, in seconds.
const SECONDS: u32 = 60;

/// The compiler flags of libFuzzer's instrumentation (edges and compared values), and the `cfg` for
/// crates that adapt to fuzzing.
const COVERAGE: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "--cfg=fuzzing",
];

/// The options of libFuzzer: an input that takes ten seconds or two gigabytes counts as a failure.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"];

/// Fuzzes the named target, or all targets in turn. Fails before the build if the command line is
/// invalid, and at the first failing input. The error has the input's path and the command that
/// replays the input.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), Failure> {
    let folder = workspace.root.join("fuzz");
    let known = names(&folder.join("corpus"));
    let Wanted { target, seconds } = Wanted::read(words)?;
    if let Some(name) = target.filter(|name| !known.iter().any(|known| known == name)) {
        let sentence = format!("There is no target `{name}`, only {}.", known.join(", "));
        return Err(Failure::Usage(sentence));
    }
    find_compiler()?;
    let fuzzer = build(workspace)?;
    for name in known.iter().filter(|name| target.is_none_or(|target| target == name.as_str())) {
        say::talk(format!("==> {name}, {seconds} s"));
        attack(workspace, &fuzzer, name, seconds)?;
    }
    Ok(())
}

/// The parsed command line of `cargo xtask fuzz`.
#[derive(Debug, PartialEq, Eq)]
struct Wanted<'a> {
    target: Option<&'a str>,
    seconds: u32,
}

impl<'a> Wanted<'a> {
    fn read(words: &[&'a str]) -> Result<Self, Failure> {
        let mut wanted = Self { target: None, seconds: SECONDS };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if *word == "--seconds" {
                let number = words.next().and_then(|it| it.parse().ok()).filter(|it| *it > 0);
                wanted.seconds = number
                    .ok_or(Failure::Usage("`--seconds` takes a whole number from 1.".to_owned()))?;
            } else if word.starts_with('-') || wanted.target.is_some() {
                let sentence = format!("`fuzz` takes one target and --seconds, not `{word}`.");
                return Err(Failure::Usage(sentence));
            } else {
                wanted.target = Some(word);
            }
        }
        Ok(wanted)
    }
}

/// Checks that a C++ compiler exists, since libFuzzer is built from C++ source.
fn find_compiler() -> Result<(), String> {
    let is_there = match env::var("CXX") {
        Ok(name) => Path::new(&name).is_file() || process::find(&name).is_some(),
        Err(_) => process::find("c++").is_some(),
    };
    let missing = "libFuzzer needs a C++ compiler, and there is none: install g++ or clang, or \
                   name one in CXX";
    is_there.then_some(()).ok_or_else(|| missing.to_owned())
}

/// Builds the fuzzer. The first build takes minutes, since all crates are instrumented.
fn build(workspace: &Workspace) -> Result<PathBuf, String> {
    let version = program::output(workspace.command("rustc").arg("-vV"))?;
    let version = String::from_utf8_lossy(&version);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("`rustc -vV` names no host")?;
    let flags = COVERAGE.join("\u{1f}");
    let package = ["build", "-p", "deskbell-fuzz", "--features", "libfuzzer"];
    // With an explicit target, cargo does not apply the flags to build scripts.
    let form = ["--bin", "libfuzzer", "--profile", "fuzz", "--target", host];
    let environment = vec![("CARGO_ENCODED_RUSTFLAGS", flags.into())];
    workspace.cargo(&[&package[..], &form].concat(), &environment)?;
    Ok(workspace.target().join(host).join("fuzz/libfuzzer"))
}

/// Runs the fuzzer on one target. The corpus is stored in the build folder. A failing input is
/// saved in `fuzz/regressions`, which the tests read.
fn attack(workspace: &Workspace, fuzzer: &Path, name: &str, seconds: u32) -> Result<(), String> {
    let learned = workspace.target().join("fuzzing").join(name);
    let scratch = workspace.target().join("fuzzing/tmp");
    let found = workspace.root.join("fuzz/regressions").join(name);
    // An interrupted run may have left a database.
    let _ = fs::remove_dir_all(&scratch);
    for folder in [&learned, &scratch, &found] {
        fs::create_dir_all(folder)
            .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    }
    let before = names(&found);
    let mut run = workspace.command(fuzzer);
    run.env("DESKBELL_FUZZ_TARGET", name).env("TMPDIR", &scratch).args(LIMITS);
    run.arg(format!("-max_total_time={seconds}"));
    run.arg(format!("-artifact_prefix={}/", found.display()));
    run.arg(&learned).arg(workspace.root.join("fuzz/corpus").join(name)).arg(&found);
    let outcome = program::run(&run);
    let _ = fs::remove_dir_all(&scratch);
    // Removes the folder if it is empty.
    let _ = fs::remove_dir(&found);
    let new: Vec<_> = names(&found).into_iter().filter(|it| !before.contains(it)).collect();
    outcome.map_err(|cause| match &new[..] {
        [] => cause,
        new => format!(
            "`{name}` has broken a promise: see above. The input is fuzz/regressions/{name}/{}; \
             `cargo test -p deskbell-fuzz` replays it, and keeps it as a test",
            new.join(", ")
        ),
    })
}

/// The names of the entries of a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_and_seconds_are_read_in_any_order() {
        for (words, target, seconds) in [
            (&[][..], None, 60),
            (&["query"][..], Some("query"), 60),
            (&["query", "--seconds", "5"][..], Some("query"), 5),
            (&["--seconds", "5", "query"][..], Some("query"), 5),
        ] {
            let read = Wanted::read(words).ok();
            assert_eq!(read, Some(Wanted { target, seconds }), "{words:?}");
        }
    }

    #[test]
    fn words_that_make_no_sense_are_refused() {
        for words in [
            &["a", "b"][..],
            &["--fast"][..],
            &["--seconds"][..],
            &["--seconds", "0"][..],
            &["--seconds", "-1"][..],
        ] {
            assert!(matches!(Wanted::read(words), Err(Failure::Usage(_))), "{words:?}");
        }
    }
}
