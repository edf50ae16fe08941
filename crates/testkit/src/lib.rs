//! The test kit: databases, a controlled clock, fixtures and clients.
//!
//! Fixtures panic on errors, since this code runs only in tests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a fixture fails the test that uses it"
)]

pub mod browser;
pub mod client;
pub mod databases;
pub mod described;
pub mod dialogs;
pub mod fixture;
pub mod objects;
pub mod put;
pub mod receiver;
pub mod response;
pub mod socket_server;
pub mod variables;
pub mod visitor;
pub mod world;

pub use browser::Browser;
pub use deskbell_lab::target::{Reaction, Received, Target};
pub use deskbell_storage::Engine;
pub use fixture::{Test, block_on, run, run_both};
pub use receiver::Receiver;
pub use response::Answer;

/// Declares tests that each run on SQLite and on PostgreSQL, with a new database each time.
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

/// Declares a random day: a test of random actions, on SQLite and on PostgreSQL. The type's `new`
/// takes the test and the seed. Its `step` makes a random action on the server and in a model. Its
/// `compare` compares the server with the model. The environment variables `…_STEPS` and `…_SEED`
/// set the number of steps and the seed. The clock advances by `pace` before each step.
#[macro_export]
macro_rules! random_day {
    ($name:ident: $Day:ident, $variable:literal, $steps:expr, $pace:expr) => {
        mod $name {
            use super::*;

            fn play(engine: $crate::Engine) {
                let steps = (concat!($variable, "_STEPS"), $steps);
                let seed = concat!($variable, "_SEED");
                $crate::variables::day(engine, steps, seed, async |t, seed, steps| {
                    let mut day = $Day::new(t, seed).await;
                    for step in 0..steps {
                        t.clock.advance($pace);
                        day.step().await;
                        day.compare(step).await;
                    }
                });
            }

            #[test]
            fn sqlite() {
                play($crate::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                play($crate::Engine::Postgres);
            }
        }
    };
}
