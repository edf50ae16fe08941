//! Environment variables of random tests: a seed, to replay a failed run, or another number of
//! random actions.

use std::hash::{BuildHasher as _, Hasher as _};
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use crate::{Engine, Test, block_on};

/// The whole number in an environment variable; `None` if the variable is not set.
///
/// # Panics
/// When the value is no whole number.
#[must_use]
pub fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a whole number"))
}

/// The seed in an environment variable, or a random seed.
///
/// # Panics
/// Fails like [`number`].
#[must_use]
pub fn seed(variable: &str) -> u64 {
    let random = || std::hash::RandomState::new().build_hasher().finish() >> 1;
    number(variable).unwrap_or_else(random)
}

/// Runs a test with the seed in an environment variable, or with a random seed.
///
/// # Panics
/// Fails like [`number`], and when the test fails.
pub fn any(engine: Engine, variable: &str, play: impl AsyncFnOnce(&Test, u64)) {
    block_on(async {
        let t = Test::new(engine).await;
        play(&t, seed(variable)).await;
        t.finish().await;
    });
}

/// Runs a random day with the seed and the number of steps in two environment variables, or with a
/// random seed and `steps` steps. A failure names the seed. [`crate::random_day`] declares such
/// tests.
///
/// # Panics
/// Fails like [`any`].
pub fn day(
    engine: Engine,
    (steps_variable, steps): (&str, u64),
    seed_variable: &str,
    play: impl AsyncFnOnce(&Test, u64, u64),
) {
    let steps = number(steps_variable).unwrap_or(steps);
    any(engine, seed_variable, async |t, seed| {
        let day = AssertUnwindSafe(play(t, seed, steps));
        assert!(day.catch_unwind().await.is_ok(), "{seed_variable}={seed} plays it again");
    });
}
