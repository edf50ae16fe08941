//! PostgreSQL as operators set it up: with TLS, with a pooler, with roles that may do little, with
//! defaults of its own. `docs/operate/postgres.md` says what works.

mod grants;
mod pooler;
mod tls;
