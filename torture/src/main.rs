//! `cargo xtask torture`: real servers are killed, stopped, cut off and lied to while many write;
//! at the end each acknowledged change must be stored once, in order, and delivered everywhere.
//!
//! Three sides that know nothing of one another: `act` writes and keeps a journal, `faults` does
//! what the seed says, `checks` reads the result through the public interface. The server is
//! tortured from outside, as its users meet it: no crate of it is known here.

mod act;
mod ask;
mod checks;
mod clients;
mod cluster;
mod disk;
mod expected;
mod failover;
mod faults;
mod feed;
mod figures;
mod fleet;
mod follow;
mod journal;
mod options;
mod program;
mod run;
mod settle;
mod takeover;
mod targets;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use deskbell_lab::say;
use tokio::signal::unix::{SignalKind, signal};

/// Lets time pass in which others act: a fault lasts, or a poll waits for its next look.
#[expect(clippy::disallowed_methods, reason = "how long a fault lasts is part of the fault")]
async fn pause(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Returns when the process receives a stop signal; never when signals cannot be watched.
async fn told_to_stop() {
    let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    let (Ok(mut terminate), Ok(mut interrupt)) = (terminate, interrupt) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

fn main() -> ExitCode {
    let options = options::Options::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say::talk(format!("no runtime: {error}"));
            return ExitCode::FAILURE;
        }
    };
    // A stop signal kills the servers on the way out, sleeping ones too.
    let outcome = runtime.block_on(async {
        tokio::select! {
            outcome = run::run(&options) => outcome,
            () = told_to_stop() => Err("stopped".to_owned()),
        }
    });
    match outcome {
        Ok(figures) => {
            figures.print();
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            say::talk(format!("torture: {sentence}"));
            ExitCode::FAILURE
        }
    }
}
