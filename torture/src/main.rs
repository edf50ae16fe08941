//! `cargo xtask torture`: kills, stops and cuts off real servers, and sends them invalid answers,
//! while many clients write. At the end, each acknowledged change must be stored once, in order,
//! and delivered to all followers and webhooks.
//!
//! There are three independent parts: `act` writes and keeps a journal, `faults` causes faults
//! according to the seed, `checks` reads the result through the public interface. No server crate
//! is linked.

mod act;
mod ask;
mod checks;
mod clients;
mod cluster;
mod disk;
mod expected;
mod failing;
mod failover;
mod faults;
mod feed;
mod figures;
mod fleet;
mod follow;
mod journal;
mod options;
mod people;
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

#[expect(clippy::disallowed_methods, reason = "how long a fault lasts is part of the fault")]
async fn pause(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Completes when the process receives a stop signal. Never completes if signals cannot be watched.
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
    // On a stop signal, dropping the run kills all servers, also stopped ones.
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
