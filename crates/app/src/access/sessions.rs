//! Sessions of agents: recognition, counting of requests, last use and end.
//!
//! The database stores the SHA-256 of a session's secret. A recognized session is accepted from
//! memory for half a second.

use std::net::IpAddr;
use std::sync::Arc;

use deskbell_model::limits::{
    CLOCKS_APART_S, CONFIRMED_S, KEY_BYTES_MAX, KEY_CACHED_MS, SESSION_IDLE_S,
    SESSION_NOTED_EVERY_S, SESSION_REQUESTS_PER_MINUTE, SESSION_S_MAX,
};
use deskbell_model::{
    Actor, AgentId, ChatScope, DepartmentId, OrgId, Origin, Role, Seconds, SessionId,
};
use deskbell_storage::agents::Member;
use deskbell_storage::cross_org::SessionOwner;
use deskbell_storage::sessions::SessionRow;
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, Stop, Tx, Write, agents, cross_org, departments,
    reads, sessions,
};

use super::limits::{Quota, Verdict};
use super::{Access, Caller, Denied, secrets};
use crate::error::{Error, Rejected, Result};

/// A signed-in agent who makes a request.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The agent as the author of changes, with the rights of the role.
    pub caller: Caller,
    /// The agent who signed in.
    pub agent: AgentId,
    /// The agent's role.
    pub role: Role,
    /// The chats that the agent may see.
    pub scope: ChatScope,
    /// The session of the request.
    pub session: SessionId,
    /// The time at which the agent last entered the password.
    pub confirmed_at: Option<Seconds>,
}

/// A session that was found by its secret, with the agent's role and departments.
#[derive(Debug)]
pub(super) struct Recognized {
    pub(super) org: OrgId,
    pub(super) session: SessionRow,
    member: Member,
    departments: Vec<DepartmentId>,
}

impl Recognized {
    pub(super) fn signed_in(&self) -> SignedIn {
        let (agent, role) = (self.session.agent, self.member.agent.role);
        let id = self.session.id;
        SignedIn {
            caller: Caller::agent(self.org, agent, role, id),
            agent,
            role,
            scope: ChatScope::of(agent, role, self.member.agents_see_all, &self.departments),
            session: id,
            confirmed_at: self.session.confirmed_at,
        }
    }
}

struct Lookup(String, Seconds);

impl Read for Lookup {
    type Out = Option<Recognized>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        // An end later than `never` was set by a wrong clock.
        let never = self.1.plus(SESSION_S_MAX + CLOCKS_APART_S);
        let owner = cross_org::session_owner(conn, &self.0, (self.1, never)).await?;
        let Some(SessionOwner { org, session }) = owner else { return Ok(None) };
        let member = agents::member(org, conn, session.agent).await?;
        let Some(member) = member.filter(|it| it.deactivated_at.is_none()) else {
            return Ok(None);
        };
        let departments = departments::of_agent(org, conn, session.agent).await?;
        Ok(Some(Recognized { org, session, member, departments }))
    }
}

/// A read of the chats that an agent may know of; `None` if the agent is deactivated.
struct ReadScope(OrgId, AgentId);

impl Read for ReadScope {
    type Out = Option<ChatScope>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, agent) = self;
        let member = agents::member(org, conn, agent).await?;
        let Some(member) = member.filter(|it| it.deactivated_at.is_none()) else {
            return Ok(None);
        };
        let departments = departments::of_agent(org, conn, agent).await?;
        let (role, sees_all) = (member.agent.role, member.agents_see_all);
        Ok(Some(ChatScope::of(agent, role, sees_all, &departments)))
    }
}

reads! {
    IsWorking(org: OrgId, session: SessionId, now: Seconds) -> bool =
        async |conn| sessions::is_working(org, conn, session, now).await;
    OfAgent(org: OrgId, agent: AgentId) -> Vec<SessionRow> =
        async |conn| sessions::of_agent(org, conn, agent).await;
}

/// A write that records the use of a session, and postpones the session's end.
struct Used(SessionId, Seconds);

impl Write for Used {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Some(mut session) = sessions::find(tx.org, tx.conn, self.0).await? else {
            return Ok(());
        };
        session.last_used_at = self.1;
        session.expires_at = ends_at(session.created_at, self.1);
        Ok(sessions::update(tx.org, tx.conn, &session).await?)
    }
}

/// Returns the time at which a session ends if its last use is at `now`.
pub(super) fn ends_at(created_at: Seconds, now: Seconds) -> Seconds {
    now.plus(SESSION_IDLE_S).min(created_at.plus(SESSION_S_MAX))
}

struct End {
    agent: AgentId,
    session: SessionId,
}

impl Write for End {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        match sessions::end(tx.org, tx.conn, self.agent, self.session).await? {
            true => Ok(()),
            false => Err(Stop::Refused(Rejected::SessionNotFound)),
        }
    }
}

struct EndOthers {
    agent: AgentId,
    but: Option<SessionId>,
}

impl Write for EndOthers {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        Ok(sessions::end_others(tx.org, tx.conn, self.agent, self.but).await?)
    }
}

/// Returns the agent and the session of a signed-in caller.
pub(super) const fn own(caller: Caller) -> Result<(AgentId, SessionId), Rejected> {
    match (caller.actor, caller.session) {
        (Actor::Agent(agent), Some(session)) => Ok((agent, session)),
        _ => Err(Rejected::Forbidden),
    }
}

impl Access {
    /// Admits the agent whose session has this secret, and counts the request against the session's
    /// rate limit. A missing or unknown secret counts as a wrong key from the peer's address.
    ///
    /// # Errors
    /// The reason why the agent is not admitted.
    pub async fn admit_agent(
        &self,
        secret: Option<&str>,
        peer: IpAddr,
    ) -> Result<(SignedIn, Quota), Denied> {
        let recognized = match secret {
            Some(secret) => self.recognized(secret).await?,
            None => None,
        };
        let uptime = self.context.clock.uptime();
        let Some(recognized) = recognized.filter(|it| !it.session.awaits_code) else {
            return Err(self.unknown_from(peer));
        };
        let (org, id) = (recognized.org, recognized.session.id);
        let quota = match self.in_sessions.count((org, id), SESSION_REQUESTS_PER_MINUTE, uptime) {
            Verdict::Within(quota) => quota,
            Verdict::Exceeded(quota) => {
                return Err(Denied::TooMany(recognized.signed_in().caller, quota));
            }
            Verdict::Unlimited => return Err(Denied::Unknown),
        };
        self.note_use(&recognized).await;
        Ok((recognized.signed_in(), quota))
    }

    /// Finds the session with this secret; `None` for an unknown secret or an ended session.
    pub(super) async fn recognized(&self, secret: &str) -> Result<Option<Arc<Recognized>>> {
        if secret.is_empty() || secret.len() > KEY_BYTES_MAX {
            return Ok(None);
        }
        let hash = secrets::hash(secret);
        let now = self.context.clock.uptime();
        if let Some(recognized) = self.sessions.recent(&hash, now) {
            return Ok(Some(recognized));
        }
        let lookup = Lookup(hash.clone(), self.context.now());
        let found = self.context.store.read(Class::Page, lookup).await?.map(Arc::new);
        if let Some(found) = &found {
            self.sessions.remember(hash, Arc::clone(found), now);
        }
        Ok(found)
    }

    /// Records a use of the session, at most once a minute. Ignores errors, since the request
    /// itself did not fail.
    async fn note_use(&self, recognized: &Recognized) {
        let (now, session) = (self.context.now(), &recognized.session);
        if now < session.last_used_at.plus(SESSION_NOTED_EVERY_S) {
            return;
        }
        let used = Used(session.id, now);
        match self.context.store.write(recognized.org, Origin::JOB, used).await {
            Ok(()) => self.forget_sessions(recognized.org, session.agent),
            Err(error) => {
                let (org, error) = (recognized.org, Error::from(error));
                tracing::warn!(%error, %org, "the last use of a session could not be noted");
            }
        }
    }

    /// Tells whether a session is still valid. Streams call this function repeatedly; a result is
    /// reused for half a second.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_session_working(&self, org: OrgId, session: SessionId) -> Result<bool> {
        let known = self.working_sessions.of(org, session);
        let mut known = known.lock().await;
        let uptime = self.context.clock.uptime();
        if let Some((is_working, until)) = *known
            && uptime < until
        {
            return Ok(is_working);
        }
        let read = IsWorking(org, session, self.context.now());
        let is_working = self.context.store.read(Class::Point, read).await?;
        let until = uptime + std::time::Duration::from_millis(KEY_CACHED_MS);
        *known = Some((is_working, until));
        Ok(is_working)
    }

    /// Reads the chats that an agent may know of now; `None` if the agent is deactivated. Streams
    /// need this read, because the scope of an admitted request may be half a second old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scope_of(&self, org: OrgId, agent: AgentId) -> Result<Option<ChatScope>> {
        Ok(self.context.store.snapshot(Class::Point, ReadScope(org, agent)).await?)
    }

    /// Reads the sessions of an agent that have not ended and do not wait for a code, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(&self, org: OrgId, agent: AgentId) -> Result<Vec<SessionRow>> {
        let mut found = self.context.store.read(Class::Page, OfAgent(org, agent)).await?;
        let now = self.context.now();
        found.retain(|it| it.expires_at > now && !it.awaits_code);
        found.reverse();
        Ok(found)
    }

    /// Ends one of the caller's sessions, which may be the session of this request.
    ///
    /// # Errors
    /// [`Rejected::SessionNotFound`], or when the database fails.
    pub async fn end_session(&self, caller: Caller, session: SessionId) -> Result<()> {
        let (agent, _) = own(caller)?;
        let end = End { agent, session };
        self.context.store.write(caller.org, caller.origin(), end).await?;
        self.forget_sessions(caller.org, agent);
        Ok(())
    }

    /// Ends the caller's current session, which another process may have ended meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, caller: Caller) -> Result<()> {
        let (agent, session) = own(caller)?;
        match self.end_session(caller, session).await {
            Err(Error::Rejected(Rejected::SessionNotFound)) => {
                self.forget_sessions(caller.org, agent);
                Ok(())
            }
            ended => ended,
        }
    }

    /// Tells whether an agent entered the password recently enough for sensitive changes.
    #[must_use]
    pub fn is_confirmed(&self, signed_in: &SignedIn) -> bool {
        let now = self.context.now();
        signed_in.confirmed_at.is_some_and(|at| at <= now && now < at.plus(CONFIRMED_S))
    }

    /// Ends all of the caller's sessions except the current session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_other_sessions(&self, caller: Caller) -> Result<()> {
        let (agent, session) = own(caller)?;
        let end = EndOthers { agent, but: Some(session) };
        self.context.store.write(caller.org, caller.origin(), end).await?;
        self.forget_sessions(caller.org, agent);
        Ok(())
    }

    /// Clears this node's cache of an agent's sessions, after the agent or a session changed.
    pub(super) fn forget_sessions(&self, org: OrgId, agent: AgentId) {
        self.sessions.forget(|it| it.org == org && it.session.agent == agent);
    }
}
