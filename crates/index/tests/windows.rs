//! Measures the time to answer an agent's request for a window. The answer has some rows of the
//! chat list, the numbers of chats in 20 departments, and the numbers of chats in the views that
//! every agent has. `DESKBELL_CHATS=1000000 cargo test --release -p deskbell-index --test windows
//! -- --nocapture` prints the times for a million chats.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_macros, reason = "a measurement says what it found")]

#[path = "memory/rows.rs"]
mod rows;

use std::time::{Duration, Instant};

use deskbell_index::{Builder, ChatForm, Delta, Index};
use deskbell_model::{
    AgentId, AgentRef, ApplicationId, Chat, ChatId, ChatScope, ChatView, CreatedWith, CustomerRef,
    DepartmentId, DepartmentRef, Role, Status,
};
use deskbell_query::{
    Assigned, ChatIndexRow, Limit, Offset, Question, Sorted, View, Window, WindowAt, WindowSort,
};

/// The default number of chats.
const CHATS: u32 = 20_000;
const DEPARTMENTS: i64 = 20;
/// The number of requests for each window.
const ASKED: usize = 50;

fn row(id: u32, chats: u32) -> ChatIndexRow {
    let mut row = rows::chat(id, chats);
    row.department = DepartmentId::new(i64::from(id) % (DEPARTMENTS + 1));
    // Most chats of a help desk are closed.
    if !id.is_multiple_of(40) {
        row.status = Status::Closed;
        row.waiting_since = None;
    }
    row
}

fn build(chats: u32) -> Index {
    let mut builder = Builder::default();
    let (agents, _, tags) = rows::lookup();
    let department = |id| Some(DepartmentRef { id: DepartmentId::new(id)?, name: "Desk".into() });
    let departments: Vec<_> = (1..=DEPARTMENTS).filter_map(department).collect();
    builder.put_lookup(&agents, &departments, &tags);
    let customers: Vec<_> = (1..=chats.div_ceil(3)).map(rows::customer).collect();
    customers.chunks(4_096).for_each(|rows| builder.put_customers(rows).unwrap());
    let ids: Vec<_> = (1..=chats).collect();
    for ids in ids.chunks(4_096) {
        let rows: Vec<_> = ids.iter().map(|id| row(*id, chats)).collect();
        builder.put_chats(&rows).unwrap();
    }
    builder.finish(1)
}

/// Returns a chat in the form that the database returns for a row of a window.
fn view(chat: ChatId, chats: u32) -> ChatView {
    let row = row(u32::try_from(chat.get()).unwrap(), chats);
    let application = ApplicationId::new(1).unwrap();
    let with = CreatedWith::CustomerMessage;
    let mut shown = Chat::new(row.id, row.customer, application, with, row.created_at);
    shown.last_message_text = Some("Can we hop on a quick call this week?".into());
    let customer = rows::customer(u32::try_from(row.customer.get()).unwrap());
    let customer = CustomerRef {
        id: customer.id,
        name: customer.name,
        email: customer.email,
        user_id: None,
        notes: None,
    };
    let agents: Vec<AgentRef> = Vec::new();
    ChatView { chat: shown, customer, assignee: None, department: None, agents }
}

fn counts(me: AgentId) -> Vec<View> {
    let department = |id| Some(Assigned::To(DepartmentId::new(id)?));
    let of_departments =
        (1..=DEPARTMENTS).map(|id| View { department: department(id), ..View::OPEN });
    let own = [
        View { assignee: Some(Assigned::To(me)), ..View::OPEN },
        View { assignee: Some(Assigned::ToNone), ..View::OPEN },
        View::OPEN,
        View { is_unread: Some(true), ..View::OPEN },
        View { is_snoozed: Some(true), ..View::ALL },
    ];
    own.into_iter().chain(of_departments).collect()
}

fn answered(index: &mut Index, question: &Question, chats: u32) -> usize {
    loop {
        match index.answer(question, None, usize::MAX) {
            Ok(json) => return json.len(),
            Err(missing) => {
                let shown_chats = missing.chats.iter().map(|id| view(*id, chats)).collect();
                let shown_form = missing.form;
                let delta = Delta { seq: index.seq(), shown_chats, shown_form, ..Delta::default() };
                index.take(&delta).unwrap();
            }
        }
    }
}

#[test]
fn a_window_with_the_counts_of_a_menu_is_answered_at_any_depth() {
    let chats = std::env::var("DESKBELL_CHATS").map_or(CHATS, |chats| chats.parse().unwrap());
    let mut index = build(chats);
    let me = AgentId::new(3).unwrap();
    let departments: Vec<_> = (1..=3).filter_map(DepartmentId::new).collect();
    let limited = ChatScope::of(me, Role::Agent, false, &departments);
    for (scope, who) in [(ChatScope::All, "all chats"), (limited, "three departments")] {
        let offset = |chats: u32| WindowAt::Offset(Offset::new(chats.into()).unwrap());
        let around = WindowAt::Around(ChatId::new(i64::from(chats / 400 * 40 + 40)).unwrap());
        for (view, sort, at, what) in [
            (View::OPEN, WindowSort::Activity, offset(0), "open, by activity"),
            (View::OPEN, WindowSort::Waiting, offset(0), "open, by wait"),
            (View::OPEN, WindowSort::Activity, around, "open, around a chat"),
            (View::ALL, WindowSort::Created, offset(chats / 4), "all, deep"),
        ] {
            let question = Question::Window(Box::new(Window {
                agent: me,
                scope: scope.clone(),
                view,
                sort,
                at,
                limit: Limit::new(50).unwrap(),
                counts: counts(me),
            }));
            let bytes = answered(&mut index, &question, chats);
            let time = |_| {
                let began = Instant::now();
                assert!(index.answer(&question, None, usize::MAX).is_ok());
                began.elapsed()
            };
            let mut times: Vec<Duration> = (0..ASKED).map(time).collect();
            times.sort_unstable();
            let (half, most) = (times[ASKED / 2], times[ASKED * 95 / 100]);
            println!("{who}, {what}: p50 {half:?}, p95 {most:?}, {bytes} bytes");
        }
    }
}

#[test]
fn a_chats_json_is_cached_in_the_form_that_was_asked_for() {
    let window = Question::Window(Box::new(Window {
        agent: AgentId::new(3).unwrap(),
        scope: ChatScope::All,
        view: View::ALL,
        sort: WindowSort::Created,
        at: WindowAt::default(),
        limit: Limit::new(50).unwrap(),
        counts: Vec::new(),
    }));
    let list = Question::Chats(Sorted::default());
    for (first, second, form) in
        [(&window, &list, ChatForm::Program), (&list, &window, ChatForm::Row)]
    {
        let mut index = build(60);
        answered(&mut index, first, 60);
        let missing = index.answer(second, None, usize::MAX).unwrap_err();
        assert_eq!(missing.form, form);
        assert!(missing.chats.len() > 20, "{}", missing.chats.len());
        answered(&mut index, second, 60);
        assert!(index.answer(first, None, usize::MAX).is_ok());
    }
}
