//! Tests of the pages of a chat's messages. The offset of a page is the number of messages before
//! the page in the whole list.

use std::convert::Infallible;

use deskbell_model::{
    Agent, AgentId, ApplicationId, Chat, ChatId, CreatedWith, Customer, CustomerId, Message,
    MessageId, MessageKind, MessageView, OrgId, Role, Seconds, Side, Timestamp,
};
use deskbell_query::{Binding, Cursor, Limit, Meta, NextPage, Offset, Page, Start};

use super::engines;
use super::fixture::{self, Db};
use crate::customers::CustomerRow;
use crate::{Class, Conn, Read, Result, Stop, Tx, Write, agents, chats, customers, messages};

/// The numbers of messages in chats 1 to 4.
const MESSAGES: [u64; 4] = [3, 0, 1, 12];

fn chat_id(number: usize) -> ChatId {
    ChatId::new(i64::try_from(number).expect("a small number") + 1).expect("an id")
}

fn agent_id() -> AgentId {
    AgentId::new(1).expect("an id")
}

/// Generates the messages of a chat, in the order of writing.
fn made_up(chat: usize) -> Vec<MessageView> {
    let message = |seq: u64| {
        let number = i64::try_from(100 * chat as u64 + seq).expect("a small number");
        let is_agents = seq.is_multiple_of(3);
        let at = Timestamp::from_millis(1_000 + number);
        let message = Message {
            id: MessageId::new(number).expect("an id"),
            chat: chat_id(chat),
            seq,
            agent: is_agents.then(agent_id),
            kind: MessageKind::Message,
            text: (!seq.is_multiple_of(4)).then(|| format!("message {seq} of {chat}")),
            read: seq.is_multiple_of(2),
            created_at: at.expect("a time"),
            updated_at: at.filter(|_| is_agents),
            edited: is_agents,
            broadcast_type: None,
            channel: None,
            origin_id: None,
            from: if is_agents { Side::Agent } else { Side::Customer },
        };
        MessageView { message, agent_name: is_agents.then(|| "Ann".to_owned()) }
    };
    (1..=MESSAGES[chat]).map(message).collect()
}

struct Put;

impl Write for Put {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let agent =
            Agent { id: agent_id(), name: "Ann".into(), email: None, role: Role::Superviser };
        agents::insert(tx, &agent).await?;
        let customer = CustomerId::new(1).expect("an id");
        let row = Customer::new(customer, Seconds::new(1));
        customers::insert(tx, &[CustomerRow { customer: row, custom_data: "{}".into() }]).await?;
        for (number, count) in MESSAGES.into_iter().enumerate() {
            let application = ApplicationId::new(1).expect("an id");
            let (id, with) = (chat_id(number), CreatedWith::PublicApi);
            let mut chat = Chat::new(id, customer, application, with, Seconds::new(1));
            chat.messages = count;
            chats::insert(tx, &[chat]).await?;
            let rows: Vec<_> = made_up(number).into_iter().map(|view| view.message).collect();
            messages::insert(tx.org, tx.conn, &rows).await?;
        }
        Ok(())
    }
}

struct ReadPage(OrgId, ChatId, Page);

impl Read for ReadPage {
    type Out = Option<(Vec<MessageView>, Meta)>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let Self(org, chat, page) = self;
        let Some(range) = messages::range(org, conn, chat, page).await? else {
            return Ok(None);
        };
        let found = messages::page(org, conn, chat, &range).await?;
        let texts = found.iter().filter_map(|view| view.message.text.as_ref());
        let bytes = texts.map(|text| text.len() as u64).sum::<u64>();
        assert_eq!(messages::text_bytes(org, conn, chat, &range).await?, bytes);
        assert_eq!(range.len(), found.len() as u64);
        Ok(Some((found, range.meta)))
    }
}

fn page(limit: u64, offset: u64) -> Page {
    let limit = Limit::parse(&limit.to_string()).expect("a limit");
    let offset = Offset::parse(&offset.to_string()).expect("an offset");
    Page { limit, start: Start::Offset(offset) }
}

engines! {
    async fn a_page_of_messages_is_what_skipping_and_taking_gives(db: &Db) {
        db.write(Put).await.expect("chats");
        for (number, count) in MESSAGES.into_iter().enumerate() {
            let newest_first: Vec<_> = made_up(number).into_iter().rev().collect();
            for offset in (0..count + 3).chain([i64::MAX.unsigned_abs()]) {
                for limit in (1..count + 3).chain([100]) {
                    let rest = newest_first.iter().skip(offset.try_into().expect("a place"));
                    let rest = rest.take(limit.try_into().expect("a number")).cloned().collect();
                    let read = ReadPage(db.org, chat_id(number), page(limit, offset));
                    let found = db.store.snapshot(Class::Page, read).await;
                    let meta = Meta { total: count, next: NextPage::Unasked };
                    assert_eq!(found, Ok(Some((rest, meta))), "{limit} after {offset}");
                }
            }
        }
    }

    async fn a_walk_gives_each_message_once_newest_first(db: &Db) {
        db.write(Put).await.expect("chats");
        for (number, count) in MESSAGES.into_iter().enumerate() {
            let expected: Vec<_> = made_up(number).into_iter().rev().collect();
            let list = Binding::of(db.org, &("messages", chat_id(number)));
            for limit in [1, 3, 4, 12, 100] {
                let (mut found, mut cursor) = (Vec::new(), String::new());
                loop {
                    let start = Start::Cursor(Cursor::parse(&cursor, list).expect("a cursor"));
                    let page = Page { start, ..page(limit, 0) };
                    let read = ReadPage(db.org, chat_id(number), page);
                    let read = db.store.snapshot(Class::Page, read).await.expect("a page");
                    let (messages, meta) = read.expect("a chat");
                    assert_eq!(meta.total, count);
                    found.extend(messages);
                    assert_eq!(meta.next == NextPage::Last, found.len() as u64 == count);
                    let NextPage::At(next) = meta.next else { break };
                    cursor = next;
                }
                assert_eq!(found, expected);
            }
        }
    }

    async fn an_unknown_chat_has_no_messages_not_even_none(db: &Db) {
        db.write(Put).await.expect("chats");
        let other = db.new_organization("two.example").await;
        for (org, chat) in [(db.org, chat_id(77)), (other, chat_id(0))] {
            let found = db.store.snapshot(Class::Page, ReadPage(org, chat, page(100, 0))).await;
            assert_eq!(found, Ok(None));
        }
        let empty = ReadPage(db.org, chat_id(1), page(100, 0));
        let none = Meta { total: 0, next: NextPage::Unasked };
        assert_eq!(db.store.snapshot(Class::Page, empty).await, Ok(Some((vec![], none))));
    }
}
