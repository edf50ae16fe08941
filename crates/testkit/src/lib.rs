//! The kit of the tests: databases of their own, a clock that tests turn, builders, a client.
//!
//! A fixture panics where a test would: nothing here runs outside tests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a fixture fails the test that uses it"
)]

pub mod answer;
pub mod client;
pub mod databases;
pub mod described;
pub mod dialogs;
pub mod fixture;
pub mod put;
pub mod receiver;
pub mod world;

pub use answer::Answer;
pub use deskbell_lab::target::{Reaction, Received, Target};
pub use deskbell_storage::Engine;
pub use fixture::{Test, block_on, run, run_both};
pub use receiver::Receiver;

/// Runs each test on SQLite and on PostgreSQL, in a database of its own.
#[macro_export]
macro_rules! engines {
    ($($(#[$meta:meta])* async fn $name:ident($t:ident: &Test) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn body($t: &$crate::Test) $body

            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, async |t: &$crate::Test| body(t).await);
            }

            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, async |t: &$crate::Test| body(t).await);
            }
        }
    )*};
}
