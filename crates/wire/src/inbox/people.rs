//! Agents, departments and keys in JSON, in the form shown to administrators.

use deskbell_model::limits::TEXT_CHARS_MAX;
use deskbell_model::{AgentId, KeyId, Role, Scope, Seconds, StaffMember};
use serde_json::Value;

use crate::invalid::{InvalidField, Reading};
use crate::object::{named, object};
use crate::read::{self, Given, Object};
use crate::schema::{
    Named, about, array, id, input, or_null, page, reference, seconds, text_in, word,
};

/// An agent in the form shown to administrators, with a link to the agent's picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffView {
    /// The agent, in the form shown to administrators.
    pub member: StaffMember,
    /// The link to the picture, if the agent has a picture.
    pub picture: Option<String>,
}

object! {
    "StaffMember" for StaffView as view, member = view.member {
        "id": AgentId = member.agent.id;
        "name": String = member.agent.name;
        "email": Option<String> = member.agent.email;
        "role": Role = member.agent.role;
        "login": Option<String> = member.login
            => "The sign-in name; null for an agent who never signed in.";
        "secondFactor": bool = member.second_factor => "True if signing in needs a code.";
        "active": bool = member.deactivated_at.is_none()
            => "False for an agent who cannot sign in.";
        "picture": Option<String> = view.picture
            => "A link to the picture, for whoever has it; null without a picture.";
    }
}

/// The link to a picture that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureLink(pub String);

object! {
    "Picture" for PictureLink as link {
        "picture": String = link.0 => "A link to the picture, for whoever has it.";
    }
}

/// A link that an administrator passes on to an agent.
#[derive(Clone, Copy, Debug)]
pub struct LinkView<'a> {
    /// The path of the page that the link opens; the secret is after `#`.
    pub path: &'a str,
    /// The time at which the link expires.
    pub expires_at: Seconds,
}

object! {
    "Link" for LinkView<'_> as link {
        "path": &str = link.path
            => "The path of the page to open on this server. It works once and is shown only here.";
        "expiresAt": Seconds = link.expires_at;
    }
}

/// An API key, without its text.
#[derive(Clone, Copy, Debug)]
pub struct KeyView<'a> {
    /// The key's id.
    pub id: KeyId,
    /// The key's name.
    pub name: &'a str,
    /// The key's scope.
    pub scope: Scope,
    /// The time at which the key was created.
    pub created_at: Seconds,
    /// The time at which the key expires.
    pub expires_at: Option<Seconds>,
    /// The time at which the key was revoked, if it was revoked.
    pub revoked_at: Option<Seconds>,
    /// The time of the last use, to the minute.
    pub last_used_at: Option<Seconds>,
}

object! {
    "Key" for KeyView<'_> as key {
        "id": KeyId = key.id;
        "name": &str = key.name;
        "scope": Scope = key.scope;
        "createdAt": Seconds = key.created_at;
        "expiresAt": Option<Seconds> = key.expires_at
            => "The time from which the key is refused; null for a key that does not expire.";
        "revokedAt": Option<Seconds> = key.revoked_at
            => "The time when the key was revoked; null if it was not.";
        "lastUsedAt": Option<Seconds> = key.last_used_at
            => "The time of the last use, to the minute; null for a key that was never used.";
    }
}

/// A new API key with its text.
#[derive(Clone, Copy, Debug)]
pub struct NewKeyView<'a> {
    /// The key, without its text.
    pub key: KeyView<'a>,
    /// The key's text.
    pub text: &'a str,
}

object! {
    "NewKey" for NewKeyView<'_> as new {
        "id": KeyId = new.key.id;
        "key": &str = new.text => "The key. It cannot be read again.";
        "name": &str = new.key.name;
        "scope": Scope = new.key.scope;
        "expiresAt": Option<Seconds> = new.key.expires_at
            => "The time from which the key is refused; null for a key that does not expire.";
    }
}

/// All keys of an organization.
#[derive(Clone, Debug)]
pub struct Keys<'a>(pub Vec<KeyView<'a>>);

object! {
    "Keys" for Keys<'_> as keys {
        "data": Vec<KeyView<'_>> = keys.0;
    }
}

/// A new agent.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// The agent's name.
    pub name: String,
    /// The agent's e-mail address.
    pub email: Option<String>,
    /// The agent's role.
    pub role: Role,
}

/// An edit of an agent; a field that is `None` does not change.
#[derive(Clone, Debug, Default)]
pub struct AgentEdit {
    /// The agent's new name.
    pub name: Option<String>,
    /// The agent's new e-mail address; `Some(None)` removes the address.
    pub email: Option<Option<String>>,
    /// The agent's new role.
    pub role: Option<Role>,
    /// False to deactivate the agent.
    pub active: Option<bool>,
}

/// An edit of a department, or a new department; a field that is `None` does not change.
#[derive(Clone, Debug, Default)]
pub struct DepartmentEdit {
    /// The department's name.
    pub name: Option<String>,
    /// The agents of the department.
    pub agents: Option<Vec<AgentId>>,
}

/// Reads a name, which must not be empty.
pub(super) fn name(value: &Value) -> Option<String> {
    read::text(TEXT_CHARS_MAX)(value).filter(|name| !name.trim().is_empty())
}

fn role(value: &Value) -> Option<Role> {
    Role::parse(value.as_str()?)
}

fn agents(value: &Value) -> Option<Vec<AgentId>> {
    value.as_array()?.iter().map(|id| read::whole(id).and_then(AgentId::new)).collect()
}

/// Reads an optional value that must not be null.
pub(super) fn set<T>(
    body: &mut Object,
    key: &'static str,
    parse: impl FnOnce(&Value) -> Option<T>,
) -> Option<T> {
    let given = body.given(key, InvalidField::Field(key), parse);
    if matches!(given, Given::Null) {
        body.invalid(key, InvalidField::Field(key));
    }
    given.value()
}

/// Reads the body of `POST /app/v1/agents`.
///
/// # Errors
/// Every invalid field.
pub fn read_new_agent(body: &[u8]) -> Reading<NewAgent> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let name = body.required("name", InvalidField::Field("name"), name);
    let email = body.optional("email", InvalidField::Field("email"), self::name);
    let role = body.required("role", InvalidField::Field("role"), role);
    body.finish(name.zip(role).map(|(name, role)| NewAgent { name, email, role }))
}

/// Reads the body of `PATCH /app/v1/agents/{id}`.
///
/// # Errors
/// Every invalid field.
pub fn read_agent_edit(body: &[u8]) -> Reading<AgentEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let edit = AgentEdit {
        name: set(&mut body, "name", name),
        email: match body.given("email", InvalidField::Field("email"), name) {
            Given::Absent => None,
            Given::Null => Some(None),
            Given::Value(email) => Some(Some(email)),
        },
        role: set(&mut body, "role", role),
        active: set(&mut body, "active", read::flag),
    };
    body.finish(Some(edit))
}

/// Reads the body of `PATCH /app/v1/me`: the new name, if given.
///
/// # Errors
/// An invalid name.
pub fn read_own_edit(body: &[u8]) -> Reading<Option<String>> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let name = set(&mut body, "name", name);
    body.finish(Some(name))
}

/// Reads the body of `POST /app/v1/departments`: the name and the agents.
///
/// # Errors
/// Every invalid field.
pub fn read_new_department(body: &[u8]) -> Reading<(String, Vec<AgentId>)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let name = body.required("name", InvalidField::Field("name"), name);
    let agents = set(&mut body, "agents", agents).unwrap_or_default();
    body.finish(name.map(|name| (name, agents)))
}

/// Reads the body of `PATCH /app/v1/departments/{id}`.
///
/// # Errors
/// Every invalid field.
pub fn read_department_edit(body: &[u8]) -> Reading<DepartmentEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let edit = DepartmentEdit {
        name: set(&mut body, "name", name),
        agents: set(&mut body, "agents", agents),
    };
    body.finish(Some(edit))
}

/// Reads the body of `POST /app/v1/keys`: the name, the scope, and the time after `now` at which
/// the key expires.
///
/// # Errors
/// Every invalid field.
pub fn read_new_key(body: &[u8], now: Seconds) -> Reading<(String, Scope, Option<Seconds>)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let name = body.required("name", InvalidField::Field("name"), name);
    let scope = |value: &Value| Scope::parse(value.as_str()?);
    let scope = body.required("scope", InvalidField::Field("scope"), scope);
    let not_ahead = InvalidField::Because("expiresAt", "it is no time to come, in unix seconds");
    let ahead = |value: &Value| read::seconds(value).filter(|at| *at > now);
    let expires_at = body.optional("expiresAt", not_ahead, ahead);
    body.finish(name.zip(scope).map(|(name, scope)| (name, scope, expires_at)))
}

/// Reads the body of `POST /app/v1/agents/{id}/reset`: true to remove the second factor.
///
/// # Errors
/// An invalid field.
pub fn read_reset(body: &[u8]) -> Reading<bool> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let second_factor = set(&mut body, "secondFactor", read::flag).unwrap_or_default();
    body.finish(Some(second_factor))
}

fn name_in() -> Value {
    text_in(1, TEXT_CHARS_MAX)
}

fn role_in() -> Value {
    word(Role::ALL.iter().map(|it| it.as_str()))
}

fn agents_in() -> Value {
    about(array(id()), "The ids of the agents; they replace the present ones.")
}

pub(crate) fn schemas() -> Named {
    let agent = || vec![("name", name_in()), ("email", or_null(name_in())), ("role", role_in())];
    let edit = [agent(), vec![("active", reference("FlagIn"))]].concat();
    let department = || vec![("name", name_in()), ("agents", agents_in())];
    let scope = word(Scope::ALL.iter().map(|it| it.as_str()));
    let expires = about(
        or_null(seconds()),
        "The time from which the key is refused, which must be to come; without one it does not \
         expire.",
    );
    let removes = about(reference("FlagIn"), "True to remove the second factor, too.");
    vec![
        named::<StaffView>(),
        named::<PictureLink>(),
        ("StaffMemberPage", page("StaffMember")),
        named::<LinkView<'_>>(),
        named::<KeyView<'_>>(),
        named::<Keys<'_>>(),
        named::<NewKeyView<'_>>(),
        ("NewAgent", input(&["name", "role"], agent())),
        ("AgentEdit", about(input(&[], edit), "Fields that are left out stay as they are.")),
        (
            "OwnEdit",
            about(
                input(&[], vec![("name", name_in())]),
                "Fields that are left out stay as \
            they are.",
            ),
        ),
        ("NewDepartment", input(&["name"], department())),
        (
            "DepartmentEdit",
            about(
                input(&[], department()),
                "Fields that are left out stay as they \
            are.",
            ),
        ),
        (
            "NewKeyIn",
            input(
                &["name", "scope"],
                vec![("name", name_in()), ("scope", scope), ("expiresAt", expires)],
            ),
        ),
        ("PasswordReset", input(&[], vec![("secondFactor", removes)])),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::invalid::only;

    #[test]
    fn an_agent_needs_a_name_and_a_role_and_null_takes_an_address_away() {
        let read = |body: &Value| only(read_new_agent(body.to_string().as_bytes()));
        assert!(read(&json!({"name": "Ann", "role": "agent", "email": null})).is_ok());
        let bad = json!({"name": " ", "role": "boss", "email": 5.5e300});
        let fields = ["name", "email", "role"].map(InvalidField::Field);
        assert_eq!(read(&bad).unwrap_err(), fields);
        let edit = read_agent_edit(br#"{"email": null, "active": false}"#).unwrap();
        assert_eq!((edit.email, edit.active, edit.name), (Some(None), Some(false), None));
        let edit = only(read_agent_edit(br#"{"name": null, "role": null, "active": null}"#));
        let fields = ["name", "role", "active"].map(InvalidField::Field);
        assert_eq!(edit.unwrap_err(), fields);
    }
}
