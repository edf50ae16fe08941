//! The integration tests: one binary, one file per subject; most tests run on both engines.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod authorization;
mod batches;
mod book;
mod callers;
mod changes;
mod changing;
mod chats;
mod cli;
mod clock;
mod commands;
mod compression;
mod conditional;
mod conformance;
mod cursors;
mod custom_data;
mod customer_list;
mod customers;
mod deleting;
mod desk;
mod doctor;
mod documented;
mod erased;
mod errors;
mod events;
mod everything;
mod examples;
mod faults;
mod feed;
mod feed_random;
mod flips;
mod frames;
mod fuzzed;
mod greedy;
mod habits;
mod hostile;
mod hostile_bodies;
mod http2;
mod ignored;
mod import;
mod index;
mod keys;
mod large;
mod leases;
mod letter;
mod limits;
mod listening;
mod logged;
mod messages;
mod metrics;
mod model;
mod objects;
mod openapi;
mod output;
mod packaging;
mod places;
mod posting;
mod preconditions;
mod presences;
mod process;
mod removing;
mod rolling;
mod round_trips;
mod search;
mod search_random;
mod secrets;
mod seed;
mod seed_documents;
mod setups;
mod shutdown;
mod snapshots;
mod sockets;
mod streams;
mod sweeps;
mod tags;
mod tenants;
mod tickets;
mod time;
#[cfg(feature = "otlp")]
mod traces;
mod transport;
mod values;
mod webhooks;
mod welcome;
mod ws;
