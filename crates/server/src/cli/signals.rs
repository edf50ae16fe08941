//! The signals of the process: signals that stop the process, and signals that a server ignores.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::process::Signal;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use super::Failure;

/// The signals that a server ignores, although they would end a process by default. Operators and
/// log rotators send these signals without the intention to stop a server.
const HARMLESS: [Signal; 9] = [
    Signal::USR1,
    Signal::USR2,
    Signal::PIPE,
    Signal::ALARM,
    Signal::VTALARM,
    Signal::PROF,
    Signal::IO,
    Signal::XCPU,
    // With this signal ignored, a write beyond the file size limit fails like one to a full disk.
    Signal::XFSZ,
];

/// Tells whether the process has a terminal. A server with a terminal ends when the terminal
/// closes.
fn has_terminal() -> bool {
    io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal()
}

/// Makes the process ignore the signals in `HARMLESS` from now on.
pub(super) fn stay() -> io::Result<()> {
    for harmless in HARMLESS {
        // The handler stays installed when its stream is dropped.
        drop(signal(SignalKind::from_raw(harmless.as_raw()))?);
    }
    if !has_terminal() {
        // Without a terminal, SIGHUP means that files should be reopened; no file needs this.
        drop(signal(SignalKind::hangup())?);
    }
    Ok(())
}

/// The message after a signal stopped a command that left no files.
pub(super) const STOPPED: &str = "stopped: nothing was written";

/// A flag that is set when a signal asks the process to stop, for work that checks the flag
/// repeatedly. Clones share the flag.
#[derive(Clone, Debug)]
pub(super) struct Stopping {
    asked: Arc<AtomicBool>,
    _listening: Arc<JoinSet<()>>,
}

impl Stopping {
    /// Begins to listen to the signals that stop the process.
    pub(super) fn new() -> Result<Self, Failure> {
        let stop = stop().map_err(|error| Failure::Failed(error.to_string()))?;
        let asked = Arc::<AtomicBool>::default();
        let set = Arc::clone(&asked);
        let mut listening = JoinSet::new();
        listening.spawn(async move {
            stop.await;
            set.store(true, Ordering::Relaxed);
        });
        Ok(Self { asked, _listening: Arc::new(listening) })
    }

    /// Tells whether a signal to stop came.
    pub(super) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

/// Completes when the process should stop: by `kill`, Ctrl-C, Ctrl-\, or the end of its terminal.
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
    })
}
