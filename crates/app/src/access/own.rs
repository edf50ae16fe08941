//! The changes that agents make to their own sign-in: changing the password, and confirming the
//! password before sensitive changes.

use std::net::IpAddr;

use deskbell_model::{AgentId, LoginName, OrgId, Password, Seconds, Secret, SessionId};
use deskbell_storage::logins::LoginRow;
use deskbell_storage::{Class, Conn, Stop, Tx, Write, links, logins, reads, sessions};

use super::sessions::own;
use super::{Access, Caller};
use crate::error::{Error, Rejected, Result};

/// A function that changes an agent's sign-in row, or refuses the change. It may be called several
/// times for one change.
type Change = Box<dyn Fn(&mut LoginRow) -> Result<(), Rejected> + Send + Sync>;

/// A write that changes an agent's sign-in name, password or second factor.
pub(super) struct ChangeLogin {
    agent: AgentId,
    change: Change,
    /// `Some` if the change ends the agent's links and sessions; the inner value names a session
    /// that does not end. `None` if the change ends no link and no session.
    ends_but: Option<Option<SessionId>>,
}

impl ChangeLogin {
    /// Creates a change of the caller's own sign-in.
    pub(super) fn of(
        caller: Caller,
        change: impl Fn(&mut LoginRow) -> Result<(), Rejected> + Send + Sync + 'static,
    ) -> Result<Self, Rejected> {
        let (agent, _) = own(caller)?;
        Ok(Self { agent, change: Box::new(change), ends_but: None })
    }

    /// Returns a change that also ends the agent's links, and all sessions except `but`.
    pub(super) fn ending_others(self, but: SessionId) -> Self {
        Self { ends_but: Some(Some(but)), ..self }
    }
}

impl Write for ChangeLogin {
    type Out = LoginRow;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<LoginRow, Stop<Rejected>> {
        let found = logins::find(tx.org, tx.conn, self.agent).await?;
        let mut login = found.ok_or(Stop::Refused(Rejected::AgentNotFound))?;
        (self.change)(&mut login).map_err(Stop::Refused)?;
        logins::update(tx.org, tx.conn, &login).await?;
        if let Some(but) = self.ends_but {
            links::end(tx.org, tx.conn, self.agent).await?;
            sessions::end_others(tx.org, tx.conn, self.agent, but).await?;
        }
        Ok(login)
    }
}

/// A write that records the time at which a session's agent entered the password.
struct Confirm(SessionId, Seconds);

impl Write for Confirm {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let found = sessions::find(tx.org, tx.conn, self.0).await?;
        let mut session = found.ok_or(Stop::Refused(Rejected::SessionEnded))?;
        session.confirmed_at = Some(self.1);
        Ok(sessions::update(tx.org, tx.conn, &session).await?)
    }
}

reads! {
    OfAgent(org: OrgId, agent: AgentId) -> Option<LoginRow> =
        async |conn| logins::find(org, conn, agent).await;
}

impl Access {
    /// Confirms the caller's password, which permits sensitive changes for ten minutes.
    ///
    /// # Errors
    /// [`Rejected::WrongPassword`], [`Rejected::TooManyTries`], or when the database fails.
    pub async fn confirm(&self, caller: Caller, password: &Secret, peer: IpAddr) -> Result<()> {
        let (agent, session) = own(caller)?;
        self.check_password(caller.org, agent, password, peer).await?;
        let confirm = Confirm(session, self.context.now());
        self.context.store.write(caller.org, caller.origin(), confirm).await?;
        self.forget_sessions(caller.org, agent);
        Ok(())
    }

    /// Changes the caller's password. Ends the caller's other sessions and any link of the caller.
    ///
    /// # Errors
    /// [`Rejected::WrongPassword`], [`Rejected::TooManyTries`], [`Rejected::BadPassword`], or when
    /// the database fails.
    pub async fn change_password(
        &self,
        caller: Caller,
        current: &Secret,
        new: &Secret,
        peer: IpAddr,
    ) -> Result<()> {
        let (agent, session) = own(caller)?;
        let login = self.check_password(caller.org, agent, current, peer).await?;
        let name = LoginName::parse(&login.login).map_err(Rejected::BadLogin)?;
        let chosen = Password::chosen(new.reveal(), &name).map_err(Rejected::BadPassword)?;
        let hash = self.passwords.hash(&chosen, self.context.entropy.as_ref()).await?;
        let (before, now) = (login.password, self.context.now());
        let change = ChangeLogin::of(caller, move |login| {
            if login.password != before {
                return Err(Rejected::WrongPassword);
            }
            login.password.clone_from(&hash);
            login.password_at = now;
            Ok(())
        })?;
        self.change_login(caller, change.ending_others(session)).await?;
        let org = caller.org;
        tracing::info!(%org, %agent, "a password was changed");
        Ok(())
    }

    /// Checks an agent's password, and returns the agent's sign-in row.
    async fn check_password(
        &self,
        org: OrgId,
        agent: AgentId,
        password: &Secret,
        peer: IpAddr,
    ) -> Result<LoginRow> {
        let found = self.context.store.read(Class::Point, OfAgent(org, agent)).await?;
        let login = found.ok_or(Rejected::AgentNotFound)?;
        self.check_tries(&login.login, peer)?;
        if self.is_password(password.reveal(), Some(&login.password)).await? {
            return Ok(login);
        }
        self.failed_try(&login.login, peer);
        Err(Rejected::WrongPassword.into())
    }

    /// Changes an agent's sign-in, and clears this node's cache of the agent's sessions.
    pub(super) async fn change_login(
        &self,
        caller: Caller,
        change: ChangeLogin,
    ) -> Result<LoginRow> {
        let agent = change.agent;
        let changed = self.context.store.write(caller.org, caller.origin(), change).await;
        self.forget_sessions(caller.org, agent);
        changed.map_err(Error::from)
    }
}
