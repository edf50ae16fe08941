//! The database port, its two engines, the migrations and all SQL.
//!
//! Every statement is written once and runs on both engines; the SQL that differs is in
//! `dialect.rs` and the engines' folders. This crate knows neither JSON nor HTTP: payloads arrive
//! as rendered text.

pub mod addresses;
pub mod agents;
pub mod applications;
mod batch;
pub mod blobs;
mod change_row;
pub mod changes;
pub mod chats;
mod columns;
mod committed;
mod composed;
mod conn;
mod counters;
pub mod cross_org;
mod cursor_pages;
pub mod customers;
pub mod deliveries;
pub mod departments;
mod dialect;
mod distribute;
pub mod drafts;
pub mod emitted;
pub mod erasures;
mod error;
pub mod events;
pub mod everything;
pub mod external_ids;
pub mod files;
pub mod idempotency;
pub mod import_objects;
pub mod import_states;
pub mod imports;
pub mod index_rows;
mod inspect;
mod inspection;
pub mod integrity;
mod job;
pub mod keys;
pub mod leases;
mod limits;
pub mod links;
mod listed;
pub mod logins;
pub mod mentions;
pub mod messages;
mod meters;
mod migrate;
mod node_notices;
mod options;
pub mod organizations;
mod pages;
pub mod pictures;
mod postgres;
mod queue;
pub mod ratings;
mod record;
mod recorded;
mod refold;
pub mod reports;
mod row;
mod scans;
pub mod search;
mod selected;
pub mod sessions;
pub mod settings;
mod sql;
mod sqlite;
pub mod staff;
mod statement;
#[cfg(test)]
mod statements;
mod store;
pub mod sweeps;
pub mod tables;
pub mod tickets;
pub mod timers;
pub mod visitor_sessions;
pub mod webhooks;
pub mod widget_settings;
mod write;

pub use conn::{Conn, Read};
pub use counters::OrgCounters;
pub use dialect::Engine;
pub use distribute::distribute;
pub use error::{Error, Result};
pub use inspect::{check_address, inspect};
pub use inspection::Inspection;
pub use listed::Listed;
pub use meters::StorageMeters;
pub use migrate::{Migrated, known as schema_version};
pub use node_notices::{LinkState, NodeId, NodeLink, NodeNews, NodeNotice};
pub use options::{ConnectionDefaults, Location, Options, Pooling, PostgresOptions, SqliteOptions};
pub use postgres::{Grant, Step};
pub use recorded::Handover;
pub use sqlite::{DataVersion, check_file, copy_file, sqlite_version};
pub use statement::Class;
pub use store::Store;
pub use write::{Lane, Stop, Tx, Write, write_within};

#[cfg(test)]
mod tests;
