//! What signals do to a server: some stop it as it should stop, no other ends it.

use std::io::{self, IsTerminal as _};

use rustix::process::Signal;
use tokio::signal::unix::{SignalKind, signal};

/// Signals whose default would end the process, and that ask a server for nothing: operators and
/// programs that rotate logs send them.
const HARMLESS: [Signal; 9] = [
    Signal::USR1,
    Signal::USR2,
    Signal::PIPE,
    Signal::ALARM,
    Signal::VTALARM,
    Signal::PROF,
    Signal::IO,
    Signal::XCPU,
    // A file that may not grow is a full disk to whoever writes to it.
    Signal::XFSZ,
];

/// Whether somebody's terminal is at one of our ends: what was started in one ends with it.
fn has_terminal() -> bool {
    io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal()
}

/// Lets signals that ask for nothing do nothing, from now on.
pub(super) fn stay() -> io::Result<()> {
    for harmless in HARMLESS {
        // A handler stays when nobody listens to it any more.
        drop(signal(SignalKind::from_raw(harmless.as_raw()))?);
    }
    if !has_terminal() {
        // Nobody's terminal can go away: it is sent to have files opened anew, and none need be.
        drop(signal(SignalKind::hangup())?);
    }
    Ok(())
}

/// Done when the process is told to stop: by `kill`, Ctrl-C, Ctrl-\, or the end of its terminal.
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
