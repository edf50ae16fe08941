//! The matrix of rights: calls every operation of every description as every caller, with every
//! credential in the right location and in every wrong location. All answers must agree with
//! `docs/rights.md`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]
#![expect(clippy::disallowed_macros, reason = "the matrix says how large it is")]

mod callers;
mod calls;
mod departments;
mod documented;
mod every;
mod expected;
mod rights;
mod visitors;
mod world;
