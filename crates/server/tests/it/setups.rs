//! PostgreSQL in the setups of operators: with TLS, with a pooler, with roles that lack rights, and
//! with changed defaults (`docs/operate/postgres.md`). Also proxies in front of Deskbell
//! (`proxies.md`).

mod address;
mod citus;
mod grants;
mod pooler;
mod proxies;
mod tls;
