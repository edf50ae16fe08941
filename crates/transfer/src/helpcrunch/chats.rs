//! The import of chats with their messages.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use deskbell_app::actions::takeover::{Kept, Taken, TakenChat, TakenMessages};
use deskbell_model::{Chat, ChatId, ImportKind, Message, Seconds};
use deskbell_storage::import_objects::ImportedObject;
use serde_json::Value;

use super::client::Reply;
use super::estimate::{Watch, WorkLeft, time_left};
use super::failed::Failed;
use super::link::{Pace, SourceLink};
use super::read::{self, ReadChat, rows};
use super::report::Report;
use super::session::{Course, Phase, Run, first};
use super::walk::{KeyWindow, PAGE, PAGE_ROWS};

/// The largest number of attempts to read a chat whose messages change during the read.
const READINGS_MAX: u32 = 8;

/// A page of a chat's messages, the newest first.
struct MessagePage {
    rows: Vec<Value>,
    total: u64,
}

/// The outcome of importing a chat with its messages.
enum Read {
    Taken(Taken),
    /// The chat no longer exists in the source.
    Gone,
    /// The messages changed during every attempt, so their order is not known.
    Unsteady,
}

impl<L: SourceLink, P: Pace, W: Watch> Run<'_, L, P, W> {
    /// Imports the new and changed chats of a window, a range of creation times. If `is_whole`, the
    /// window has all chats that were created in its time. Chats that were imported earlier and are
    /// missing in a whole window are handled as deleted in the source.
    pub(super) async fn take_chat_window(
        &mut self,
        window: &KeyWindow,
        is_whole: bool,
    ) -> Result<(), Failed> {
        self.take_chats(&window.rows).await?;
        if !is_whole {
            return Ok(());
        }
        let ids = window.rows.iter().filter_map(|row| read::id(&row["id"]));
        let present: BTreeSet<i64> = ids.collect();
        let time = |at: i64| Seconds::from_i64(at).unwrap_or(Seconds::MAX);
        let between = (time(window.from), time(window.to));
        for chat in self.app.actions.chats_taken(self.org, between).await? {
            if !present.contains(&chat.get()) {
                self.take_gone(chat).await?;
            }
        }
        Ok(())
    }

    /// Counts a chat that the source lacks, or deletes the imported chat if the option `prune` is
    /// set.
    async fn take_gone(&mut self, chat: ChatId) -> Result<(), Failed> {
        if !self.options.prune {
            self.report.chats.gone += 1;
            return Ok(());
        }
        // One that the search alone does not show is not gone.
        if let Reply::Missing(_) = self.client.get(&format!("chats/{chat}")).await? {
            match self.app.actions.remove_taken_chat(self.caller, chat).await? {
                true => self.report.chats.removed += 1,
                false => self.report.chats.gone += 1,
            }
        }
        Ok(())
    }

    /// Imports the new and changed chats among the given chats.
    async fn take_chats(&mut self, rows: &[Value]) -> Result<(), Failed> {
        let now = self.app.context.now();
        for rows in rows.chunks(PAGE_ROWS) {
            let mut read: Vec<(ReadChat, Report)> = Vec::new();
            let Some(first) = self.team.first_application() else { return Ok(()) };
            for row in rows {
                let mut noted = Report::default();
                match read::chat(row, first, now, &mut noted) {
                    Some(chat) => read.push((chat, noted)),
                    None => self.report.odd("a chat without an id, a customer or a time, left out"),
                }
            }
            let ids = read.iter().map(|(it, _)| it.chat.id.get()).collect();
            let known = self.app.actions.taken(self.org, ImportKind::Chat, ids).await?;
            let known: BTreeMap<i64, ImportedObject> =
                known.into_iter().map(|it| (it.id, it)).collect();
            let before = |it: &ReadChat| known.get(&it.chat.id.get()).copied();
            let is_same = |it: &ReadChat| before(it).is_some_and(|was| was.checksum == it.checksum);
            let (same, todo): (Vec<_>, Vec<_>) =
                read.into_iter().partition(|(it, _)| is_same(it) && !self.is_deep);
            self.report.chats.same += same.len() as u64;
            self.standing.done += same.len() as u64;
            let customers = todo.iter().map(|(it, _)| it.chat.customer).collect();
            self.take_missing_customers(customers).await?;
            for (chat, noted) in todo {
                self.report.odd_as(&noted);
                let before = before(&chat);
                self.take_one(chat, before).await?;
                self.tell(1);
            }
        }
        Ok(())
    }

    async fn take_one(
        &mut self,
        mut read: ReadChat,
        before: Option<ImportedObject>,
    ) -> Result<(), Failed> {
        self.take_former_agents(std::mem::take(&mut read.agents)).await?;
        self.take_former(read.department.take(), read.chat.application).await?;
        let chat = &mut read.chat;
        chat.assignee = self.team.known(chat.assignee);
        chat.last_communicated_agent = self.team.known(chat.last_communicated_agent);
        chat.agents.retain(|agent| self.team.known(Some(*agent)).is_some());
        let requests = self.client.requests;
        let taken = self.take_messages(&read, before).await?;
        let (chats, messages) = self.course.read;
        self.course.read = (chats + 1, messages + self.client.requests - requests);
        match taken {
            Read::Taken(Taken::Kept(why)) => self.report.keep(why),
            Read::Taken(taken) => self.report.chats.count(taken),
            Read::Gone => {}
            Read::Unsteady => self.report.odd("a chat whose messages went on changing, left out"),
        }
        Ok(())
    }

    /// Imports a chat with its messages, page by page, the oldest first. Positions are counted from
    /// the chat's beginning, so new messages do not shift them.
    async fn take_messages(
        &mut self,
        read: &ReadChat,
        before: Option<ImportedObject>,
    ) -> Result<Read, Failed> {
        let id = read.chat.id;
        let Some(newest) = self.message_page(id, 0).await? else { return Ok(Read::Gone) };
        let mut total = newest.total;
        let mut newest = Some(newest);
        let mut from = self.first_read(before);
        let mut has_files = true;
        let mut outcome = None;
        let mut readings = 0;
        loop {
            let size = self.message_rows;
            let offset = total.saturating_sub(from + size);
            let held = newest.take().filter(|it| offset == 0 && it.total == total);
            let page = match held {
                Some(page) => page,
                None => match self.message_page(id, offset).await? {
                    Some(page) => page,
                    None => return Ok(Read::Gone),
                },
            };
            let last = page.total.saturating_sub(offset);
            let first = last.saturating_sub(page.rows.len() as u64);
            let is_short = (page.rows.len() as u64) < size && first > 0;
            if is_short && !page.rows.is_empty() {
                self.message_rows = page.rows.len() as u64;
            }
            if page.total < total || first > from || is_short {
                // Messages were deleted, or more were written than the page reaches back.
                readings += 1;
                if readings == READINGS_MAX {
                    return Ok(Read::Unsteady);
                }
                from = if page.total < total { 0 } else { from };
                total = page.total;
                continue;
            }
            total = page.total;
            let rows = page.rows.iter().rev().skip(usize::try_from(from - first).unwrap_or(0));
            let Some(messages) = self.read_messages(rows, &read.chat).await? else {
                return Ok(Read::Unsteady);
            };
            let (kept, is_end) = (from, offset == 0);
            let given = TakenMessages { kept, messages: messages.clone(), is_end };
            let taken = self.write_part(read, given).await?;
            if taken == Taken::Kept(Kept::Shifted) {
                from = 0;
                continue;
            }
            if let Taken::Kept(_) = taken {
                return Ok(Read::Taken(taken));
            }
            self.standing.messages += messages.len() as u64;
            has_files &= self.take_files(id, kept, &messages).await?;
            let outcome = outcome.get_or_insert(taken);
            if is_end {
                if self.options.files.is_some() && has_files {
                    let actions = &self.app.actions;
                    actions.complete_taken_chat(self.caller, id, read.checksum).await?;
                }
                return Ok(Read::Taken(*outcome));
            }
            from = last;
        }
    }

    /// Returns the number of a chat's first messages that need not be read again.
    fn first_read(&self, before: Option<ImportedObject>) -> u64 {
        let Some(was) = before.filter(|_| !self.is_deep) else { return 0 };
        // Which of the messages lack their files is not known.
        if self.options.files.is_some() && was.checksum == 0 {
            return 0;
        }
        // The last page that is here is read again, which tells whether the rest still fits.
        was.messages.saturating_sub(PAGE)
    }

    /// Writes a chat with a part of its messages. If files are wanted, the chat gets its checksum
    /// only after all its files are stored, so that a later run fetches missing files.
    async fn write_part(&self, read: &ReadChat, messages: TakenMessages) -> Result<Taken, Failed> {
        let checksum = if self.options.files.is_some() { 0 } else { read.checksum };
        let chat = TakenChat { chat: read.chat.clone(), messages, checksum };
        Ok(self.app.actions.take_chat(self.caller, chat).await?)
    }

    /// Parses messages, and imports the agents that they name. Returns `None` if a message has no
    /// id.
    async fn read_messages<'v>(
        &mut self,
        rows: impl Iterator<Item = &'v Value>,
        chat: &Chat,
    ) -> Result<Option<Vec<Message>>, Failed> {
        let mut messages = Vec::new();
        for row in rows {
            let found = read::message(row, chat, &mut self.report);
            let Some((mut message, author)) = found else { return Ok(None) };
            self.take_former_agents(author.into_iter().collect()).await?;
            message.agent = self.team.known(message.agent);
            messages.push(message);
        }
        Ok(Some(messages))
    }

    /// Reads a page of a chat's messages; `None` if the chat no longer exists.
    async fn message_page(
        &mut self,
        chat: ChatId,
        offset: u64,
    ) -> Result<Option<MessagePage>, Failed> {
        let path = format!("chats/{chat}/messages?limit={}&offset={offset}", self.message_rows);
        match self.client.get(&path).await? {
            Reply::Found(answer) => {
                let (rows, total) = rows(&answer).ok_or(Failed::NoList(path))?;
                Ok(Some(MessagePage { rows: rows.to_vec(), total }))
            }
            Reply::Missing(code) if code == "messages_not_found" => {
                Ok(Some(MessagePage { rows: Vec::new(), total: 0 }))
            }
            Reply::Missing(_) | Reply::Refused(_) => Ok(None),
        }
    }

    /// Imports all objects of a list by offsets, for a source that does not answer searches.
    pub(super) async fn walk_by_offsets(&mut self, phase: Phase, why: &str) -> Result<(), Failed> {
        if !self.report.by_offsets {
            self.watch
                .warn(&format!("{why}; pages are asked for instead, which can miss what moves"));
        }
        self.report.by_offsets = true;
        if phase == Phase::Customers {
            return self.customers_by_offsets().await;
        }
        let (mut offset, mut total) = (0, first(&mut self.client, "chats?limit=1").await?.1);
        while offset < total {
            let order = "sort=chats.createdAt&order=desc";
            let path = format!("chats?limit={PAGE}&offset={offset}&{order}");
            let Reply::Found(answer) = self.client.get(&path).await? else { return Ok(()) };
            let (rows, now) = rows(&answer).ok_or(Failed::NoList(path))?;
            if rows.is_empty() {
                return Ok(());
            }
            let rows = rows.to_vec();
            self.take_chats(&rows).await?;
            // Half a page is asked for twice, so that what moves up a little is not missed.
            (offset, total) = (offset + PAGE / 2, now);
            self.tell_offset(offset, total);
        }
        Ok(())
    }

    /// Reports the progress of a walk by offsets, which reads most objects twice.
    pub(super) fn tell_offset(&mut self, offset: u64, total: u64) {
        (self.standing.done, self.standing.total) = (offset.min(total), total);
        self.tell(0);
    }

    /// Reports the progress, after `more` further objects of the phase were imported.
    pub(super) fn tell(&mut self, more: u64) {
        self.standing.done += more;
        self.standing.requests = self.client.requests;
        let spent = self.client.pace.now().saturating_sub(self.course.began);
        let (chats, messages) = self.course.read;
        let left = self.rest().requests((messages, chats));
        let done = (self.client.requests, spent);
        self.standing.left = time_left(left, done, self.client.every());
        self.watch.at(&self.standing);
    }

    /// Returns the remaining work of the import. After the first pass, the number of changed chats
    /// is estimated from the share of changed chats in this pass so far.
    fn rest(&self) -> WorkLeft {
        let Course { all: (customers, chats), taken, read, read_before, phase, has_next, .. } =
            self.course;
        let done = self.standing.done;
        let rest = |of: Phase, all: u64| match phase.cmp(&of) {
            Ordering::Less => all,
            Ordering::Equal => all.saturating_sub(done),
            Ordering::Greater => 0,
        };
        let left = rest(Phase::Chats, chats);
        let unread = if self.state.pass == 1 {
            chats.saturating_sub(taken + self.report.chats.new)
        } else if self.is_deep {
            left
        } else if phase == Phase::Chats && done > 0 {
            left.saturating_mul(read.0 - read_before) / done
        } else {
            0
        };
        let next_pass = has_next.then_some((customers, chats));
        WorkLeft { customers: rest(Phase::Customers, customers), chats: left, unread, next_pass }
    }
}
