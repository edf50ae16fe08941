//! The `deskbell` binary: parses the command line, runs the command, and exits with its code.

mod boot;
mod cli;
mod config;
mod lines;
mod telemetry;
mod traces;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    telemetry::tell_panics();
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return left(cli::print::answer(&answer)),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(cli::run(cli)),
        Err(error) => Err(cli::Failure::Failed(format!("the runtime could not start: {error}"))),
    };
    left(outcome.map(|()| ExitCode::SUCCESS))
}

/// Prints a failure, waits for the output, and gives the exit code.
fn left(outcome: Result<ExitCode, cli::Failure>) -> ExitCode {
    let code = outcome.and_then(|code| cli::print::all_said().map(|()| code));
    let code = code.unwrap_or_else(|failure| {
        cli::print::talk(&format!("deskbell: {failure}"));
        failure.exit_code()
    });
    cli::print::finish();
    code
}
