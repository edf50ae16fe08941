//! What signals do to a server: some stop it as it should stop, no other ends it.

use std::io;

use rustix::process::Signal;
use tokio::signal::unix::{SignalKind, signal};

use super::print;

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

/// Lets signals that ask for nothing do nothing, from now on.
pub(super) fn stay() -> io::Result<()> {
    for harmless in HARMLESS {
        // A handler stays when nobody listens to it any more.
        drop(signal(SignalKind::from_raw(harmless.as_raw()))?);
    }
    if !print::is_terminal() {
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
    let is_terminal = print::is_terminal();
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = quit.recv() => {}
            _ = hangup.recv(), if is_terminal => {}
        }
        tracing::info!("stopping: running requests may finish");
    })
}
