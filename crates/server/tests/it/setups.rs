//! PostgreSQL as operators set it up: with TLS, with a pooler, with roles that lack rights, and
//! with changed defaults. `docs/operate/postgres.md` lists the supported setups.

mod address;
mod citus;
mod grants;
mod pooler;
mod tls;
