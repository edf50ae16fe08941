//! Changes of settings. The settings are canned responses, views, proactive rules, the appearance
//! of widgets, and the settings of an organization and its departments.

use deskbell_model::limits::{CANNED_MAX, RULES_MAX, VIEWS_MAX};
use deskbell_model::{AgentId, Kind, Right, Seconds, Setting, SettingId, SettingKind};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::settings::{self, SettingRow};
use deskbell_storage::{Conn, Error as StorageError, Stop, Tx, Write, organizations};
use deskbell_wire::inbox::documents::{self, Document, Edit, SettingTold};

use super::expected::Expected;
use super::recorded::Recorded;
use super::{Actions, json};
use crate::access::Caller;
use crate::error::{Error, Refused, Rejected, Result};

/// Returns the limit on settings of a kind, for the personal settings of one agent and for the
/// shared settings of an organization.
const fn most(kind: SettingKind) -> i64 {
    let most = match kind {
        SettingKind::Canned => CANNED_MAX,
        SettingKind::View => VIEWS_MAX,
        SettingKind::Rule => RULES_MAX,
        // There is one such setting for each organization, department or application.
        SettingKind::Look
        | SettingKind::Widget
        | SettingKind::Organization
        | SettingKind::Department => u32::MAX,
    };
    most as i64
}

/// Returns the right to change settings of this kind.
const fn right(kind: SettingKind, is_own: bool) -> Right {
    match kind {
        SettingKind::Canned | SettingKind::View if is_own => Right::OwnCanned,
        SettingKind::Canned | SettingKind::View => Right::SharedCanned,
        SettingKind::Look | SettingKind::Widget => Right::Staff,
        SettingKind::Rule | SettingKind::Organization | SettingKind::Department => {
            Right::Organization
        }
    }
}

/// Parses the document of a row, and returns the setting.
pub(crate) fn document<T: Document>(row: SettingRow) -> Result<Setting<T>, StorageError> {
    let SettingRow { id, agent, document, changed_at, .. } = row;
    let value = documents::from_text(&document);
    let value = value.ok_or_else(|| StorageError::Corrupt("a setting is no document".into()))?;
    Ok(Setting { id, agent, changed_at, value })
}

fn row<T: Document>(setting: &Setting<T>) -> SettingRow {
    SettingRow {
        kind: T::KIND,
        id: setting.id,
        agent: setting.agent,
        name: setting.value.name().map(str::to_owned),
        document: documents::text(&setting.value),
        changed_at: setting.changed_at,
    }
}

/// Records the change of a setting in the change feed. Agents see which setting changed; the old
/// document is stored for the audit trail.
pub(super) async fn tell<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    told: SettingTold,
    before: Option<String>,
) -> Result<deskbell_model::Seq, StorageError> {
    let mut change = Change::new(Kind::SettingUpdated, told.id, Some(json(&told)));
    change.before = before;
    changes::append_one(tx, at, Notice::Notify, &change).await
}

fn told<T: Document>(setting: &Setting<T>, removed: bool) -> SettingTold {
    SettingTold { id: setting.id, kind: T::KIND, agent: setting.agent, removed }
}

async fn recorded<C: Conn, T: Document>(
    tx: &mut Tx<'_, C>,
    setting: Setting<T>,
    before: Option<String>,
) -> Result<Recorded<Setting<T>>, StorageError> {
    let seq = tell(tx, setting.changed_at, told(&setting, false), before).await?;
    Ok(Recorded { seq: Some(seq), json: json(&setting), value: setting })
}

struct Create<T> {
    document: T,
    agent: Option<AgentId>,
    at: Seconds,
}

impl<T: Document> Write for Create<T> {
    type Out = Recorded<Setting<T>>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self { document, agent, at } = self;
        if settings::count(tx.org, tx.conn, T::KIND, *agent).await? >= most(T::KIND) {
            return Err(Stop::Refused(Rejected::AsManyAsAllowed));
        }
        let id = settings::take_id(tx)?;
        let setting = Setting { id, agent: *agent, changed_at: *at, value: document.clone() };
        settings::insert(tx.org, tx.conn, &row(&setting)).await?;
        Ok(recorded(tx, setting, None).await?)
    }
}

/// Finds a setting that the caller may see: a shared setting or a personal setting of the caller.
async fn found<C: Conn, T: Document>(
    tx: &mut Tx<'_, C>,
    id: SettingId,
    caller: Caller,
) -> Result<(Setting<T>, String), Stop<Refused>> {
    let found = settings::find(tx.org, tx.conn, T::KIND, id).await?;
    let found = found.filter(|row| row.agent.is_none() || row.agent == caller.agent_id());
    let row = found.ok_or(Stop::Refused(Rejected::SettingNotFound.into()))?;
    let right = right(T::KIND, row.agent.is_some());
    caller.check(right).map_err(|refused| Stop::Refused(refused.into()))?;
    let before = row.document.clone();
    Ok((document(row)?, before))
}

struct Edited<T> {
    id: SettingId,
    caller: Caller,
    edit: Edit,
    expected: Expected,
    at: Seconds,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T: Document> Write for Edited<T> {
    type Out = Recorded<Setting<T>>;
    type Refusal = Refused;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Refused>> {
        let (old, before) = found::<C, T>(tx, self.id, self.caller).await?;
        self.expected.of(&old).map_err(|refused| Stop::Refused(refused.into()))?;
        let value = self.edit.apply(&old.value);
        let value = value.map_err(|invalid| Stop::Refused(Refused::Invalid(invalid)))?;
        if value == old.value {
            return Ok(Recorded { seq: None, json: json(&old), value: old });
        }
        let setting = Setting { value, changed_at: self.at, ..old };
        settings::save(tx.org, tx.conn, &row(&setting)).await?;
        Ok(recorded(tx, setting, Some(before)).await?)
    }
}

struct Delete<T> {
    id: SettingId,
    caller: Caller,
    expected: Expected,
    at: Seconds,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T: Document> Write for Delete<T> {
    type Out = ();
    type Refusal = Refused;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Refused>> {
        let (old, before) = found::<C, T>(tx, self.id, self.caller).await?;
        self.expected.of(&old).map_err(|refused| Stop::Refused(refused.into()))?;
        settings::remove(tx.org, tx.conn, T::KIND, self.id).await?;
        tell(tx, self.at, told(&old, true), Some(before)).await?;
        Ok(())
    }
}

/// A change of the settings of an organization, a department or an application's widget. Such
/// settings always exist, with default values at first.
pub(crate) struct SetDocument<T> {
    id: SettingId,
    edit: Edit,
    expected: Expected,
    at: Seconds,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T: Document> SetDocument<T> {
    /// Creates a change of the settings with this id. The settings must be in the expected state.
    pub(crate) fn new(
        id: i64,
        edit: Edit,
        expected: Expected,
        at: Seconds,
    ) -> Result<Self, Rejected> {
        let id = SettingId::new(id).ok_or(Rejected::SettingNotFound)?;
        Ok(Self { id, edit, expected, at, kind: std::marker::PhantomData })
    }

    /// The right that the change needs.
    pub(crate) const RIGHT: Right = right(T::KIND, false);
}

/// Refuses settings of a department or an application that does not exist.
async fn check_owner<C: Conn>(
    tx: &mut Tx<'_, C>,
    kind: SettingKind,
    id: SettingId,
) -> Result<(), Stop<Refused>> {
    if settings::has_owner(tx.org, tx.conn, kind, id.get()).await? {
        Ok(())
    } else {
        Err(Stop::Refused(without_owner(kind).into()))
    }
}

/// Returns the refusal of settings whose department or application does not exist.
pub(crate) const fn without_owner(kind: SettingKind) -> Rejected {
    match kind {
        SettingKind::Look => Rejected::ApplicationNotFound,
        _ => Rejected::DepartmentNotFound,
    }
}

impl<T: Document + Default> Write for SetDocument<T> {
    type Out = Recorded<T>;
    type Refusal = Refused;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Refused>> {
        check_owner(tx, T::KIND, self.id).await?;
        let found = settings::find(tx.org, tx.conn, T::KIND, self.id).await?;
        let before = found.as_ref().map(|row| row.document.clone());
        let old = found.map(document::<T>).transpose()?.map(|it| it.value).unwrap_or_default();
        self.expected.of(&old).map_err(|refused| Stop::Refused(refused.into()))?;
        let value = self.edit.apply(&old);
        let value = value.map_err(|invalid| Stop::Refused(Refused::Invalid(invalid)))?;
        if value == old {
            return Ok(Recorded { seq: None, json: json(&old), value: old });
        }
        let setting = Setting { id: self.id, agent: None, changed_at: self.at, value };
        match before {
            Some(_) => settings::save(tx.org, tx.conn, &row(&setting)).await?,
            None => settings::insert(tx.org, tx.conn, &row(&setting)).await?,
        }
        if let Some(sees_all) = setting.value.agents_see_all() {
            organizations::set_agents_see_all(tx.org, tx.conn, sees_all).await?;
        }
        let seq = tell(tx, self.at, told(&setting, false), before).await?;
        let value = setting.value;
        Ok(Recorded { seq: Some(seq), json: json(&value), value })
    }
}

/// The id under which an organization's own settings are stored.
pub const OF_ORGANIZATION: i64 = 1;

impl Actions {
    /// Creates a shared setting if `is_shared` is true, else a personal setting of the caller.
    ///
    /// # Errors
    /// [`Rejected::Forbidden`], [`Rejected::NameTaken`], [`Rejected::AsManyAsAllowed`], or when the
    /// database fails.
    pub async fn create_setting<T: Document>(
        &self,
        caller: Caller,
        is_shared: bool,
        document: T,
    ) -> Result<Recorded<Setting<T>>> {
        let agent = caller.agent_id().filter(|_| !is_shared);
        let right = right(T::KIND, agent.is_some());
        let create = Create { document, agent, at: self.context.now() };
        self.write(caller, right, create).await.map_err(name_taken)
    }

    /// Changes a shared setting or a personal setting of the caller. The setting must be in the
    /// expected state.
    ///
    /// # Errors
    /// [`Rejected::SettingNotFound`], [`Rejected::Forbidden`], [`Rejected::Changed`],
    /// [`Rejected::NameTaken`], [`Error::Invalid`], or when the database fails.
    pub async fn change_setting<T: Document>(
        &self,
        caller: Caller,
        id: SettingId,
        edit: Edit,
        expected: Expected,
    ) -> Result<Recorded<Setting<T>>> {
        let (at, kind) = (self.context.now(), std::marker::PhantomData);
        let change = Edited::<T> { id, caller, edit, expected, at, kind };
        self.write(caller, right(T::KIND, true), change).await.map_err(name_taken)
    }

    /// Removes a shared setting or a personal setting of the caller. The setting must be in the
    /// expected state.
    ///
    /// # Errors
    /// [`Rejected::SettingNotFound`], [`Rejected::Forbidden`], [`Rejected::Changed`], or when the
    /// database fails.
    pub async fn delete_setting<T: Document>(
        &self,
        caller: Caller,
        id: SettingId,
        expected: Expected,
    ) -> Result<()> {
        let (at, kind) = (self.context.now(), std::marker::PhantomData);
        let delete = Delete::<T> { id, caller, expected, at, kind };
        self.write(caller, right(T::KIND, true), delete).await
    }

    /// Changes the settings of a department or of an application's widget. The settings must be in
    /// the expected state. `id` is the id of the department or application. The settings of the
    /// organization are changed by [`Access::set_organization`](crate::Access::set_organization).
    ///
    /// # Errors
    /// [`Rejected::DepartmentNotFound`], [`Rejected::ApplicationNotFound`], [`Rejected::Changed`],
    /// [`Error::Invalid`], or when the database fails.
    pub async fn set<T: Document + Default>(
        &self,
        caller: Caller,
        id: i64,
        edit: Edit,
        expected: Expected,
    ) -> Result<Recorded<T>> {
        let set = SetDocument::<T>::new(id, edit, expected, self.context.now())?;
        self.write(caller, SetDocument::<T>::RIGHT, set).await
    }
}

/// Converts the database's error about a taken name to a refusal.
fn name_taken(error: Error) -> Error {
    match error {
        Error::Storage(StorageError::Conflict { constraint })
            if constraint == "settings_kind_agent_id_name" =>
        {
            Rejected::NameTaken.into()
        }
        other => other,
    }
}
