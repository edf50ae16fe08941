//! The matrix of rights: every operation of every description is called by everybody, with every
//! credential, in its place and in every wrong one. No answer may differ from `docs/rights.md`.
//! What is described later is in it by itself.
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
