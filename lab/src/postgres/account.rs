//! The account for PostgreSQL's programs, which refuse to run as root.
//!
//! This module must not know which programs run.

use std::process::Command;

/// The accounts to use instead of root, in order of preference.
const CANDIDATES: [&str; 2] = ["postgres", "nobody"];

/// The ids of an account and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// The user id.
    pub uid: u32,
    /// The group id.
    pub gid: u32,
}

/// Returns whether this process runs as root.
///
/// # Errors
/// When `id` fails.
pub fn are_we_root() -> Result<bool, String> {
    let told = Command::new("id").arg("-u").output();
    let told = told.map_err(|error| format!("`id` does not start: {error}"))?;
    Ok(told.stdout.trim_ascii() == b"0")
}

/// The account for the server: `None` means the current user, who is not root.
///
/// # Errors
/// When the current user is root and none of the accounts exists.
pub fn for_server() -> Result<Option<Account>, String> {
    if !are_we_root()? {
        return Ok(None);
    }
    let accounts = std::fs::read_to_string("/etc/passwd")
        .map_err(|error| format!("/etc/passwd cannot be read: {error}"))?;
    let account = choose(&accounts).ok_or(
        "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`: make \
         one, or run this as another user",
    )?;
    Ok(Some(account))
}

fn choose(accounts: &str) -> Option<Account> {
    CANDIDATES.iter().find_map(|name| {
        accounts.lines().find_map(|line| {
            let mut fields = line.split(':');
            if fields.next() != Some(name) {
                return None;
            }
            let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            (uid != 0).then_some(Account { uid, gid })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: &str = "nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n";

    #[test]
    fn postgres_goes_before_nobody() {
        let accounts = format!("root:x:0:0::/:/bin/sh\n{NOBODY}postgres:x:101:104:,,,:/:/bin/sh\n");
        assert_eq!(choose(&accounts), Some(Account { uid: 101, gid: 104 }));
    }

    #[test]
    fn nobody_will_do() {
        assert_eq!(choose(NOBODY), Some(Account { uid: 65534, gid: 65533 }));
    }

    #[test]
    fn another_name_for_root_is_not_taken() {
        assert_eq!(choose("postgres:x:0:0::/:/bin/sh\nbroken\n"), None);
    }
}
