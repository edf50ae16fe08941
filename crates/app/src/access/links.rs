//! Links with which agents choose their first password or a new password. A link works once and
//! expires after a day. A new link for an agent replaces the agent's earlier link.

use std::net::IpAddr;

use deskbell_model::limits::{CLOCKS_APART_S, KEY_BYTES_MAX, LINK_S};
use deskbell_model::{
    Actor, Agent, AgentId, LoginName, OrgId, Origin, Password, Right, Seconds, Secret, Via,
};
use deskbell_storage::cross_org::LinkOwner;
use deskbell_storage::logins::LoginRow;
use deskbell_storage::{
    Class, Conn, Error as StorageError, Read, Result as StorageResult, Stop, Tx, Write, agents,
    cross_org, links, logins, reads, sessions,
};

use super::second_factor::without_factor;
use super::{Access, Caller, Denied, secrets};
use crate::error::{Error, Rejected, Result};

/// A link that lets an agent choose a password, and that an administrator passes on to the agent.
#[derive(Clone, Debug)]
pub struct Link {
    /// The secret of the link.
    pub secret: Secret,
    /// The time at which the link expires.
    pub expires_at: Seconds,
}

impl Link {
    /// Returns the path of the page that the link opens. The secret is after `#`, so that no server
    /// logs it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/inbox/welcome#{}", self.secret.reveal())
    }
}

/// An agent for whom a link was made, and the agent's sign-in name.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The agent for whom the link was made.
    pub agent: Agent,
    /// The agent's sign-in name; `None` for an agent who never signed in.
    pub login: Option<String>,
    org: OrgId,
}

struct Invite {
    agent: AgentId,
    hash: String,
    expires_at: Seconds,
    reset: Reset,
}

/// The consequences of a new reset link for the agent's sessions and second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// No session ends, and the second factor stays. The agent can still sign in with the old
    /// password until the link is used.
    Nothing,
    /// Every session of the agent ends.
    Sessions,
    /// Every session of the agent ends, and the second factor is removed.
    SecondFactor,
}

impl Write for Invite {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let member = agents::member(tx.org, tx.conn, self.agent).await?;
        let member = member.filter(|it| it.deactivated_at.is_none());
        member.ok_or(Stop::Refused(Rejected::AgentNotFound))?;
        if self.reset != Reset::Nothing {
            sessions::end_others(tx.org, tx.conn, self.agent, None).await?;
        }
        if self.reset == Reset::SecondFactor
            && let Some(mut login) = logins::find(tx.org, tx.conn, self.agent).await?
        {
            without_factor(&mut login);
            logins::update(tx.org, tx.conn, &login).await?;
        }
        Ok(links::insert(tx, &self.hash, self.agent, self.expires_at).await?)
    }
}

struct Look(String, Seconds);

impl Read for Look {
    type Out = Option<Invited>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        // An expiry later than `never` was set by a wrong clock.
        let never = self.1.plus(LINK_S + CLOCKS_APART_S);
        let owner = cross_org::link_owner(conn, &self.0, (self.1, never)).await?;
        let Some(LinkOwner { org, agent }) = owner else { return Ok(None) };
        let member = agents::member(org, conn, agent).await?;
        let Some(member) = member.filter(|it| it.deactivated_at.is_none()) else {
            return Ok(None);
        };
        let login = logins::find(org, conn, agent).await?.map(|it| it.login);
        Ok(Some(Invited { agent: member.agent, login, org }))
    }
}

reads! {
    HasLogins() -> bool = async |conn| cross_org::has_logins(conn).await;
}

/// A write that uses up a link, and sets the sign-in name and the password of the link's agent.
struct Accept {
    link: String,
    agent: AgentId,
    login: LoginName,
    password: String,
    at: Seconds,
}

impl Write for Accept {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        const EXPIRED: Stop<Rejected> = Stop::Refused(Rejected::LinkExpired);
        let org = tx.org;
        if !links::take(org, tx.conn, &self.link).await? {
            return Err(EXPIRED);
        }
        let member = agents::member(org, tx.conn, self.agent).await?;
        member.filter(|it| it.deactivated_at.is_none()).ok_or(EXPIRED)?;
        let (login, password) = (self.login.as_str().to_owned(), self.password.clone());
        match logins::find(org, tx.conn, self.agent).await? {
            Some(there) => {
                let row = LoginRow { login, password, password_at: self.at, ..there };
                logins::update(org, tx.conn, &row).await?;
            }
            None => {
                let row = LoginRow {
                    agent: self.agent,
                    created_at: self.at,
                    login,
                    password,
                    password_at: self.at,
                    totp_secret: None,
                    totp_pending: None,
                    totp_step: None,
                    recovery: String::new(),
                };
                logins::insert(org, tx.conn, &row).await?;
            }
        }
        Ok(sessions::end_others(org, tx.conn, self.agent, None).await?)
    }
}

impl Access {
    /// Makes a link with which an agent chooses a first or a new password.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`], also for a deactivated agent; or when the database fails.
    pub async fn invite(&self, caller: Caller, agent: AgentId) -> Result<Link> {
        self.reset(caller, agent, Reset::Nothing).await
    }

    /// Makes a link with which an agent chooses a new password; ends the sessions or the second
    /// factor that `reset` names.
    ///
    /// # Errors
    /// The errors of [`Access::invite`].
    pub async fn reset(&self, caller: Caller, agent: AgentId, reset: Reset) -> Result<Link> {
        caller.check(Right::Staff)?;
        let secret = secrets::generate_link(self.context.entropy.as_ref())?;
        let expires_at = self.context.now().plus(LINK_S);
        let hash = secrets::hash(secret.reveal());
        let invite = Invite { agent, hash, expires_at, reset };
        self.context.store.write(caller.org, caller.origin(), invite).await?;
        self.forget_sessions(caller.org, agent);
        let (org, by) = (caller.org, caller.actor);
        tracing::info!(%org, %agent, %by, "a link to sign in was made");
        Ok(Link { secret, expires_at })
    }

    /// Finds the agent for whom a link was made. An unknown link counts as a wrong key from the
    /// peer's address.
    ///
    /// # Errors
    /// [`Rejected::LinkExpired`] for an unknown, used or expired link, or when the database fails.
    pub async fn invited(&self, link: &str, peer: IpAddr) -> Result<Invited> {
        let found = if link.is_empty() || link.len() > KEY_BYTES_MAX {
            None
        } else {
            let look = Look(secrets::hash(link), self.context.now());
            self.context.store.read(Class::Page, look).await?
        };
        match found {
            Some(found) => Ok(found),
            None => Err(match self.unknown_from(peer) {
                Denied::TooManyUnknown { reset_s } => Rejected::TooManyTries(reset_s).into(),
                _ => Rejected::LinkExpired.into(),
            }),
        }
    }

    /// Uses up a link: sets the sign-in name and the password of the link's agent, and ends all of
    /// the agent's sessions. If `login` is `None`, the sign-in name stays.
    ///
    /// # Errors
    /// [`Rejected::LinkExpired`], [`Rejected::LoginTaken`], [`Rejected::BadLogin`] and
    /// [`Rejected::BadPassword`] with the reason, or when the database fails.
    pub async fn accept(
        &self,
        link: &str,
        login: Option<&str>,
        password: &Secret,
        peer: IpAddr,
    ) -> Result<LoginName> {
        let Invited { agent, login: known, org } = self.invited(link, peer).await?;
        let given = login.or(known.as_deref()).unwrap_or_default();
        let login = LoginName::parse(given).map_err(Rejected::BadLogin)?;
        let chosen = Password::chosen(password.reveal(), &login).map_err(Rejected::BadPassword)?;
        let password = self.passwords.hash(&chosen, self.context.entropy.as_ref()).await?;
        let accept = Accept {
            link: secrets::hash(link),
            agent: agent.id,
            login: login.clone(),
            password,
            at: self.context.now(),
        };
        let origin = Origin::new(Actor::Agent(agent.id), Via::Inbox);
        let accepted = self.context.store.write(org, origin, accept).await;
        accepted.map_err(|stop| login_taken(stop.into()))?;
        self.forget_sessions(org, agent.id);
        Ok(login)
    }

    /// Tells whether any agent of any organization has ever signed in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_logins(&self) -> Result<bool> {
        Ok(self.context.store.read(Class::Point, HasLogins()).await?)
    }
}

/// Converts the database's error about a taken sign-in name to a refusal.
pub(super) fn login_taken(error: Error) -> Error {
    match error {
        Error::Storage(StorageError::Conflict { constraint }) if constraint == "logins_login" => {
            Rejected::LoginTaken.into()
        }
        other => other,
    }
}
