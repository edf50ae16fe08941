//! PostgreSQL as operators set it up: with TLS, with a pooler, with roles that lack rights, and
//! with changed defaults (`docs/operate/postgres.md`); and proxies in front (`proxies.md`).

mod address;
mod citus;
mod grants;
mod pooler;
mod proxies;
mod tls;
