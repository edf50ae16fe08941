//! The signed-in agent's sessions, password and second factor, in JSON.

use deskbell_model::{Seconds, Secret, SessionId};
use serde_json::{Value, json};

use crate::inbox::session::{password, secret};
use crate::invalid::Reading;
use crate::object::{named, object};
use crate::read;
use crate::schema::{Named, input};

/// The longest code that is read, in bytes: a recovery code with hyphens and some spaces.
const CODE_BYTES_MAX: usize = 64;

/// A session in the form shown to the session's agent.
#[derive(Clone, Copy, Debug)]
pub struct SessionView<'a> {
    /// The session's id.
    pub id: SessionId,
    /// The browser's `User-Agent`.
    pub device: &'a str,
    /// The address from which the agent signed in.
    pub address: &'a str,
    /// The time of signing in.
    pub created_at: Seconds,
    /// The time of the last use.
    pub last_used_at: Seconds,
    /// True for the session of the request.
    pub is_own: bool,
}

object! {
    "Session" for SessionView<'_> as session {
        "id": SessionId = session.id;
        "device": &str = session.device => "The browser, by its own name.";
        "address": &str = session.address => "The IP address from which the agent signed in.";
        "createdAt": Seconds = session.created_at;
        "lastUsedAt": Seconds = session.last_used_at => "The last use, exact to a minute.";
        "current": bool = session.is_own => "True for the present session.";
    }
}

/// The sessions of an agent.
#[derive(Clone, Debug)]
pub struct Sessions<'a>(pub Vec<SessionView<'a>>);

object! {
    "Sessions" for Sessions<'_> as sessions {
        "data": Vec<SessionView<'_>> = sessions.0;
    }
}

/// A second factor that was begun and not yet confirmed.
#[derive(Clone, Copy, Debug)]
pub struct BegunView<'a> {
    /// The secret of the second factor.
    pub secret: &'a str,
    /// The `otpauth` address for authenticator apps.
    pub address: &'a str,
}

object! {
    "SecondFactor" for BegunView<'_> as begun {
        "secret": &str = begun.secret
            => "The secret in base32, to be typed into an authenticator app.";
        "address": &str = begun.address
            => "The same as an `otpauth` address, to be shown as a QR code.";
    }
}

/// The recovery codes of an agent's second factor.
#[derive(Clone, Debug)]
pub struct RecoveryView(pub Vec<String>);

object! {
    "RecoveryCodes" for RecoveryView as recovery {
        "codes": Vec<String> = recovery.0
            => "Each replaces a code of the second factor once. They cannot be read again.";
    }
}

/// Reads a request's body with a code.
///
/// # Errors
/// An invalid field.
pub fn read_code(body: &[u8]) -> Reading<Secret> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let code = secret(&mut body, "code", CODE_BYTES_MAX);
    body.finish(code)
}

/// Reads a request's body with a password.
///
/// # Errors
/// An invalid field.
pub fn read_password(body: &[u8]) -> Reading<Secret> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let password = password(&mut body, "password");
    body.finish(password)
}

/// Reads the body of `PUT /app/v1/me/password`: the old and the new password.
///
/// # Errors
/// Every invalid field.
pub fn read_new_password(body: &[u8]) -> Reading<(Secret, Secret)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let current = password(&mut body, "current");
    let new = password(&mut body, "password");
    body.finish(current.zip(new))
}

fn text_up_to(bytes_max: usize) -> Value {
    json!({"type": "string", "maxLength": bytes_max})
}

pub(crate) fn schemas() -> Named {
    let password = || text_up_to(deskbell_model::limits::PASSWORD_BYTES_MAX);
    let change = vec![("current", password()), ("password", password())];
    vec![
        named::<SessionView<'_>>(),
        named::<Sessions<'_>>(),
        named::<BegunView<'_>>(),
        named::<RecoveryView>(),
        ("Code", input(&["code"], vec![("code", text_up_to(CODE_BYTES_MAX))])),
        ("PasswordIn", input(&["password"], vec![("password", password())])),
        ("PasswordChange", input(&["current", "password"], change)),
    ]
}
