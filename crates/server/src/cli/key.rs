//! `deskbell key`: makes, lists and revokes API keys.

use clap::Subcommand;
use deskbell_app::Caller;
use deskbell_app::access::keys::NewKey;
use deskbell_model::{KeyId, Scope, Seconds};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::context::{self, Org};
use super::{Failure, Global, print};

const KEYS: [&str; 7] =
    ["id", "name", "scope", "createdAt", "expiresAt", "lastUsedAt", "revokedAt"];

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a key and print it; it cannot be shown again
    Create {
        /// The name of the key
        #[arg(long, value_name = "NAME", default_value = "key", value_parser = context::name)]
        name: String,
        #[command(flatten)]
        org: Org,
        /// Allow reading only
        #[arg(long)]
        read_only: bool,
        /// The time from which the key is refused: in 90d, 12h or 30m, or a date as 2027-01-31 (in
        /// UTC); never by default
        #[arg(long, value_name = "TIME", value_parser = expiry)]
        expires: Option<Expiry>,
    },
    /// List keys with their last use, also expired and revoked keys
    List {
        #[command(flatten)]
        org: Org,
    },
    /// Revoke a key: within a second it works nowhere
    Revoke {
        /// The id, as `deskbell key list` shows it
        #[arg(value_parser = context::id)]
        id: i64,
        #[command(flatten)]
        org: Org,
    },
}

/// The time at which a new key expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expiry {
    /// The number of seconds from the creation of the key.
    After(u32),
    /// The beginning of a day, in UTC.
    On(Seconds),
}

/// The units of a key's lifetime, each with its length in seconds.
const UNITS: [(char, u32); 4] = [('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];

fn expiry(text: &str) -> Result<Expiry, String> {
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(*unit)?, *seconds)));
    let after = unit.and_then(|(number, seconds)| number.parse::<u32>().ok()?.checked_mul(seconds));
    if let Some(seconds) = after.filter(|seconds| *seconds > 0) {
        return Ok(Expiry::After(seconds));
    }
    let date = text.parse::<Date>().ok().and_then(|date| date.to_zoned(TimeZone::UTC).ok());
    let second = date.and_then(|date| u32::try_from(date.timestamp().as_second()).ok());
    let wrong = || "it must be a time such as 90d, 12h or 30m, or a date such as 2027-01-31";
    second.map(|second| Expiry::On(Seconds::new(second))).ok_or_else(|| wrong().to_owned())
}

impl Expiry {
    /// Returns the time at which a key that is created at `now` expires.
    fn at(self, now: Seconds) -> Result<Seconds, Failure> {
        match self {
            Self::After(seconds) => Ok(now.plus(seconds)),
            Self::On(at) if at > now => Ok(at),
            Self::On(_) => Err(Failure::Usage("the key would have expired already".into())),
        }
    }
}

pub(crate) async fn run(global: &Global, command: Command) -> Result<(), Failure> {
    let app = context::open(global).await?;
    match command {
        Command::Create { name, org, read_only, expires } => {
            let expires_at = expires.map(|it| it.at(app.context.now())).transpose()?;
            let org = context::organization(&app, org.domain()).await?;
            let scope = if read_only { Scope::Read } else { Scope::Full };
            let new = NewKey { name, scope, expires_at };
            let (row, key) = app.access.make_key(Caller::command(org), new).await?;
            let (key, expires_at) = (key.into_text(), row.expires_at.map(Seconds::get));
            let shown = [json!(row.id.get()), json!(key), json!(expires_at)];
            print::one(global.json, &["id", "key", "expiresAt"], &shown, &key);
        }
        Command::List { org } => {
            let org = context::organization(&app, org.domain()).await?;
            let keys = app.access.list_keys(org).await?;
            let rows: Vec<_> = keys
                .iter()
                .map(|key| {
                    let time = |at: Option<Seconds>| json!(at.map(Seconds::get));
                    vec![
                        json!(key.id.get()),
                        json!(key.name),
                        json!(key.scope.as_str()),
                        json!(key.created_at.get()),
                        time(key.expires_at),
                        time(key.last_used_at),
                        time(key.revoked_at),
                    ]
                })
                .collect();
            print::rows(global.json, &KEYS, &rows);
        }
        Command::Revoke { id, org } => {
            let org = context::organization(&app, org.domain()).await?;
            let key = KeyId::new(id).ok_or_else(|| Failure::Usage("no id is below 1".into()))?;
            app.access.revoke_key(Caller::command(org), key).await?;
            print::talk(&format!("key {id} is revoked"));
            if global.json {
                print::one(true, &["revoked"], &[json!(id)], "");
            }
        }
    }
    app.context.store.close().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_expires_after_a_time_or_on_a_day() {
        assert_eq!(expiry("90d"), Ok(Expiry::After(7_776_000)));
        assert_eq!(expiry("12h"), Ok(Expiry::After(43_200)));
        assert_eq!(expiry("2027-01-31"), Ok(Expiry::On(Seconds::new(1_801_353_600))));
        for wrong in ["", "0d", "d", "90", "-1d", "soon", "2027-02-30", "99999999w", "2207-01-01"] {
            assert!(expiry(wrong).is_err(), "{wrong}");
        }
        let now = Seconds::new(1_801_353_600);
        assert_eq!(Expiry::After(60).at(now).ok(), Some(now.plus(60)));
        assert!(Expiry::On(now).at(now).is_err());
    }
}
