//! A stand-in for the extension Citus in a test's database. The stand-in records the calls of
//! Citus' functions and makes the same refusals as Citus, but distributes nothing.

use super::database::execute;

/// Puts the stand-in for Citus into a database; the user must be a superuser.
///
/// # Panics
/// When the server reports an error.
pub async fn stand_in(url: &str) {
    execute(url, include_str!("citus.sql")).await;
}
