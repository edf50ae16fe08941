//! PostgreSQL for tools and tests: PostgreSQL's programs and account, temporary servers, databases
//! on an existing server, and proxies that interrupt connections.
//!
//! This module must not know the stored data.

pub mod account;
#[cfg(feature = "network")]
pub mod citus;
#[cfg(feature = "network")]
#[expect(clippy::expect_used, clippy::panic, reason = "a fixture fails the test that uses it")]
pub mod database;
#[cfg(feature = "network")]
#[expect(clippy::expect_used, reason = "a fixture fails the test that uses it")]
pub mod outage;
#[expect(clippy::expect_used, clippy::panic, reason = "a fixture fails the test that uses it")]
pub mod pooler;
pub mod programs;
#[cfg(feature = "network")]
#[expect(clippy::expect_used, reason = "a fixture fails the test that uses it")]
pub mod standby;

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{DirBuilderExt as _, chown};
use std::path::PathBuf;
use std::{env, fs, io};

use account::Account;

/// The environment variable with the URL of a server on which tests and tools may create databases.
pub const URL: &str = "DESKBELL_TEST_POSTGRES";

/// A free port on loopback.
///
/// # Errors
/// When no port is free.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Creates a temporary folder owned by `account`, or by the current user for `None`.
///
/// # Errors
/// When the system refuses.
pub fn new_folder(stem: &str, account: Option<Account>) -> io::Result<PathBuf> {
    let mut number = 0;
    let folder = loop {
        let folder = env::temp_dir().join(format!("{stem}-{}-{number}", std::process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
            Ok(()) => break folder,
        }
    };
    if let Some(Account { uid, gid }) = account {
        chown(&folder, Some(uid), Some(gid))?;
    }
    Ok(folder)
}
