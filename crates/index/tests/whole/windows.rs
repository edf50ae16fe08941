//! Random windows (some rows of a view of chats), and the answers of the model, which reads every
//! chat.

use std::cmp::Reverse;

use deskbell_model::{
    AgentId, Chat, ChatId, ChatScope, DepartmentId, DraftBy, Role, Seconds, Status,
};
use deskbell_query::{
    Assigned, Limit, Offset, Predicate, Statuses, View, Window, WindowAt, WindowSort, fold,
};
use deskbell_wire as wire;

use crate::facts::holds;
use crate::world::{NAMES, Numbers, World};
use deskbell_query::{ChatField, CustomerField};

/// Texts that agents search for: parts of fields and of tags' names, and whole codes.
pub const SEARCHED: [&str; 6] = ["a", "SS", "ß", "vip", "anna", "%"];

fn maybe(numbers: &mut Numbers) -> Option<bool> {
    numbers.one(&[None, None, Some(true), Some(false)])
}

fn assigned<I: Copy>(numbers: &mut Numbers, id: Option<I>) -> Option<Assigned<I>> {
    match numbers.below(6) {
        0 => Some(Assigned::ToNone),
        1 => Some(Assigned::ToAny),
        2 | 3 => id.map(Assigned::To),
        _ => None,
    }
}

fn id(numbers: &mut Numbers) -> i64 {
    i64::try_from(numbers.below(5)).unwrap() + 1
}

fn view(numbers: &mut Numbers, world: &World) -> View {
    let some: Vec<Status> = Status::ALL.iter().copied().filter(|_| numbers.below(2) == 0).collect();
    let statuses = [Statuses::ALL, Statuses::ACTIVE, Statuses::CLOSED, Statuses::of(&some)];
    let (agent, department) = (AgentId::new(id(numbers)), DepartmentId::new(id(numbers)));
    let customers: Vec<_> = world.customers.values().map(|it| it.customer.id).collect();
    let is_rare = |numbers: &mut Numbers| numbers.below(8) == 0;
    // The page's menu counts such views.
    match numbers.below(6) {
        0 => return View { assignee: assigned(numbers, agent), ..View::OPEN },
        1 => return View { department: assigned(numbers, department), ..View::OPEN },
        _ => {}
    }
    View {
        statuses: numbers.one(&statuses),
        assignee: assigned(numbers, agent),
        department: assigned(numbers, department),
        is_unread: maybe(numbers),
        is_snoozed: maybe(numbers),
        is_blocked: maybe(numbers),
        is_waiting: maybe(numbers),
        tag: is_rare(numbers).then(|| numbers.one(&NAMES).to_owned()),
        customer: (is_rare(numbers) && !customers.is_empty()).then(|| numbers.one(&customers)),
        chats: is_rare(numbers).then(|| (1..99).step_by(3).filter_map(ChatId::new).collect()),
        text: is_rare(numbers).then(|| fold(numbers.one(&SEARCHED)).into_owned()),
        drafted_by: agent.filter(|_| is_rare(numbers)),
        mentions: agent.filter(|_| is_rare(numbers)),
    }
}

/// Returns a random window (part of the chat list) of an agent with any scope.
pub fn window(numbers: &mut Numbers, world: &World) -> Window {
    let agent = AgentId::new(id(numbers)).unwrap();
    let departments: Vec<_> =
        (1..=4).filter(|_| numbers.below(3) == 0).filter_map(DepartmentId::new).collect();
    let role = numbers.one(&[Role::Admin, Role::Agent]);
    let chats: Vec<_> = world.chats.values().map(|it| it.id).collect();
    let around = if chats.is_empty() { ChatId::new(1).unwrap() } else { numbers.one(&chats) };
    let offset = Offset::new(numbers.one(&[0, 0, 3, 40])).unwrap();
    Window {
        agent,
        scope: ChatScope::of(agent, role, false, &departments),
        view: view(numbers, world),
        sort: numbers.one(&WindowSort::ALL).0,
        at: numbers.one(&[WindowAt::Offset(offset), WindowAt::Around(around)]),
        limit: Limit::new(numbers.one(&[1, 4, 50])).unwrap(),
        counts: (0..numbers.below(6)).map(|_| view(numbers, world)).collect(),
    }
}

fn passes(world: &World, chat: &Chat, scope: &ChatScope, view: &View) -> bool {
    let id = chat.id.get();
    let customer = &world.customers[&chat.customer.get()].customer;
    let agrees = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
    let has = |text: &String| {
        let test = Predicate::Contains(text.clone());
        holds(&world.customer_fact(customer.id.get(), CustomerField::Anything), &test)
    };
    let wears = |tag: &String| {
        let test = Predicate::Tags(vec![tag.clone()]);
        holds(&world.chat_fact(id, ChatField::CustomerTags), &test)
    };
    scope.has(chat.assignee, chat.department)
        && view.statuses.has(chat.status)
        && view.assignee.is_none_or(|it| it.holds(chat.assignee))
        && view.department.is_none_or(|it| it.holds(chat.department))
        && agrees(view.is_unread, !chat.read_by_agent)
        && agrees(view.is_snoozed, chat.snoozed_until.is_some())
        && agrees(view.is_blocked, customer.blocked)
        && agrees(view.is_waiting, chat.waiting_since.is_some())
        && view.tag.as_ref().is_none_or(wears)
        && view.customer.is_none_or(|it| it == chat.customer)
        && view.chats.as_ref().is_none_or(|ids| ids.contains(&chat.id))
        && view.text.as_ref().is_none_or(has)
        && view.drafted_by.is_none_or(|it| world.drafts[&id].contains(&it))
        && view.mentions.is_none_or(|it| world.mentions[&id].contains(&it))
}

/// Returns the sort key of a chat in the order with the latest time first. Among chats with equal
/// times, the chat with the larger id comes first. Chats without a time come last, in ascending
/// order of their ids.
fn newest_first(time: Option<Seconds>, id: ChatId) -> Reverse<(Option<Seconds>, i64)> {
    Reverse((time, if time.is_some() { id.get() } else { -id.get() }))
}

/// Computes the model's answer to a request for a window (a part of an agent's chat list).
pub fn expected(world: &World, window: &Window) -> Vec<u8> {
    let of = |view: &View| {
        let all = world.chats.values();
        all.filter(|chat| passes(world, chat, &window.scope, view)).collect::<Vec<_>>()
    };
    let mut found = of(&window.view);
    match window.sort {
        WindowSort::Activity => found.sort_by_key(|it| newest_first(it.last_message_at, it.id)),
        WindowSort::Created => found.sort_by_key(|it| newest_first(Some(it.created_at), it.id)),
        WindowSort::Closed => found.sort_by_key(|it| newest_first(it.closed_at, it.id)),
        WindowSort::Waiting => found.sort_by_key(|chat| {
            let id = chat.id.get();
            let id = if chat.waiting_since.is_some() { id } else { -id };
            (chat.waiting_since.is_none(), chat.waiting_since, id)
        }),
    }
    let limit = usize::try_from(window.limit.get()).unwrap();
    let before = match window.at {
        WindowAt::Offset(offset) => usize::try_from(offset.get()).unwrap(),
        WindowAt::Around(chat) => {
            let place = found.iter().position(|it| it.id == chat);
            place.unwrap_or_default().saturating_sub(limit / 2)
        }
    };
    let head = wire::inbox::window::Head {
        seq: world.seq,
        total: found.len() as u64,
        offset: before as u64,
        counts: window.counts.iter().map(|view| of(view).len() as u64).collect(),
    };
    let mut json = Vec::new();
    let page = found.into_iter().skip(before).take(limit);
    wire::inbox::window::write(&mut json, &head, page, |out, chat| {
        let view = world.chat_view(chat.id.get());
        let tags = world.customer_view(chat.customer.get()).tags;
        let draft = DraftBy::of(window.agent, world.drafts[&chat.id.get()].iter().copied());
        wire::write(out, &wire::inbox::row::WindowRow { view: &view, tags: &tags, draft });
    });
    json
}
