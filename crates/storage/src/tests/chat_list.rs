//! Tests that compare the order and the pages of the chat list with a sort of the same chats in
//! Rust. The hundreds of generated chats have many equal and many null times.

use std::cmp::Reverse;
use std::convert::Infallible;

use deskbell_model::{
    Agent, AgentId, ApplicationId, Chat, ChatId, ChatView, CreatedWith, Customer, CustomerId,
    OrgId, Origin, Role, Seconds, Status,
};
use deskbell_query::{
    Binding, ChatSort, Cursor, Limit, Meta, NextPage, Offset, Order, Page, Position, Sorted, Start,
};

use super::engines;
use super::fixture::{self, Db};
use crate::customers::CustomerRow;
use crate::{Class, Conn, Result, Stop, Tx, Write, agents, chats, customers, reads};

const CHATS: i64 = 300;
const AGENTS: u64 = 5;

/// A pseudo-random generator with a fixed seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn time(&mut self) -> Seconds {
        Seconds::new(u32::try_from(self.below(12)).expect("a small number"))
    }

    fn opt_time(&mut self) -> Option<Seconds> {
        (self.below(3) > 0).then(|| self.time())
    }
}

fn agent_id(number: u64) -> AgentId {
    AgentId::new(i64::try_from(number).expect("a small number") + 1).expect("an id")
}

/// Generates chats whose ids are shuffled.
fn made_up() -> Vec<Chat> {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut ids: Vec<i64> = (1..=CHATS).collect();
    for place in (1..ids.len()).rev() {
        let other = numbers.below(place as u64 + 1);
        ids.swap(place, usize::try_from(other).expect("a place"));
    }
    let customer = CustomerId::new(1).expect("an id");
    let application = ApplicationId::new(1).expect("an id");
    let chat = |id: i64| {
        let id = ChatId::new(id).expect("an id");
        let with = CreatedWith::CustomerMessage;
        let mut chat = Chat::new(id, customer, application, with, numbers.time());
        chat.last_customer_message_at = numbers.opt_time();
        chat.last_message_at = numbers.opt_time();
        chat.closed_at = numbers.opt_time();
        chat.status = if chat.closed_at.is_some() { Status::Closed } else { Status::New };
        chat.assignee = (numbers.below(2) > 0).then(|| agent_id(numbers.below(AGENTS)));
        let first = numbers.below(AGENTS);
        let written = (0..numbers.below(4)).map(|next| agent_id((first + next) % AGENTS));
        chat.agents = written.collect();
        chat
    };
    ids.into_iter().map(chat).collect()
}

struct Put(Vec<Chat>);

impl Write for Put {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        for number in 0..AGENTS {
            let (id, name) = (agent_id(number), format!("Agent {number}"));
            let agent = Agent { id, name, email: None, role: Role::Agent };
            agents::insert(tx, &agent).await?;
        }
        let customer = Customer::new(CustomerId::new(1).expect("an id"), Seconds::new(1));
        customers::insert(tx, &[CustomerRow { customer, custom_data: "{}".into() }]).await?;
        Ok(chats::insert(tx, &self.0).await?)
    }
}

reads! {
    List(org: OrgId, page: Sorted<ChatSort>) -> (Vec<ChatView>, Meta) =
        async |conn| chats::page(org, conn, page).await;
    Find(org: OrgId, chat: ChatId) -> Option<ChatView> =
        async |conn| chats::find(org, conn, chat).await;
}

fn page(limit: usize, offset: usize) -> Page {
    let limit = Limit::parse(&limit.to_string()).expect("a limit");
    let offset = Offset::parse(&offset.to_string()).expect("an offset");
    Page { limit, start: Start::Offset(offset) }
}

fn key(chat: &Chat, sort: ChatSort) -> Option<Seconds> {
    match sort {
        ChatSort::CreatedAt => Some(chat.created_at),
        ChatSort::LastCustomerMessageAt => chat.last_customer_message_at,
        ChatSort::LastMessageAt => chat.last_message_at,
        ChatSort::ClosedAt => chat.closed_at,
    }
}

/// Sorts the ids in the contract's order.
fn sorted(chats: &[Chat], sort: ChatSort, order: Order) -> Vec<ChatId> {
    let mut chats: Vec<_> = chats.iter().collect();
    chats.sort_by_key(|chat| (key(chat, sort), Reverse(chat.id)));
    if order == Order::Desc {
        chats.reverse();
    }
    chats.into_iter().map(|chat| chat.id).collect()
}

async fn ids(db: &Db, org: OrgId, sorted: Sorted<ChatSort>) -> (Vec<ChatId>, u64) {
    let (chats, meta) = db.store.snapshot(Class::Page, List(org, sorted)).await.expect("a page");
    assert_eq!(meta.next, NextPage::Unasked);
    (chats.iter().map(|view| view.chat.id).collect(), meta.total)
}

/// Creates the request for the page at a cursor. An empty cursor requests the first page.
fn walk(sorted: Sorted<ChatSort>, cursor: &str) -> Sorted<ChatSort> {
    let org = OrgId::new(1).expect("an id");
    let list = Binding::of(org, &("chats", sorted.sort, sorted.order));
    let start = Start::Cursor(Cursor::parse(cursor, list).expect("a cursor"));
    Sorted { page: Page { start, ..sorted.page }, ..sorted }
}

/// Returns the ids on a page, and the cursor of the next page.
async fn step(db: &Db, asked: Sorted<ChatSort>, total: u64) -> (Vec<ChatId>, Option<String>) {
    let (chats, meta) = db.store.snapshot(Class::Page, List(db.org, asked)).await.expect("a page");
    assert_eq!(meta.total, total);
    let next = match meta.next {
        NextPage::Unasked => panic!("a walk is told where it goes on"),
        NextPage::Last => None,
        NextPage::At(cursor) => Some(cursor),
    };
    (chats.iter().map(|view| view.chat.id).collect(), next)
}

engines! {
    async fn each_sort_in_each_order_gives_the_pages_that_sorting_gives(db: &Db) {
        let chats = made_up();
        db.write(Put(chats.clone())).await.expect("chats");
        let total = chats.len() as u64;
        for (sort, name) in ChatSort::ALL {
            let nulls = chats.iter().filter(|chat| key(chat, sort).is_none()).count();
            assert!(sort == ChatSort::CreatedAt || nulls > 50, "{nulls} nulls");
            for (order, way) in Order::ALL {
                let expected = sorted(&chats, sort, order);
                for limit in [1, 7, 100] {
                    // Pages of fewer than ten chats are compared only at every tenth offset.
                    let step = limit.max(10);
                    for offset in (0..=chats.len() + step).step_by(step) {
                        let asked = Sorted { page: page(limit, offset), sort, order };
                        let rest = expected.iter().copied().skip(offset).take(limit);
                        let found = ids(db, db.org, asked).await;
                        assert_eq!(found, (rest.collect(), total), "{name} {way} {asked:?}");
                    }
                }
            }
        }
    }

    async fn a_walk_in_each_sort_and_order_gives_what_sorting_gives(db: &Db) {
        let chats = made_up();
        db.write(Put(chats.clone())).await.expect("chats");
        let total = chats.len() as u64;
        for (sort, name) in ChatSort::ALL {
            for (order, way) in Order::ALL {
                let expected = sorted(&chats, sort, order);
                // The ends of the pages are between equal times, between two different times, and
                // at the list's end.
                for limit in [1, 7, 75, 100] {
                    let asked = Sorted { page: page(limit, 0), sort, order };
                    let (mut found, mut cursor) = (Vec::new(), String::new());
                    loop {
                        let (ids, next) = step(db, walk(asked, &cursor), total).await;
                        let is_whole = ids.len() == limit;
                        found.extend(ids);
                        assert_eq!(next.is_none(), found.len() == chats.len(), "{name} {way}");
                        let Some(next) = next else { break };
                        assert!(is_whole, "{name} {way}");
                        cursor = next;
                    }
                    assert_eq!(found, expected, "{name} {way} by {limit}");
                }
            }
        }
    }

    async fn a_walk_goes_on_behind_a_row_that_never_was(db: &Db) {
        let chats = made_up();
        db.write(Put(chats.clone())).await.expect("chats");
        let total = chats.len() as u64;
        let place = |key: Option<Seconds>, id: i64| (key, Reverse(id));
        for (sort, name) in ChatSort::ALL {
            for (order, way) in Order::ALL {
                let all = sorted(&chats, sort, order);
                let key_of = |id: &ChatId| {
                    let chat = chats.iter().find(|chat| chat.id == *id).expect("a chat");
                    place(key(chat, sort), id.get())
                };
                let times = [None, Some(0), Some(5), Some(11), Some(12), Some(u32::MAX)];
                for key in times.map(|time| time.map(Seconds::new)) {
                    for id in [i64::MIN, 0, 1, 150, 300, 301, i64::MAX] {
                        let asked = Sorted { page: page(100, 0), sort, order };
                        let Start::Cursor(begin) = walk(asked, "").page.start else { panic!() };
                        let cursor = begin.text_at(Position::After { key, id, since: 0 });
                        let is_behind = |other: &&ChatId| match order {
                            Order::Asc => key_of(other) > place(key, id),
                            Order::Desc => key_of(other) < place(key, id),
                        };
                        let rest: Vec<_> = all.iter().filter(is_behind).copied().collect();
                        let (found, next) = step(db, walk(asked, &cursor), total).await;
                        let page: Vec<_> = rest.iter().take(100).copied().collect();
                        assert_eq!(found, page, "{name} {way} behind {key:?} {id}");
                        assert_eq!(next.is_some(), rest.len() > 100);
                    }
                }
            }
        }
    }

    async fn a_page_has_chats_with_all_that_stands_beside_them(db: &Db) {
        let chats = made_up();
        db.write(Put(chats.clone())).await.expect("chats");
        let asked = Sorted { page: page(100, 100), ..Sorted::default() };
        let (views, _) = db.store.snapshot(Class::Page, List(db.org, asked)).await.expect("a page");
        assert_eq!(views.len(), 100);
        for view in views {
            let found = db.store.read(Class::Point, Find(db.org, view.chat.id)).await;
            assert_eq!(found, Ok(Some(view.clone())));
            let put = chats.iter().find(|chat| chat.id == view.chat.id).expect("a chat");
            let who: Vec<_> = view.agents.iter().map(|agent| agent.id).collect();
            assert_eq!(who, put.agents, "in the order they came");
            assert_eq!(view.assignee.map(|agent| agent.id), put.assignee);
            assert_eq!(view.chat, Chat { agents: Vec::new(), ..put.clone() });
        }
    }

    async fn a_list_shows_only_the_organizations_own_chats(db: &Db) {
        let other = db.new_organization("two.example").await;
        let mut chats = made_up();
        let theirs = chats.split_off(280);
        db.write(Put(chats)).await.expect("chats");
        for (sort, _) in ChatSort::ALL {
            let asked = Sorted { page: page(100, 0), sort, order: Order::Asc };
            assert_eq!(ids(db, other, asked).await, (vec![], 0));
        }
        db.store.write(other, Origin::COMMAND, Put(theirs.clone())).await.expect("chats");
        for (sort, _) in ChatSort::ALL {
            let asked = Sorted { page: page(100, 0), sort, order: Order::Desc };
            let expected = sorted(&theirs, sort, Order::Desc);
            assert_eq!(ids(db, other, asked).await, (expected, 20));
        }
        let mine = theirs[0].id;
        assert_eq!(db.store.read(Class::Point, Find(db.org, mine)).await, Ok(None));
    }
}
