//! The import of agents, departments and customers from lines of the exchange format.

use deskbell_model::exchange::{AgentLine, CustomerLine, DepartmentLine, ExternalKind};
use deskbell_model::{
    Agent, AgentId, Customer, CustomerId, CustomerView, Department, DepartmentId, Kind, Role,
};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{
    Conn, Error, Listed as _, Result as StorageResult, Stop, Tx, agents, customers, departments,
    staff,
};

use super::super::customers::{dress, stored};
use super::super::{change, check_room};
use super::{LineDone, LineRefused, Run, Step};
use crate::customer_view::find;

/// The number of agents or departments that one query reads.
const LISTED_AT_ONCE: u32 = 1_000;

const NEW: LineDone = LineDone { is_new: true, messages: 0 };
const KNOWN: LineDone = LineDone { is_new: false, messages: 0 };

/// Unwraps an id that was made from a stored number; `None` means corrupt data.
pub(super) fn id<T>(id: Option<T>) -> StorageResult<T> {
    id.ok_or_else(|| Error::Corrupt("an external id of nothing".into()))
}

pub(super) async fn append<C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &Run<'_>,
    change: Change,
) -> StorageResult<()> {
    changes::append_one(tx, run.at, Notice::Silent, &change).await.map(drop)
}

fn room(count: i64) -> Step<()> {
    check_room(count).map_err(|_| Stop::Refused(LineRefused::AsManyAsAllowed))
}

/// Writes the agent of an imported line. A line with a new id changes the agent with the line's
/// e-mail address, if exactly one agent has this address. Otherwise the line adds an agent.
pub(super) async fn agent<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    line: &'r AgentLine,
) -> Step<LineDone> {
    let kind = ExternalKind::Agent;
    let known = match run.known.find(kind, &line.external_id) {
        Some(known) => Some(known),
        None => {
            let same = with_email(tx, line).await?;
            if let Some(same) = same {
                run.known.note(tx, kind, &line.external_id, same).await?;
            }
            same
        }
    };
    let email = line.email.clone();
    let Some(known) = known else {
        room(tx.counters.agents())?;
        let id = tx.counters.take_agent()?;
        let (name, role) = (line.name.clone(), line.role.unwrap_or(Role::Agent));
        let agent = Agent { id, name, email: email.flatten(), role };
        agents::insert(tx, &agent).await?;
        append(tx, run, change(Kind::AgentCreated, id, &agent)).await?;
        run.known.note(tx, kind, &line.external_id, id.get()).await?;
        return Ok(NEW);
    };
    let found = staff::find(tx.org, tx.conn, id(AgentId::new(known))?).await?;
    let before = found.ok_or(Error::NotFound)?;
    let mut after = before.agent.clone();
    after.name.clone_from(&line.name);
    after.email = email.unwrap_or(after.email);
    if after != before.agent {
        staff::update(tx.org, tx.conn, &after, before.deactivated_at).await?;
        append(tx, run, change(Kind::AgentUpdated, after.id, &after)).await?;
    }
    Ok(KNOWN)
}

/// Finds the agent with the e-mail address of an imported line; `None` unless exactly one agent has
/// the address.
async fn with_email<C: Conn>(tx: &mut Tx<'_, C>, line: &AgentLine) -> StorageResult<Option<i64>> {
    let Some(Some(email)) = &line.email else { return Ok(None) };
    let all = Agent::list(tx.org, tx.conn, 0, LISTED_AT_ONCE).await?;
    let has_it = |it: &&Agent| it.email.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(email));
    let mut same = all.iter().filter(has_it);
    Ok(same.next().filter(|_| same.next().is_none()).map(|it| it.id.get()))
}

/// Writes the department of an imported line. A line with a new id changes the first department
/// with the line's name, or adds a department if no department has the name.
pub(super) async fn department<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    line: &'r DepartmentLine,
) -> Step<LineDone> {
    let kind = ExternalKind::Department;
    let mut members = Vec::new();
    for agent in line.agents.iter().flatten() {
        let agent = run.known.need(ExternalKind::Agent, agent)?;
        members.extend(agents::find(tx.org, tx.conn, id(AgentId::new(agent))?).await?);
    }
    members.sort_by_key(|it| it.id);
    members.dedup();
    let known = match run.known.find(kind, &line.external_id) {
        Some(known) => departments::whole(tx.org, tx.conn, id(DepartmentId::new(known))?).await?,
        None => {
            let all = Department::list(tx.org, tx.conn, 0, LISTED_AT_ONCE).await?;
            let same = all.into_iter().find(|it| it.name == line.name);
            if let Some(same) = &same {
                run.known.note(tx, kind, &line.external_id, same.id.get()).await?;
            }
            same
        }
    };
    let Some(before) = known else {
        room(tx.counters.departments())?;
        let id = tx.counters.take_department()?;
        let department = Department { id, name: line.name.clone(), agents: members };
        departments::insert(tx, &department).await?;
        append(tx, run, change(Kind::DepartmentCreated, id, &department)).await?;
        run.known.note(tx, kind, &line.external_id, id.get()).await?;
        return Ok(NEW);
    };
    let agents = if line.agents.is_some() { members } else { before.agents.clone() };
    let after = Department { id: before.id, name: line.name.clone(), agents };
    if after != before {
        departments::update(tx.org, tx.conn, &after).await?;
        append(tx, run, change(Kind::DepartmentUpdated, after.id, &after)).await?;
    }
    Ok(KNOWN)
}

/// Writes the customer of an imported line. A line with a new id changes the customer with the
/// line's `userId`, or adds a customer if no customer has the `userId`.
pub(super) async fn customer<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    line: &'r CustomerLine,
) -> Step<(CustomerId, LineDone)> {
    let kind = ExternalKind::Customer;
    let owner = match line.edit.user_id() {
        Some(user_id) => customers::with_user_id(tx.org, tx.conn, user_id).await?,
        None => None,
    };
    let noted = run.known.find(kind, &line.external_id);
    let known = match noted {
        Some(noted) => Some(id(CustomerId::new(noted))?),
        None => owner,
    };
    if owner.is_some() && owner != known {
        return Err(Stop::Refused(LineRefused::UserIdTaken));
    }
    let too_many = || Stop::Refused(LineRefused::TooManyTags);
    let before = match known {
        Some(known) => Some(find(tx.org, tx.conn, known).await?.ok_or(Error::NotFound)?),
        None => None,
    };
    let worn = before.as_ref().map(|it| it.tags.clone()).unwrap_or_default();
    let tags = line.edit.tags.of(&worn).ok_or_else(too_many)?;
    let Some(before) = before else {
        let at = line.created_at.unwrap_or(run.at);
        let mut customer = Customer::new(tx.counters.take_customer()?, at);
        customer.edit(&line.edit);
        let id = customer.id;
        customers::insert(tx, &[stored(&customer)]).await?;
        let tags = dress(tx, id, &[], &tags).await?;
        let view = CustomerView { customer, tags };
        append(tx, run, change(Kind::CustomerCreated, id, &view)).await?;
        run.known.note(tx, kind, &line.external_id, id.get()).await?;
        return Ok((id, NEW));
    };
    let id = before.customer.id;
    if noted.is_none() {
        run.known.note(tx, kind, &line.external_id, id.get()).await?;
    }
    let mut after = before.clone();
    after.customer.edit(&line.edit);
    if after.customer != before.customer {
        customers::update(tx.org, tx.conn, &before.customer, &stored(&after.customer)).await?;
    }
    after.tags = dress(tx, id, &before.tags, &tags).await?;
    if after != before {
        let mut updated = change(Kind::CustomerUpdated, id, &after);
        updated.sort_keys = SortKeysChanged::of_customer(&before.customer, &after.customer);
        append(tx, run, updated).await?;
    }
    Ok((id, KNOWN))
}
