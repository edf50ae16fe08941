//! The entry point of libFuzzer, which passes its inputs to the target in `DESKBELL_FUZZ_TARGET`.
//!
//! Only `cargo xtask fuzz` builds and starts this program. This program must not know what a target
//! does.
#![no_main]
#![expect(clippy::expect_used, reason = "the fuzzer reports whatever panics")]

use std::sync::OnceLock;

use deskbell_fuzz::{Run, target};
use libfuzzer_sys::fuzz_target;
use parking_lot::Mutex;

static RUN: OnceLock<Mutex<Run>> = OnceLock::new();

fn start() -> Mutex<Run> {
    let name = std::env::var("DESKBELL_FUZZ_TARGET").expect("DESKBELL_FUZZ_TARGET names a target");
    Mutex::new((target(&name).expect("DESKBELL_FUZZ_TARGET is a target").start)())
}

fuzz_target!(|input: &[u8]| {
    RUN.get_or_init(start).lock()(input);
});
