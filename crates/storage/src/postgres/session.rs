//! The settings of a session on PostgreSQL. The settings are made after connecting, since poolers
//! refuse start-up parameters.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::doubt::Doubt;
use crate::limits::TRANSACTION_IDLE_MS;
use crate::meters::StorageMeters;
use crate::options::Pooling;

/// The additional wait for an answer after the deadline of a statement.
const PATIENCE: Duration = Duration::from_secs(2);

/// The settings of a pool's sessions.
#[derive(Debug)]
pub(crate) struct Session {
    /// The longest wait for the server's answer, which is longer than a statement's deadline.
    pub(super) patience: Duration,
    /// The latest time at which the server was found to have changed, which all pools of the server
    /// share.
    pub(super) doubt: Doubt,
    pub(super) pooling: Pooling,
    /// The number of times that statements were sent and answered; preparing statements does not
    /// count.
    pub(super) round_trips: AtomicU64,
    /// The measurements to which the run time of each statement is added.
    pub(super) meters: Arc<StorageMeters>,
    /// The statements that set up a new session; empty when a pooler shares sessions.
    pub(super) after_connecting: String,
    /// The statements that follow the BEGIN of each transaction.
    after_begin: String,
}

impl Session {
    /// Creates settings with `statement_ms` as the deadline of a statement. `settings` has further
    /// settings, each in the form `name = value`.
    pub(super) fn new(
        statement_ms: u64,
        settings: &[&str],
        pooling: Pooling,
        doubt: Doubt,
        meters: Arc<StorageMeters>,
    ) -> Self {
        let own = [
            format!("statement_timeout = {statement_ms}"),
            // A client that vanished must not keep a head locked or a statement running.
            format!("idle_in_transaction_session_timeout = {TRANSACTION_IDLE_MS}"),
            // Statements outside a transaction have no BEGIN to set the isolation level.
            "default_transaction_isolation = 'read committed'".to_owned(),
        ];
        let all = || own.iter().map(String::as_str).chain(settings.iter().copied());
        let (mut after_connecting, mut after_begin) = (String::new(), String::new());
        match pooling {
            Pooling::Session => {
                all().for_each(|it| after_connecting += &format!("SET {it}; "));
            }
            Pooling::Transaction => {
                all().for_each(|it| after_begin += &format!("; SET LOCAL {it}"));
            }
        }
        let patience = Duration::from_millis(statement_ms) + PATIENCE;
        let round_trips = AtomicU64::new(0);
        Self { patience, doubt, pooling, round_trips, meters, after_connecting, after_begin }
    }

    pub(super) fn begin(&self, sql: &'static str) -> Cow<'static, str> {
        match self.after_begin.is_empty() {
            true => Cow::Borrowed(sql),
            false => Cow::Owned(format!("{sql}{}", self.after_begin)),
        }
    }
}
