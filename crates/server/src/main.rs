//! The `deskbell` binary: parses the command line, runs the command, and exits with the command's
//! exit code.

mod boot;
mod cli;
mod config;
mod lines;
mod listeners;
mod log_file;
#[cfg(not(feature = "otlp"))]
mod no_traces;
mod service_manager;
mod telemetry;
#[cfg(feature = "otlp")]
mod traces;
mod version;

use std::process::ExitCode;

use clap::Parser as _;
use listenfd::ListenFd;
#[cfg(not(feature = "otlp"))]
use no_traces as traces;

fn main() -> ExitCode {
    telemetry::tell_panics();
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return left(cli::print::answer(&answer)),
    };
    // This reads and clears variables of the environment, so it comes before all threads.
    let passed = ListenFd::from_env();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(cli::run(cli, passed)),
        Err(error) => Err(cli::Failure::Failed(format!("the runtime could not start: {error}"))),
    };
    left(outcome.map(|()| ExitCode::SUCCESS))
}

/// Prints the failure of a command, if any, waits for the output, and returns the exit code.
fn left(outcome: Result<ExitCode, cli::Failure>) -> ExitCode {
    let code = outcome.and_then(|code| cli::print::all_said().map(|()| code));
    let code = code.unwrap_or_else(|failure| {
        let priority = telemetry::priority(tracing::Level::ERROR);
        cli::print::complain(&format!("{priority}deskbell: {failure}"));
        failure.exit_code()
    });
    cli::print::finish();
    telemetry::finish();
    code
}
