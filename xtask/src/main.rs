//! `cargo xtask`: the tasks of the workspace, such as tests and benches.
//!
//! This file parses the command line and maps outcomes to exit codes: 0 done, 1 failed, 2 wrong
//! usage. It must not know how a task works.

mod bench;
mod book;
mod cargo_tool;
mod deny;
mod fuzz;
mod openapi;
mod packages;
mod pages;
mod postgres;
mod program;
mod release;
mod test;
mod tidy;
mod tools;
mod torture;
mod web;
mod workspace;

use std::process::ExitCode;

use deskbell_lab::say;
use workspace::Workspace;

const USAGE: &str = "\
Tasks of the Deskbell workspace

Usage: cargo xtask COMMAND

Commands:
  test [--quick]  Everything that has to hold: format, style, lints, links of comments,
                  dependencies and all tests, on SQLite and on a throw-away PostgreSQL. --quick
                  leaves out clippy, docs and deny
  tidy            Check the rules of style and layering that compilers do not know
  deny            Check licences, sources, bans and known vulnerabilities of the dependencies with
                  cargo-deny: of the database that `cargo deny fetch db` has brought, or else of
                  xtask/advisories
  openapi         Write openapi.json, the description of the REST API
  web             Build the pages of agents and visitors with Node, from web/ into web/dist
  pages [WORD…]   Test the pages in browsers, on both engines: all, or the files of web/e2e whose
                  names contain a word
  tools           Install the programs in Python that tests start, into target/tools
  book            Build the documentation as pages, in target/book
  release [--binary PATH]
                  Build everything that is delivered, in target/release-files: the program with its
                  SBOM, the package for Debian, the image, and their checksums; --binary packs a
                  program that was built before
  packages [deb|image|units|upgrade]… [--from PATH]
                  Install, update and remove the package of target/release-files in a new Debian,
                  start the image, run the units under systemd, and upgrade under load: all, or
                  what is named; --from names the program from which upgrades begin
  bench [NAME [OPTION…]]…
                  Build what is delivered and run these benches, each with the options behind its
                  name; without a name, list them
  torture [--engine sqlite|postgres] [--cycles N] [--nodes N] [--seed S] [--clients N]
          [--server PATH]
                  Kill, stop and cut off servers while many write, on a printed seed, and check
                  that nothing was lost or doubled; --help says more
  fuzz [TARGET] [--seconds N]
                  Let libFuzzer look for inputs that break a promise of this target of `fuzz/`,
                  or of each in turn, for so many seconds each (60)

Environment:
  DESKBELL_TEST_POSTGRES  URL of a PostgreSQL server to use instead of a throw-away one
  DESKBELL_PG_BIN         folder of PostgreSQL's server programs (initdb, postgres, pg_ctl)
  DESKBELL_CHROMIUM, DESKBELL_FIREFOX
                          the browsers' programs, if they are not in PATH
  DESKBELL_TRANSCRIPTS    a file of dialogs (.ndjson.gz) for the tests that import some
  DESKBELL_ADVISORIES     a folder with RustSec's database of known vulnerabilities, such as a copy
                          of ~/.cargo/advisory-dbs after `cargo deny fetch db`
  CXX                     the C++ compiler that builds libFuzzer (c++)
";

/// The error of a task.
enum Failure {
    /// An invalid command line, with the reason.
    Usage(String),
    /// A failed task, with the failed step and the remedy.
    Failed(String),
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Failed(sentence)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match task(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(sentence)) => {
            say::talk(format!("{sentence}\n\n{USAGE}"));
            ExitCode::from(2)
        }
        Err(Failure::Failed(sentence)) => {
            say::talk(format!("xtask: {sentence}"));
            ExitCode::FAILURE
        }
    }
}

fn task(arguments: &[&str]) -> Result<(), Failure> {
    let workspace = Workspace::here();
    match arguments {
        [] => Err(Failure::Usage("A command is missing.".to_owned())),
        ["torture", words @ ..] => Ok(torture::run(&workspace, words)?),
        ["help" | "-h" | "--help", ..] | [_, "-h" | "--help"] => {
            say::data(USAGE.trim_end());
            Ok(())
        }
        ["test"] => Ok(test::run(&workspace, test::Extent::Full)?),
        ["test", "--quick"] => Ok(test::run(&workspace, test::Extent::Quick)?),
        ["tidy"] => Ok(tidy::run(&workspace)?),
        ["deny"] => Ok(deny::run(&workspace)?),
        ["openapi"] => Ok(openapi::run(&workspace)?),
        ["book"] => Ok(book::run(&workspace)?),
        ["release", words @ ..] => release::run(&workspace, words),
        ["packages", words @ ..] => packages::run(&workspace, words),
        ["tools"] => Ok(tools::run(&workspace)?),
        ["web"] => Ok(web::build(&workspace)?),
        ["pages", words @ ..] => Ok(pages::run(&workspace, words)?),
        ["bench", words @ ..] => bench::run(&workspace, words),
        ["fuzz", words @ ..] => fuzz::run(&workspace, words),
        ["test" | "tidy" | "deny" | "openapi" | "book" | "tools" | "web", rest @ ..] => {
            Err(Failure::Usage(format!("This command does not take `{}`.", rest.join(" "))))
        }
        [unknown, ..] => Err(Failure::Usage(format!("There is no command `{unknown}`."))),
    }
}
