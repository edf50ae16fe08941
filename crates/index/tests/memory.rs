//! The memory of an index, as it says itself and as the process has it. This program has one test
//! that runs by itself: others beside it would take memory, too.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a measurement says what it found")]

#[path = "memory/rows.rs"]
mod rows;

use deskbell_index::{Builder, Index};

/// The index of these chats and a third as many customers.
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

/// The process's memory that is no file, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// The memory that the process takes for an index, and the index.
fn measured(chats: u32) -> (usize, Index) {
    let before = resident();
    let index = build(chats);
    (resident() - before, index)
}

/// `DESKBELL_CHATS=1000000 cargo test --release -p deskbell-index --test memory -- --ignored
/// --nocapture` prints the bytes of each column.
#[test]
#[ignore = "a measurement"]
fn the_bytes_of_each_column() {
    let chats = std::env::var("DESKBELL_CHATS").map_or(1_000_000, |it| it.parse().unwrap());
    let (taken, index) = measured(chats);
    for (name, bytes) in index.column_bytes() {
        println!("{bytes:>12} {name}");
    }
    println!("{:>12} in all, as the index says", index.bytes());
    println!("{taken:>12} in all, as the process grew");
}
