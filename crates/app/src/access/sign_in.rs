//! Signing in with a name and a password, which begins a session.
//!
//! An unknown name and a wrong password give the same answer and cost one argon2id hash each.
//! Failed attempts are counted by name and by address. The delay for a name applies only to
//! addresses that failed before, so that strangers cannot lock an agent out.

use std::net::IpAddr;
use std::time::Duration;

use deskbell_model::limits::{DEVICE_CHARS_MAX, HALF_SESSION_S, SESSIONS_OF_AN_AGENT_MAX};
use deskbell_model::{
    Actor, AgentId, LoginName, OrgId, Origin, Password, Seconds, Secret, SessionId, Via,
};
use deskbell_storage::cross_org::LoginOwner;
use deskbell_storage::logins::LoginRow;
use deskbell_storage::sessions::SessionRow;
use deskbell_storage::{Class, Conn, Stop, Tx, Write, agents, cross_org, logins, reads, sessions};

use super::limits::network;
use super::sessions::ends_at;
use super::{Access, secrets};
use crate::error::{Rejected, Result};

/// A sign-in name and a password, and the client that sent them.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The sign-in name, as typed.
    pub login: String,
    /// The password, as typed.
    pub password: Secret,
    /// The address of the client.
    pub from: IpAddr,
    /// The browser's `User-Agent`.
    pub device: String,
    /// The secret of the browser's earlier session, which the new session ends.
    pub replaces: Option<Secret>,
}

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The secret, which the browser stores in a cookie.
    pub secret: Secret,
    /// True while the session only accepts the code of the second factor.
    pub awaits_code: bool,
    /// The organization of the agent.
    pub org: OrgId,
    /// The agent who signed in.
    pub agent: AgentId,
}

reads! {
    ByLogin(login: String) -> Option<LoginOwner> =
        async |conn| cross_org::login_owner(conn, &login).await;
}

/// A write that begins a session. No session begins if the agent was deactivated, or the password
/// was changed, after the password check.
pub(super) struct Begin {
    pub(super) agent: AgentId,
    /// The stored hash that matched the entered password.
    pub(super) password: String,
    pub(super) password_at: Seconds,
    /// The hash of the password at the present cost, if the stored hash has another cost.
    pub(super) renewed: Option<String>,
    /// The hash of the session's secret.
    pub(super) hash: String,
    pub(super) device: String,
    pub(super) from: IpAddr,
    pub(super) at: Seconds,
}

impl Write for Begin {
    /// True when the session waits for a code.
    type Out = bool;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Rejected>> {
        const WRONG: Stop<Rejected> = Stop::Refused(Rejected::WrongCredentials);
        let member = agents::member(tx.org, tx.conn, self.agent).await?;
        member.filter(|it| it.deactivated_at.is_none()).ok_or(WRONG)?;
        let login = logins::find(tx.org, tx.conn, self.agent).await?.ok_or(WRONG)?;
        // A concurrent sign-in may have replaced the hash by a hash at the present cost.
        let is_renewed = self.renewed.is_some() && login.password_at == self.password_at;
        if login.password != self.password && !is_renewed {
            return Err(WRONG);
        }
        let login = match &self.renewed {
            Some(password) => {
                let login = LoginRow { password: password.clone(), ..login };
                logins::update(tx.org, tx.conn, &login).await?;
                login
            }
            None => login,
        };
        let awaits_code = login.totp_secret.is_some();
        let session = NewRow { awaits_code, ..NewRow::of(self) };
        begin(tx, session, &self.hash).await?;
        Ok(awaits_code)
    }
}

/// The values of a session that is to begin.
pub(super) struct NewRow<'a> {
    pub(super) agent: AgentId,
    pub(super) device: &'a str,
    pub(super) address: String,
    pub(super) awaits_code: bool,
    pub(super) at: Seconds,
}

impl<'a> NewRow<'a> {
    fn of(begin: &'a Begin) -> Self {
        let address = begin.from.to_canonical().to_string();
        Self {
            agent: begin.agent,
            device: &begin.device,
            address,
            awaits_code: false,
            at: begin.at,
        }
    }
}

/// Adds a session. If the agent then has too many sessions, the least recently used session ends.
pub(super) async fn begin<C: Conn>(
    tx: &mut Tx<'_, C>,
    new: NewRow<'_>,
    hash: &str,
) -> Result<SessionId, deskbell_storage::Error> {
    let NewRow { agent, device, address, awaits_code, at } = new;
    let there = sessions::of_agent(tx.org, tx.conn, agent).await?;
    if there.len() >= SESSIONS_OF_AN_AGENT_MAX {
        let oldest = there.iter().min_by_key(|it| (it.last_used_at, it.id));
        if let Some(oldest) = oldest {
            sessions::end(tx.org, tx.conn, agent, oldest.id).await?;
        }
    }
    let id = tx.counters.take_session()?;
    let session = SessionRow {
        id,
        agent,
        created_at: at,
        device: device.chars().take(DEVICE_CHARS_MAX).collect(),
        address,
        provider: None,
        identity: None,
        last_used_at: at,
        expires_at: if awaits_code { at.plus(HALF_SESSION_S) } else { ends_at(at, at) },
        confirmed_at: Some(at),
        awaits_code,
        tries: 0,
    };
    sessions::insert(tx, &session, hash).await?;
    Ok(id)
}

impl Access {
    /// Begins a session for the agent with this name and password.
    ///
    /// # Errors
    /// [`Rejected::TooManyTries`] during the delay after failed attempts,
    /// [`Rejected::WrongCredentials`] for an unknown name, a wrong password or a deactivated agent,
    /// or when the database fails.
    pub async fn sign_in(&self, given: Credentials) -> Result<NewSession> {
        let name = LoginName::parse(&given.login).ok();
        // A text that is not a valid name is counted under the empty name, which no agent has.
        let counted = name.as_ref().map_or("", LoginName::as_str);
        self.check_tries(counted, given.from)?;
        let found = match &name {
            Some(name) => {
                let read = ByLogin(name.as_str().to_owned());
                self.context.store.read(Class::Point, read).await?
            }
            None => None,
        };
        let hash = found.as_ref().map(|it| it.login.password.as_str());
        let is_right = self.is_password(given.password.reveal(), hash).await?;
        let begun = match found {
            Some(owner) if is_right => self.begin_session(&given, owner).await,
            _ => Err(Rejected::WrongCredentials.into()),
        };
        if matches!(begun, Err(crate::Error::Rejected(Rejected::WrongCredentials))) {
            self.failed_try(counted, given.from);
            tracing::info!(peer = %given.from, "somebody failed to sign in");
        }
        begun
    }

    async fn begin_session(&self, given: &Credentials, owner: LoginOwner) -> Result<NewSession> {
        let LoginOwner { org, login } = owner;
        let (agent, device) = (login.agent, given.device.clone());
        let secret = secrets::generate_session(self.context.entropy.as_ref())?;
        let hash = secrets::hash(secret.reveal());
        let at = self.context.now();
        let renewed = self.renewed(given, &login.password).await;
        let LoginRow { password, password_at, .. } = login;
        let from = given.from;
        let begin = Begin { agent, password, password_at, renewed, hash, device, from, at };
        let origin = Origin::new(Actor::Agent(agent), Via::Inbox);
        let awaits_code = self.context.store.write(org, origin, begin).await?;
        if !awaits_code {
            tracing::info!(%org, %agent, "an agent signed in");
        }
        if let Some(secret) = &given.replaces
            && let Some(replaced) = self.recognized(secret.reveal()).await?
        {
            self.sign_out(replaced.signed_in().caller).await?;
        }
        Ok(NewSession { secret, awaits_code, org, agent })
    }

    /// Hashes the entered password, which matches `hash`, at the present cost. Returns `None` if
    /// `hash` already has this cost, or if too many other passwords wait to be hashed.
    async fn renewed(&self, given: &Credentials, hash: &str) -> Option<String> {
        if self.passwords.is_current(hash) {
            return None;
        }
        let password = Password::tried(given.password.reveal())?;
        self.passwords.hash(&password, self.context.entropy.as_ref()).await.ok()
    }

    /// Tells whether a text is the password with this hash. Computes one argon2id hash even if
    /// `hash` is `None`.
    pub(super) async fn is_password(&self, text: &str, hash: Option<&str>) -> Result<bool> {
        // A text that is too long cannot be the password. Hashing another text instead takes as
        // long as hashing a password.
        let (password, hash) = match Password::tried(text) {
            Some(password) => (password, hash),
            None => (Password::tried("").ok_or(Rejected::WrongCredentials)?, None),
        };
        self.passwords.verify(&password, hash).await
    }

    /// Refuses an attempt during the delay after failed attempts.
    pub(super) fn check_tries(&self, name: &str, from: IpAddr) -> Result<(), Rejected> {
        let (now, from) = (self.uptime(), network(from));
        let of_address = self.tries_from.wait(&from, now);
        // The delay for a name applies only to addresses with failed attempts, so that no stranger
        // can lock an agent out.
        let is_suspect = self.tries_from.has_failed(&from, now);
        let of_name = is_suspect.then(|| self.tries_of.wait(&name.to_owned(), now)).flatten();
        match of_address.max(of_name) {
            Some(seconds) => Err(Rejected::TooManyTries(seconds)),
            None => Ok(()),
        }
    }

    /// Counts a failed attempt for a name and an address.
    pub(super) fn failed_try(&self, name: &str, from: IpAddr) {
        let now = self.uptime();
        self.tries_of.fail(name.to_owned(), now);
        self.tries_from.fail(network(from), now);
    }

    fn uptime(&self) -> Duration {
        self.context.clock.uptime()
    }
}
