//! The signals of a server: some shut it down gracefully, and no other ends it.

use std::io::{self, IsTerminal as _};

use rustix::process::Signal;
use tokio::signal::unix::{SignalKind, signal};

/// Signals whose default ends the process without asking a server for anything: operators and log
/// rotators send them.
const HARMLESS: [Signal; 9] = [
    Signal::USR1,
    Signal::USR2,
    Signal::PIPE,
    Signal::ALARM,
    Signal::VTALARM,
    Signal::PROF,
    Signal::IO,
    Signal::XCPU,
    // A file that may not grow looks like a full disk to its writer.
    Signal::XFSZ,
];

/// Tells whether a terminal is connected: a server started in one ends with it.
fn has_terminal() -> bool {
    io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal()
}

/// Ignores the harmless signals from now on.
pub(super) fn stay() -> io::Result<()> {
    for harmless in HARMLESS {
        // A handler stays installed when its stream is dropped.
        drop(signal(SignalKind::from_raw(harmless.as_raw()))?);
    }
    if !has_terminal() {
        // Without a terminal, SIGHUP asks to reopen files, and none need be.
        drop(signal(SignalKind::hangup())?);
    }
    Ok(())
}

/// Completes when the process is told to stop: by `kill`, Ctrl-C, Ctrl-\, or its terminal's end.
pub(super) fn stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut quit = signal(SignalKind::quit())?;
    let has_terminal = has_terminal();
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = quit.recv() => {}
            _ = hangup.recv(), if has_terminal => {}
        }
        tracing::info!("stopping: running requests may finish");
    })
}
