//! The ids of the objects to which lines refer, looked up for all lines of a job at once.

use std::collections::{BTreeMap, BTreeSet};

use deskbell_model::exchange::{ChatCustomer, ExchangeLine, ExternalKind, LineAuthor, MessageLine};
use deskbell_storage::{Conn, Result as StorageResult, Stop, Tx, external_ids};

use super::{LineRefused, Step};

/// The ids of the existing objects to which lines refer.
pub(super) struct Known<'r> {
    source: &'r str,
    ids: BTreeMap<(ExternalKind, &'r str), i64>,
}

impl<'r> Known<'r> {
    /// Looks up the objects to which lines of a source refer.
    pub(super) async fn of<C: Conn>(
        tx: &mut Tx<'_, C>,
        source: &'r str,
        lines: &'r [ExchangeLine],
    ) -> StorageResult<Self> {
        let mut names: BTreeMap<ExternalKind, BTreeSet<&str>> = BTreeMap::new();
        for line in lines {
            named(line, |kind, id| {
                names.entry(kind).or_default().insert(id);
            });
        }
        let mut ids = BTreeMap::new();
        for (kind, names) in names {
            let names: Vec<_> = names.into_iter().collect();
            for found in external_ids::find(tx.org, tx.conn, (kind, source), &names).await? {
                let place = names.binary_search(&found.external_id.as_str());
                ids.extend(place.ok().map(|place| ((kind, names[place]), found.id)));
            }
        }
        Ok(Self { source, ids })
    }

    /// Finds the object with this id in the source.
    pub(super) fn find(&self, kind: ExternalKind, external_id: &str) -> Option<i64> {
        self.ids.get(&(kind, external_id)).copied()
    }

    /// Finds the object with this id in the source, or refuses the line.
    pub(super) fn need(&self, kind: ExternalKind, external_id: &str) -> Step<i64> {
        let unknown = || LineRefused::Unknown { kind, external_id: external_id.to_owned() };
        self.find(kind, external_id).ok_or_else(|| Stop::Refused(unknown()))
    }

    /// Records the id that an object has in the source.
    pub(super) async fn note<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
        kind: ExternalKind,
        external_id: &'r str,
        id: i64,
    ) -> StorageResult<()> {
        external_ids::set(tx.org, tx.conn, (kind, self.source), external_id, id).await?;
        self.ids.insert((kind, external_id), id);
        Ok(())
    }
}

/// Calls `take` for each object to which a line refers, including the line's own object.
fn named<'r>(line: &'r ExchangeLine, mut take: impl FnMut(ExternalKind, &'r str)) {
    let messages: &[MessageLine] = match line {
        ExchangeLine::Agent(agent) => {
            take(ExternalKind::Agent, &agent.external_id);
            &[]
        }
        ExchangeLine::Department(department) => {
            take(ExternalKind::Department, &department.external_id);
            for agent in department.agents.iter().flatten() {
                take(ExternalKind::Agent, agent);
            }
            &[]
        }
        ExchangeLine::Customer(customer) => {
            take(ExternalKind::Customer, &customer.external_id);
            &[]
        }
        ExchangeLine::Chat(chat) => {
            take(ExternalKind::Chat, &chat.external_id);
            let customer = match &chat.customer {
                ChatCustomer::Known(customer) => customer,
                ChatCustomer::Whole(customer) => &customer.external_id,
            };
            take(ExternalKind::Customer, customer);
            if let Some(Some(agent)) = &chat.assignee {
                take(ExternalKind::Agent, agent);
            }
            if let Some(Some(department)) = &chat.department {
                take(ExternalKind::Department, department);
            }
            &chat.messages
        }
        ExchangeLine::Messages(line) => {
            take(ExternalKind::Chat, &line.chat);
            &line.messages
        }
    };
    for message in messages {
        if let LineAuthor::Agent(Some(agent)) = &message.from {
            take(ExternalKind::Agent, agent);
        }
    }
}
