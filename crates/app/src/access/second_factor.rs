//! The second factor of an agent. An agent begins to set it up by requesting a secret, and confirms
//! it with the first code. From then on each sign-in requires a code. A recovery code replaces a
//! lost authenticator once.

use std::net::IpAddr;

use deskbell_model::limits::{HALF_SESSION_TRIES_MAX, RECOVERY_CODES};
use deskbell_model::{Actor, AgentId, Origin, Seconds, Secret, SessionId, Via};
use deskbell_storage::logins::LoginRow;
use deskbell_storage::sessions::SessionRow;
use deskbell_storage::{Conn, Stop, Tx, Write, logins, sessions};

use super::own::ChangeLogin;
use super::sessions::own;
use super::sign_in::{NewRow, NewSession, begin};
use super::{Access, Caller, Denied, secrets, totp};
use crate::error::{Rejected, Result};

/// The number of random bytes in a recovery code, which has 24 letters. A random value of this
/// length can be hashed without a salt.
const RECOVERY_BYTES: usize = 15;

/// A second factor that an agent has begun to set up and has not yet confirmed.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// The secret, in base32.
    pub secret: Secret,
    /// The `otpauth` address, with which an authenticator app imports the secret.
    pub address: Secret,
}

/// Hashes a recovery code, ignoring case, spaces and hyphens.
fn recovery_hash(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    secrets::hash(letters.to_ascii_uppercase())
}

/// Checks a code of the second factor or a recovery code, and records in the row that the code was
/// used. Returns `false` for a wrong code.
fn take_code(login: &mut LoginRow, code: &str, now: Seconds) -> bool {
    let Some(secret) = &login.totp_secret else { return false };
    if let Some(step) = totp::accepted(secret, code, now, login.totp_step) {
        login.totp_step = Some(step);
        return true;
    }
    let hash = recovery_hash(code);
    let before = login.recovery.split_whitespace().count();
    let left: Vec<_> = login.recovery.split_whitespace().filter(|it| *it != hash).collect();
    let is_taken = left.len() < before;
    login.recovery = left.join(" ");
    is_taken
}

/// A write that completes a sign-in whose session waits for the code of the second factor.
struct Complete {
    half: SessionId,
    agent: AgentId,
    code: Secret,
    /// The hash of the new session's secret.
    hash: String,
    at: Seconds,
}

impl Write for Complete {
    /// True if the code was right. A wrong code is not an error, because an error would undo the
    /// write, which also counts wrong codes.
    type Out = bool;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Rejected>> {
        const ENDED: Stop<Rejected> = Stop::Refused(Rejected::SessionEnded);
        let org = tx.org;
        let half = sessions::find(org, tx.conn, self.half).await?;
        let half = half.filter(|it| it.awaits_code && it.expires_at > self.at).ok_or(ENDED)?;
        let mut login = logins::find(org, tx.conn, self.agent).await?.ok_or(ENDED)?;
        if !take_code(&mut login, self.code.reveal(), self.at) {
            let tries = half.tries.saturating_add(1);
            if tries >= HALF_SESSION_TRIES_MAX {
                sessions::end(org, tx.conn, self.agent, half.id).await?;
            } else {
                let half = SessionRow { tries, ..half };
                sessions::update(org, tx.conn, &half).await?;
            }
            return Ok(false);
        }
        logins::update(org, tx.conn, &login).await?;
        sessions::end(org, tx.conn, self.agent, half.id).await?;
        let (agent, address, at) = (self.agent, half.address.clone(), self.at);
        let new = NewRow { agent, device: &half.device, address, awaits_code: false, at };
        begin(tx, new, &self.hash).await?;
        Ok(true)
    }
}

impl Access {
    /// Completes a sign-in with a code of the second factor or a recovery code. `secret` is the
    /// secret of the session that waits for the code. The session gets a new secret.
    ///
    /// # Errors
    /// [`Rejected::SessionEnded`] for a session that does not wait for a code,
    /// [`Rejected::WrongCode`], [`Rejected::TooManyTries`], or when the database fails.
    pub async fn complete(
        &self,
        secret: Option<&str>,
        code: Secret,
        peer: IpAddr,
    ) -> Result<NewSession> {
        let recognized = match secret {
            Some(secret) => self.recognized(secret).await?,
            None => None,
        };
        let Some(half) = recognized.filter(|it| it.session.awaits_code) else {
            return Err(match self.unknown_from(peer) {
                Denied::TooManyUnknown { reset_s } => Rejected::TooManyTries(reset_s).into(),
                _ => Rejected::SessionEnded.into(),
            });
        };
        let (org, agent) = (half.org, half.session.agent);
        // Only somebody who knows the password gets this far, so this delay lets no stranger lock
        // the agent out.
        let uptime = self.context.clock.uptime();
        if let Some(seconds) = self.tries_of_codes.wait(&(org, agent), uptime) {
            return Err(Rejected::TooManyTries(seconds).into());
        }
        let secret = secrets::generate_session(self.context.entropy.as_ref())?;
        let (hash, at) = (secrets::hash(secret.reveal()), self.context.now());
        let complete = Complete { half: half.session.id, agent, code, hash, at };
        let origin = Origin::new(Actor::Agent(agent), Via::Inbox);
        let is_right = self.context.store.write(org, origin, complete).await?;
        self.forget_sessions(org, agent);
        if !is_right {
            self.tries_of_codes.fail((org, agent), uptime);
            tracing::info!(%org, %agent, "a code of a second factor was wrong");
            return Err(Rejected::WrongCode.into());
        }
        tracing::info!(%org, %agent, "an agent signed in");
        Ok(NewSession { secret, awaits_code: false, org, agent })
    }

    /// Begins to set up a second factor for the caller. An existing second factor stays valid until
    /// the new second factor is confirmed.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or when the database fails.
    pub async fn begin_second_factor(&self, caller: Caller) -> Result<Enrollment> {
        let secret = totp::generate(self.context.entropy.as_ref())?;
        let pending = secret.clone();
        let change = ChangeLogin::of(caller, move |login| {
            login.totp_pending = Some(pending.clone());
            Ok(())
        })?;
        let login = self.change_login(caller, change).await?.login;
        let address = Secret::new(totp::address(&secret, &login));
        Ok(Enrollment { secret: Secret::new(secret), address })
    }

    /// Confirms the second factor that the caller began to set up, and ends the caller's other
    /// sessions. Returns recovery codes, which cannot be read again later.
    ///
    /// # Errors
    /// [`Rejected::NoFactor`] when the caller did not begin to set up a second factor,
    /// [`Rejected::WrongCode`], or when the database fails.
    pub async fn confirm_second_factor(&self, caller: Caller, code: Secret) -> Result<Vec<String>> {
        let (agent, session) = own(caller)?;
        let (key, uptime) = ((caller.org, agent), self.context.clock.uptime());
        if let Some(seconds) = self.tries_of_codes.wait(&key, uptime) {
            return Err(Rejected::TooManyTries(seconds).into());
        }
        let (codes, hashes) = self.recovery_codes()?;
        let now = self.context.now();
        let change = ChangeLogin::of(caller, move |login| {
            let pending = login.totp_pending.take().ok_or(Rejected::NoFactor)?;
            let step = totp::accepted(&pending, code.reveal(), now, None);
            login.totp_step = Some(step.ok_or(Rejected::WrongCode)?);
            login.totp_secret = Some(pending);
            login.recovery.clone_from(&hashes);
            Ok(())
        })?;
        let changed = self.change_login(caller, change.ending_others(session)).await;
        if matches!(changed, Err(crate::Error::Rejected(Rejected::WrongCode))) {
            self.tries_of_codes.fail(key, uptime);
        }
        changed?;
        let org = caller.org;
        tracing::info!(%org, %agent, "a second factor was set");
        Ok(codes)
    }

    /// Removes the caller's second factor, and ends the caller's other sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_second_factor(&self, caller: Caller) -> Result<()> {
        let (agent, session) = own(caller)?;
        let change = ChangeLogin::of(caller, |login| {
            without_factor(login);
            Ok(())
        })?;
        self.change_login(caller, change.ending_others(session)).await?;
        let org = caller.org;
        tracing::info!(%org, %agent, "a second factor was removed");
        Ok(())
    }

    /// Gives the caller new recovery codes in place of the old codes.
    ///
    /// # Errors
    /// [`Rejected::NoFactor`] without a second factor, or when the database fails.
    pub async fn renew_recovery(&self, caller: Caller) -> Result<Vec<String>> {
        let (codes, hashes) = self.recovery_codes()?;
        let change = ChangeLogin::of(caller, move |login| {
            login.totp_secret.as_ref().ok_or(Rejected::NoFactor)?;
            login.recovery.clone_from(&hashes);
            Ok(())
        })?;
        self.change_login(caller, change).await?;
        Ok(codes)
    }

    /// Generates recovery codes. Returns the codes, and their hashes in stored form.
    fn recovery_codes(&self) -> Result<(Vec<String>, String)> {
        let (mut codes, mut hashes) = (Vec::new(), Vec::new());
        for _ in 0..RECOVERY_CODES {
            let mut random = [0; RECOVERY_BYTES];
            self.context.entropy.fill(&mut random)?;
            let letters = totp::base32(&random).to_lowercase();
            let groups: Vec<_> = [0, 4, 8, 12, 16, 20].map(|at| &letters[at..at + 4]).into();
            let code = groups.join("-");
            hashes.push(recovery_hash(&code));
            codes.push(code);
        }
        Ok((codes, hashes.join(" ")))
    }
}

pub(super) fn without_factor(login: &mut LoginRow) {
    (login.totp_secret, login.totp_pending, login.totp_step) = (None, None, None);
    login.recovery.clear();
}
