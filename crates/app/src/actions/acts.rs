//! Bulk edits: changes of several chats in one transaction. A bulk edit also returns bulk edits
//! that undo it.

use deskbell_model::{
    ActSet, Acted, ChatId, ChatScope, ChatSet, CustomerEdit, CustomerId, NewTag, Retag, Right,
    Side, Status, Timestamp,
};
use deskbell_storage::{Conn, Result as StorageResult, Stop, Tx, Write};

use super::chat_tx::ChatTx;
use super::chats::{check_agent, check_department, set_status};
use super::{Actions, customers, reading};
use crate::access::Caller;
use crate::customer_view::find;
use crate::error::{Rejected, Result};

struct Act {
    chats: Vec<ChatId>,
    set: ActSet,
    scope: ChatScope,
    at: Timestamp,
}

impl Write for Act {
    type Out = (Acted, Vec<reading::Rest>);
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        check_agent(tx, self.set.assignee.flatten()).await?;
        check_department(tx, self.set.department.flatten()).await?;
        let (mut acted, mut rests) = (Acted::default(), Vec::new());
        for chat in &self.chats {
            let Some(undo) = self.apply(tx, *chat, &mut rests).await? else {
                acted.missing.push(*chat);
                continue;
            };
            acted.done.push(*chat);
            if undo.is_empty() {
                continue;
            }
            match acted.undo.iter_mut().find(|(set, _)| *set == undo) {
                Some((_, chats)) => chats.push(*chat),
                None => acted.undo.push((undo, vec![*chat])),
            }
        }
        Ok((acted, rests))
    }
}

impl Act {
    /// Changes one chat. Returns the bulk edit that undoes the change, or `None` for a missing
    /// chat.
    async fn apply<C: Conn>(
        &self,
        tx: &mut Tx<'_, C>,
        chat: ChatId,
        rests: &mut Vec<reading::Rest>,
    ) -> Result<Option<ActSet>, Stop<Rejected>> {
        let open = ChatTx::begin(tx, chat, self.at).await?;
        let open = open.filter(|it| self.scope.has(it.chat.assignee, it.chat.department));
        let Some(mut open) = open else { return Ok(None) };
        let set = &self.set;
        let mut undo = ActSet::default();
        // An edit that undoes another edit may name the status `empty`. A chat with a message keeps
        // its status then.
        let is_said = open.chat.last_message_id.is_some();
        if let Some(status) = set.status.filter(|it| !(is_said && *it == Status::Empty)) {
            undo.status = Some(open.chat.status).filter(|before| *before != status);
            set_status(tx, &mut open, status).await?;
        }
        if let Some(agent) = set.assignee {
            undo.assignee = Some(open.chat.assignee).filter(|before| *before != agent);
            open.set(&ChatSet::Assignee(agent));
        }
        if let Some(department) = set.department {
            undo.department = Some(open.chat.department).filter(|before| *before != department);
            open.set(&ChatSet::Department(department));
        }
        if let Some(until) = set.snooze {
            undo.snooze = Some(open.chat.snoozed_until).filter(|before| *before != until);
            open.set(&ChatSet::Snooze(until));
        }
        if let Some(is_read) = set.is_read {
            undo.is_read = Some(open.chat.read_by_agent).filter(|before| *before != is_read);
            if is_read {
                reading::read(tx, &mut open, Side::Agent).await?;
                rests.extend(reading::rest(&open, Side::Agent, self.at));
            } else {
                reading::unread(&mut open, Side::Agent);
            }
        }
        let customer = open.chat.customer;
        open.finish(tx).await?;
        self.tag(tx, customer, &mut undo).await?;
        Ok(Some(undo))
    }

    /// Adds tags to a chat's customer, and removes other tags from the customer.
    async fn tag<C: Conn>(
        &self,
        tx: &mut Tx<'_, C>,
        customer: CustomerId,
        undo: &mut ActSet,
    ) -> Result<(), Stop<Rejected>> {
        let ActSet { add_tags, remove_tags, .. } = &self.set;
        if add_tags.is_empty() && remove_tags.is_empty() {
            return Ok(());
        }
        let worn = worn(tx, customer).await?;
        let wears = |name: &String| worn.contains(name);
        undo.add_tags = remove_tags.iter().filter(|it| wears(it)).cloned().collect();
        undo.remove_tags = add_tags.iter().filter(|it| !wears(it)).cloned().collect();
        let named = |name: &String| NewTag { name: name.clone(), color: None };
        let added = Retag::Add(undo.remove_tags.iter().map(named).collect());
        let removed = Retag::Remove(undo.add_tags.iter().cloned().collect());
        for (tags, is_any) in
            [(removed, !undo.add_tags.is_empty()), (added, !undo.remove_tags.is_empty())]
        {
            if is_any {
                let edit = CustomerEdit { tags, ..CustomerEdit::default() };
                let changed = customers::edit(tx, customer, &edit, self.at.seconds());
                changed.await?;
            }
        }
        Ok(())
    }
}

async fn worn<C: Conn>(tx: &mut Tx<'_, C>, customer: CustomerId) -> StorageResult<Vec<String>> {
    let found = find(tx.org, tx.conn, customer).await?;
    let tags = found.into_iter().flat_map(|view| view.tags);
    Ok(tags.map(|tag| tag.name).collect())
}

impl Actions {
    /// Changes several chats in one transaction, skipping chats that are missing or that the caller
    /// may not see.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`], [`Rejected::DepartmentNotFound`], [`Rejected::TooManyTags`], or
    /// when the database fails. After an error no chat is changed.
    pub async fn act(
        &self,
        caller: Caller,
        scope: ChatScope,
        chats: Vec<ChatId>,
        set: ActSet,
    ) -> Result<Acted> {
        if !(set.add_tags.is_empty() && set.remove_tags.is_empty()) {
            caller.check(Right::Customers)?;
        }
        let act = Act { chats, set, scope, at: self.context.clock.now() };
        let (acted, rests) = self.write(caller, Right::Chats, act).await?;
        for rest in rests {
            while self.write(caller, Right::Chats, rest).await? {}
        }
        Ok(acted)
    }
}
