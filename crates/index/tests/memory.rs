//! A test that compares the memory that an index reports with the memory that the process takes.
//! This program has a single test, because concurrent tests would also take memory.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_macros, reason = "a measurement says what it found")]

#[path = "memory/rows.rs"]
mod rows;

use deskbell_index::{Builder, Delta, Index};

/// Builds the index of `chats` chats and a third as many customers.
fn build(chats: u32) -> Index {
    let mut builder = Builder::default();
    let (agents, departments, tags) = rows::lookup();
    builder.put_lookup(&agents, &departments, &tags);
    let customers: Vec<_> = (1..=chats.div_ceil(3)).collect();
    for ids in customers.chunks(4_096) {
        let rows: Vec<_> = ids.iter().map(|id| rows::customer(*id)).collect();
        builder.put_customers(&rows).unwrap();
    }
    let ids: Vec<_> = (1..=chats).collect();
    for ids in ids.chunks(4_096) {
        let rows: Vec<_> = ids.iter().map(|id| rows::chat(*id, chats)).collect();
        builder.put_chats(&rows).unwrap();
    }
    builder.finish(0)
}

/// Returns the process's resident memory without files, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Builds an index; returns the index, and the memory that the process takes for the index, in
/// bytes.
fn measured(chats: u32) -> (usize, Index) {
    let before = resident();
    let index = build(chats);
    (resident() - before, index)
}

/// The default number of chats, large enough that all other memory of the process is negligible.
/// `DESKBELL_CHATS=1000000 cargo test --release -p deskbell-index --test memory -- --nocapture`
/// prints the bytes of each column for a million chats.
const CHATS: u32 = 120_000;

/// Returns the number of chats from the environment, or else [`CHATS`].
fn chats() -> u32 {
    std::env::var("DESKBELL_CHATS").map_or(CHATS, |chats| chats.parse().unwrap())
}

#[test]
fn an_index_says_how_much_memory_it_takes_when_it_is_built_and_while_it_grows() {
    let chats = chats();
    let (taken, index) = measured(chats);
    let said = index.bytes();
    for (name, bytes) in index.column_bytes() {
        println!("{bytes:>12} {name}");
    }
    println!("{said:>12} in all, as the index says, and {taken}, as the process grew");
    let counted =
        |index: &Index| index.column_bytes().iter().map(|(_, bytes)| bytes).sum::<usize>();
    assert_eq!(said, counted(&index));
    assert!(said < 150 * chats as usize, "{said} bytes");
    // After the build, the allocator keeps some of the memory that the build needed.
    assert!(said < taken + taken / 5 && taken < 2 * said, "{said} of {taken} bytes");
    let mut grown = Builder::default().finish(0);
    let customer = |id| Delta { customers: vec![rows::customer(id)], ..Delta::default() };
    let chat = |id| Delta { chats: vec![rows::chat(id, chats)], ..Delta::default() };
    let deltas = (1..=chats.div_ceil(3)).map(customer).chain((1..=chats).map(chat));
    for (number, delta) in deltas.enumerate() {
        grown.take(&delta).unwrap();
        if number % 10_000 == 0 {
            let counted = counted(&grown);
            assert!(counted < 1_000_000 || counted - grown.bytes() < counted / 16, "{number}");
        }
    }
    // Blocks that are only partly filled take more memory.
    assert!((said..said * 2).contains(&grown.bytes()), "{said} and {}", grown.bytes());
}
