//! The binary `deskbell`: reads the command line, and leaves with its exit code.

mod boot;
mod cli;
mod config;
mod telemetry;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(cli::run(cli)),
        Err(error) => Err(cli::Failure::Failed(format!("the runtime could not start: {error}"))),
    };
    match outcome.and_then(|()| cli::print::all_said()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            cli::print::talk(&format!("deskbell: {failure}"));
            failure.exit_code()
        }
    }
}
