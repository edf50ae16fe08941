//! The messages to the service manager, in the protocol of systemd: the server is ready, is
//! running, or is stopping. Without a service manager no messages are sent.

use std::time::Duration;

use sd_notify::{NotifyState, notify, watchdog_enabled};
use tokio::time::{MissedTickBehavior, interval};

/// The shortest pause between two watchdog messages.
const PAUSE_LEAST: Duration = Duration::from_millis(10);

/// Reports that the server answers requests.
pub(crate) fn ready() {
    tell(NotifyState::Ready);
}

/// Reports that the server is stopping.
pub(crate) fn stopping() {
    tell(NotifyState::Stopping);
}

/// Sends watchdog messages, two in each watchdog interval of the service manager. Ends at once if
/// the service manager has no watchdog.
pub(crate) async fn watchdog() {
    let Some(within) = watchdog_enabled() else { return };
    let mut ticks = interval((within / 2).max(PAUSE_LEAST));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        tell(NotifyState::Watchdog);
    }
}

fn tell(state: NotifyState<'_>) {
    if let Err(error) = notify(&[state]) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}
