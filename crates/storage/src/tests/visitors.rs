//! Tests of visitors' sessions and widgets, of the parts of a chat that the customer may see, and
//! of moving chats and events to another customer.

use std::convert::Infallible;

use deskbell_model::limits::SESSIONS_OF_A_CUSTOMER_MAX;
use deskbell_model::{
    AllowedSites, AppUuid, Chat, ChatId, Customer, CustomerId, Event, Message, MessageId,
    MessageKind, NewEvent, OrgId, Seconds, Secret, Side, VisitorSession, WidgetSettings,
};

use super::engines;
use super::fixture::{self, Db};
use super::samples::{application, customer, id, message, new_chat};
use crate::cross_org::{self, VisitorSessionOwner, WidgetOwner};
use crate::customers::CustomerRow;
use crate::messages::SeenMessages;
use crate::{
    Class, Conn, Error, Result, Stop, Tx, Write, applications, chats, customers, events,
    everything, messages, reads, visitor_sessions, widget_settings,
};

fn session(of: i64, used_at: u32) -> VisitorSession {
    let (created_at, used_at) = (Seconds::new(2), Seconds::new(used_at));
    let customer = CustomerId::new(of);
    VisitorSession { application: id(1), customer, is_verified: of == 2, created_at, used_at }
}

fn settings(number: u8) -> WidgetSettings {
    WidgetSettings {
        application: id(1),
        token_secret: Secret::new("token_secret".into()),
        uuid: AppUuid::of_random([number; 16]),
        identity_secret: Some(Secret::new("identity_secret".into())),
        enforces_identity: true,
        sites: AllowedSites::parse("example.com\nhttps://*.example.org").unwrap(),
    }
}

#[derive(Clone)]
enum Step {
    Customers(Vec<i64>),
    Add(&'static str, VisitorSession),
    Many(i64),
    Use(&'static str, u32),
    End(&'static str),
    EndUnverified(i64),
    Forget(u32),
    Settle(u32, u32),
    Remove(i64),
    Widget(Box<WidgetSettings>),
    Look(Box<WidgetSettings>),
    Chat(Box<Chat>, Vec<Message>),
    Event(i64, i64),
    Give(i64, i64, u64),
}

impl Write for Step {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        let org = tx.org;
        match self {
            Self::Customers(ids) => {
                let row = |number: &i64| {
                    let customer = Customer::new(id(*number), Seconds::new(1));
                    CustomerRow { customer, ..customer_row() }
                };
                customers::insert(tx, &ids.iter().map(row).collect::<Vec<_>>()).await?;
            }
            Self::Add(hash, session) => visitor_sessions::insert(tx, hash, session).await?,
            Self::Many(of) => {
                for number in 0..=SESSIONS_OF_A_CUSTOMER_MAX {
                    let session = session(*of, 100 + number);
                    visitor_sessions::insert(tx, &format!("many{number}"), &session).await?;
                }
            }
            Self::Use(hash, at) => {
                visitor_sessions::touch(org, tx.conn, hash, Seconds::new(*at)).await?;
            }
            Self::End(hash) => return Ok(visitor_sessions::end(org, tx.conn, hash).await?),
            Self::EndUnverified(of) => {
                visitor_sessions::end_unverified(org, tx.conn, id(*of)).await?;
            }
            Self::Forget(before) => {
                let gone = visitor_sessions::forget(org, tx.conn, Seconds::new(*before), 9).await?;
                return Ok(gone > 0);
            }
            Self::Settle(now, future) => {
                let (now, future) = (Seconds::new(*now), Seconds::new(*future));
                visitor_sessions::settle(org, tx.conn, now, future).await?;
            }
            Self::Remove(of) => customers::remove(tx, id(*of), Seconds::new(9)).await?,
            Self::Widget(settings) => {
                applications::insert(tx, &application()).await?;
                widget_settings::insert(org, tx.conn, settings).await?;
            }
            Self::Look(settings) => {
                return Ok(widget_settings::update(org, tx.conn, settings).await?);
            }
            Self::Chat(chat, said) => {
                chats::insert(tx, std::slice::from_ref(&**chat)).await?;
                messages::insert(org, tx.conn, said).await?;
            }
            Self::Event(of, number) => {
                let new = NewEvent { customer: id(*of), name: "n".into(), data: "{}".into() };
                let event = Event { id: id(*number), new, created_at: Seconds::new(3) };
                events::insert(org, tx.conn, &event).await?;
            }
            Self::Give(from, to, events_max) => {
                let mine = chats::latest_of(org, tx.conn, id(*from), 9).await?;
                chats::give(org, tx.conn, &mine, id(*to)).await?;
                events::give(org, tx.conn, (id(*from), id(*to)), *events_max).await?;
            }
        }
        Ok(true)
    }
}

fn customer_row() -> CustomerRow {
    CustomerRow { custom_data: "{}".into(), ..customer() }
}

reads! {
    Found(hash: &'static str) -> Option<VisitorSessionOwner> =
        async |conn| cross_org::visitor_session(conn, hash).await;
    ByUuid(uuid: AppUuid) -> Option<WidgetOwner> =
        async |conn| cross_org::widget(conn, &uuid).await;
    OfApplication(org: OrgId) -> Option<WidgetSettings> =
        async |conn| widget_settings::find(org, conn, id(1)).await;
    Seen(org: OrgId, before: Option<MessageId>, limit: u32, bytes: u64) -> SeenMessages =
        async |conn| messages::seen(org, conn, id(5), before, (limit, bytes)).await;
    Unread(org: OrgId, chat: Chat) -> u64 =
        async |conn| messages::unread_by_customer(org, conn, &chat).await;
    Waits(org: OrgId, chat: Chat) -> bool =
        async |conn| messages::waits_for_answer(org, conn, &chat).await;
    ChatsOf(org: OrgId, customer: CustomerId, limit: u32) -> Vec<ChatId> =
        async |conn| chats::latest_of(org, conn, customer, limit).await;
    EventsOf(org: OrgId, customer: CustomerId) -> Vec<Event> =
        async |conn| everything::events(org, conn, customer, 0, 99).await;
}

impl Db {
    async fn play(&self, step: Step) -> bool {
        self.write(step).await.expect("a step")
    }

    async fn session_of(&self, hash: &'static str) -> Option<Option<i64>> {
        let found = self.store.read(Class::Point, Found(hash)).await.expect("a session");
        found.map(|it| it.session.customer.map(CustomerId::get))
    }
}

/// Creates a chat with messages from customer and agent. Every third message is a note, a tech
/// message or of an unknown type.
fn conversation(count: u64) -> (Chat, Vec<Message>) {
    let kinds = ["message", "private", "email", "message", "tech", "knowledgeBase", "sticker"];
    let message = |seq: u64| {
        let number = usize::try_from(seq).expect("a number");
        let from = if seq.is_multiple_of(4) { Side::Customer } else { Side::Agent };
        let kind = MessageKind::of(kinds[number % kinds.len()]);
        let text = Some("x".repeat(number));
        let agent = (from == Side::Agent).then(|| id(3));
        Message {
            id: id(70 + seq.cast_signed() * 3),
            seq,
            from,
            kind,
            text,
            agent,
            read: false,
            ..message()
        }
    };
    let chat = Chat { messages: count, customer_read_to: 6, agents: Vec::new(), ..new_chat() };
    (chat, (1..=count).map(message).collect())
}

engines! {
    async fn a_session_is_found_by_its_hash_until_it_ends_and_is_then_known_as_ended(db: &Db) {
        db.play(Step::Customers(vec![1, 2])).await;
        db.play(Step::Add("a", session(1, 3))).await;
        let found = db.store.read(Class::Point, Found("a")).await.unwrap().unwrap();
        assert_eq!(found, VisitorSessionOwner { org: db.org, session: session(1, 3) });
        let again = db.write(Step::Add("a", session(2, 3))).await;
        assert!(matches!(again, Err(Stop::Storage(Error::Conflict { .. }))), "{again:?}");
        db.play(Step::Use("a", 7)).await;
        let found = db.store.read(Class::Point, Found("a")).await.unwrap().unwrap();
        assert_eq!(found.session, session(1, 7));
        assert!(db.play(Step::End("a")).await);
        assert!(!db.play(Step::End("a")).await);
        assert_eq!(db.session_of("a").await, Some(None));
        assert_eq!(db.session_of("b").await, None);
    }

    async fn sessions_end_without_a_proof_or_with_their_customer_or_after_the_latest(db: &Db) {
        db.play(Step::Customers(vec![1, 2])).await;
        let claimed = VisitorSession { is_verified: false, ..session(2, 3) };
        db.play(Step::Add("claimed", claimed)).await;
        db.play(Step::Add("proved", session(2, 3))).await;
        db.play(Step::EndUnverified(2)).await;
        assert_eq!(db.session_of("claimed").await, Some(None));
        assert_eq!(db.session_of("proved").await, Some(Some(2)));
        db.play(Step::Add("first", session(1, 99))).await;
        db.play(Step::Many(1)).await;
        for (hash, of) in [("first", None), ("many0", None), ("many1", Some(1))] {
            assert_eq!(db.session_of(hash).await, Some(of), "{hash}");
        }
        db.play(Step::Remove(1)).await;
        assert_eq!(db.session_of("many1").await, Some(None));
        db.batch("DELETE FROM erasures").await;
    }

    async fn sessions_are_forgotten_by_their_last_use(db: &Db) {
        db.play(Step::Customers(vec![1])).await;
        db.play(Step::Add("old", session(1, 10))).await;
        db.play(Step::Add("new", session(1, 20))).await;
        db.play(Step::Add("ahead", session(1, 4_000_000))).await;
        assert!(db.play(Step::Forget(20)).await);
        assert_eq!(db.session_of("old").await, None);
        assert!(!db.play(Step::Forget(20)).await);
        db.play(Step::Settle(30, 40)).await;
        assert!(db.play(Step::Forget(31)).await);
        assert_eq!((db.session_of("new").await, db.session_of("ahead").await), (None, None));
    }

    async fn a_widget_is_found_by_its_uuid_and_no_two_have_one(db: &Db) {
        db.play(Step::Widget(Box::new(settings(7)))).await;
        let by_uuid = async |number: u8| {
            let uuid = AppUuid::of_random([number; 16]);
            db.store.read(Class::Point, ByUuid(uuid)).await.unwrap()
        };
        let found = WidgetOwner { org: db.org, settings: settings(7) };
        assert_eq!((by_uuid(7).await, by_uuid(8).await), (Some(found), None));
        let (sites, token_secret) = (AllowedSites::default(), Secret::new("other".into()));
        let changed = WidgetSettings {
            identity_secret: None,
            enforces_identity: false,
            sites,
            token_secret,
            ..settings(8)
        };
        assert!(db.play(Step::Look(Box::new(changed.clone()))).await);
        let found = db.store.read(Class::Point, OfApplication(db.org)).await.unwrap();
        let token_secret = settings(7).token_secret;
        assert_eq!(found, Some(WidgetSettings { token_secret, ..changed }));
        let other = db.new_organization("two.example").await;
        let taken = Step::Widget(Box::new(settings(8)));
        let taken = db.store.write(other, deskbell_model::Origin::COMMAND, taken).await;
        let constraint = "widget_settings_uuid".to_owned();
        assert_eq!(taken, Err(Stop::Storage(Error::Conflict { constraint })));
        let missing = WidgetSettings { application: id(9), ..settings(9) };
        assert!(!db.play(Step::Look(Box::new(missing))).await);
    }

    async fn a_customer_sees_what_was_said_and_pages_upward_through_it(db: &Db) {
        db.play(Step::Customers(vec![1])).await;
        let (chat, said) = conversation(40);
        db.play(Step::Chat(Box::new(chat.clone()), said.clone())).await;
        let seen: Vec<_> = said.iter().rev().filter(|it| it.kind.is_seen()).collect();
        let page = async |before: Option<MessageId>, limit, bytes| {
            let page = Seen(db.org, before, limit, bytes);
            let page = db.store.snapshot(Class::Page, page).await.unwrap();
            (page.messages.iter().map(|it| it.message.seq).collect::<Vec<_>>(), page.has_more)
        };
        for limit in [1, 2, 7, 30] {
            let (mut walked, mut before) = (Vec::new(), None);
            loop {
                let (found, has_more) = page(before, limit, u64::MAX).await;
                assert!(u32::try_from(found.len()) == Ok(limit) || !has_more);
                walked.extend(found);
                if !has_more {
                    break;
                }
                let last = said.iter().find(|it| Some(&it.seq) == walked.last());
                before = last.map(|it| it.id);
            }
            assert!(walked.iter().eq(seen.iter().map(|it| &it.seq)), "{limit}: {walked:?}");
        }
        // The length of each text grows with its position.
        assert_eq!(page(None, 9, 80).await.0.len(), 2);
        assert_eq!(page(None, 9, 1).await.0.len(), 1);
        assert_eq!(page(Some(id(1)), 9, 80).await, (vec![], false));
        // This id is between the ids of two messages.
        let between = MessageId::new(said[9].id.get() + 1);
        let after_it = page(Some(said[10].id), 40, u64::MAX).await;
        assert_eq!(page(between, 40, u64::MAX).await, after_it);
        let unread = said.iter().filter(|it| it.seq > 6 && it.from == Side::Agent);
        let unread = unread.filter(|it| it.kind.is_seen()).count() as u64;
        let found = db.store.read(Class::Page, Unread(db.org, chat)).await.unwrap();
        assert_eq!(found, unread);
    }

    async fn a_chat_waits_for_an_answer_when_its_last_messages_are_all_the_customers(db: &Db) {
        db.play(Step::Customers(vec![1])).await;
        let (chat, mut said) = conversation(60);
        let waits = async |messages| {
            let chat = Chat { messages, ..chat.clone() };
            db.store.read(Class::Page, Waits(db.org, chat)).await.unwrap()
        };
        said.iter_mut().for_each(|it| it.from = Side::Customer);
        said[9].from = Side::Agent;
        db.play(Step::Chat(Box::new(chat.clone()), said)).await;
        assert_eq!((waits(49).await, waits(59).await, waits(60).await), (false, false, true));
    }

    async fn chats_and_the_latest_events_go_to_another_customer(db: &Db) {
        db.play(Step::Customers(vec![1, 2])).await;
        for number in [5, 6] {
            let chat = Chat { id: id(number), agents: Vec::new(), ..new_chat() };
            db.play(Step::Chat(Box::new(chat), Vec::new())).await;
        }
        for number in 1..=5 {
            db.play(Step::Event(1, number)).await;
        }
        db.play(Step::Give(1, 2, 3)).await;
        let chats = async |of, limit| {
            let chats = ChatsOf(db.org, id(of), limit);
            let ids = db.store.read(Class::Page, chats).await.unwrap();
            ids.into_iter().map(ChatId::get).collect::<Vec<_>>()
        };
        assert_eq!((chats(1, 9).await, chats(2, 9).await), (vec![], vec![6, 5]));
        assert_eq!(chats(2, 1).await, [6]);
        let events = async |of| {
            let events = db.store.read(Class::Page, EventsOf(db.org, id(of))).await.unwrap();
            events.into_iter().map(|it| it.id.get()).collect::<Vec<_>>()
        };
        assert_eq!((events(1).await, events(2).await), (vec![1, 2], vec![3, 4, 5]));
    }
}
