//! Signing in, and the links by which agents set their first password, in JSON.

use deskbell_model::limits::{KEY_BYTES_MAX, LOGIN_CHARS_MAX, PASSWORD_BYTES_MAX};
use deskbell_model::{Role, Secret};
use serde_json::{Value, json};

use crate::invalid::{InvalidField, Reading};
use crate::object::{named, object};
use crate::read::{self, Object};
use crate::schema::{Named, input};

/// The body of a request to sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The agent's sign-in name.
    pub login: String,
    /// The agent's password.
    pub password: Secret,
}

/// The body of a request that accepts an invitation or resets a password.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The secret from the link.
    pub token: Secret,
    /// The sign-in name; `None` to keep the present name.
    pub login: Option<String>,
    /// The new password.
    pub password: Secret,
}

/// The answer to signing in.
#[derive(Clone, Copy, Debug)]
pub struct SignedInView {
    /// True if the code of the second factor is still missing.
    pub second_factor: bool,
}

object! {
    "SignedIn" for SignedInView as signed_in {
        "secondFactor": bool = signed_in.second_factor
            => "True while the session waits for the code of the second factor.";
    }
}

/// The agent for whom a link was made.
#[derive(Clone, Debug)]
pub struct InvitedView<'a> {
    /// The agent's name.
    pub name: &'a str,
    /// The agent's role.
    pub role: Role,
    /// The sign-in name, if the agent has a sign-in name.
    pub login: Option<&'a str>,
    /// The agent's e-mail address.
    pub email: Option<&'a str>,
}

object! {
    "Invited" for InvitedView<'_> as invited {
        "name": &str = invited.name;
        "role": Role = invited.role;
        "login": Option<&str> = invited.login
            => "The sign-in name; null for an agent who never signed in.";
        "email": Option<&str> = invited.email;
    }
}

/// Returns a reader of a short text. The value must be a JSON string: unlike in the contract,
/// numbers are refused.
pub(crate) fn short(bytes_max: usize) -> impl FnOnce(&Value) -> Option<String> {
    move |value| value.as_str().filter(|it| it.len() <= bytes_max).map(str::to_owned)
}

pub(crate) fn secret(body: &mut Object, key: &'static str, bytes_max: usize) -> Option<Secret> {
    body.required(key, InvalidField::Field(key), short(bytes_max)).map(Secret::new)
}

/// Reads a password, without checking the rules for passwords.
pub(crate) fn password(body: &mut Object, key: &'static str) -> Option<Secret> {
    secret(body, key, 4 * PASSWORD_BYTES_MAX)
}

/// Reads the body of `POST /app/v1/session`.
///
/// # Errors
/// Every invalid field.
pub fn read_sign_in(body: &[u8]) -> Reading<SignIn> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let login = body.required("login", InvalidField::Field("login"), short(4 * LOGIN_CHARS_MAX));
    let password = password(&mut body, "password");
    body.finish(login.zip(password).map(|(login, password)| SignIn { login, password }))
}

/// Reads the token of a link.
///
/// # Errors
/// An invalid field.
pub fn read_link(body: &[u8]) -> Reading<Secret> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let token = secret(&mut body, "token", KEY_BYTES_MAX);
    body.finish(token)
}

/// Reads the body of `POST /app/v1/invitations`.
///
/// # Errors
/// Every invalid field.
pub fn read_acceptance(body: &[u8]) -> Reading<Acceptance> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let token = secret(&mut body, "token", KEY_BYTES_MAX);
    let login = body.optional("login", InvalidField::Field("login"), short(4 * LOGIN_CHARS_MAX));
    let password = password(&mut body, "password");
    let both = token.zip(password);
    body.finish(both.map(|(token, password)| Acceptance { token, login, password }))
}

fn password_in() -> Value {
    json!({"type": "string", "maxLength": PASSWORD_BYTES_MAX})
}

fn login_in() -> Value {
    json!({"type": "string", "maxLength": LOGIN_CHARS_MAX})
}

fn token_in() -> Value {
    json!({"type": "string", "maxLength": KEY_BYTES_MAX})
}

pub(crate) fn schemas() -> Named {
    let sign_in = vec![("login", login_in()), ("password", password_in())];
    let acceptance =
        vec![("token", token_in()), ("login", login_in()), ("password", password_in())];
    vec![
        named::<SignedInView>(),
        named::<InvitedView<'_>>(),
        ("SignIn", input(&["login", "password"], sign_in)),
        ("LinkIn", input(&["token"], vec![("token", token_in())])),
        ("Acceptance", input(&["token", "password"], acceptance)),
    ]
}
