//! Rows that are distributed like the data of `deskbell seed`: three chats for each customer, in
//! the order of creation.

use deskbell_model::{
    AgentId, AgentRef, ChatId, CustomerId, DepartmentId, DepartmentRef, Rating, Role, Seconds,
    Status, Tag, TagId,
};
use deskbell_query::{ChatIndexRow, CustomerIndexRow};

const FIRST_NAMES: [&str; 16] = [
    "Ada", "Björn", "Carla", "Deniz", "Emil", "Fatima", "Gor", "Hanna", "Ivan", "Jūratė", "Kofi",
    "Lucía", "Mei", "Nour", "Oskar", "Priya",
];
const LAST_NAMES: [&str; 8] =
    ["Andersen", "Bauer", "Costa", "Dubois", "García", "Hoang", "Kovács", "Novák"];
const COMPANIES: [&str; 3] = ["Bluefin Labs", "Northwind Tea", "Studio Grün"];
const PLACES: [(&str, &str, &str); 4] = [
    ("DE", "BE", "Berlin"),
    ("FR", "IDF", "Paris"),
    ("US", "CA", "Oakland"),
    ("JP", "13", "Tokyo"),
];
const PLANS: [&str; 3] = ["free", "team", "enterprise"];
const LOCALES: [&str; 6] = ["en", "de", "fr", "pt", "ja", "uk"];

/// The time of the first chat, in Unix seconds.
pub const BEGINS: u32 = 1_700_000_000;
pub const SPAN: u32 = 60_000_000;

/// A pseudo-random generator; equal seeds lead to equal numbers.
pub struct Numbers(u64);

impl Numbers {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 16) % u64::from(end)).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(u32::try_from(of.len()).unwrap())).unwrap()]
    }

    fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }
}

/// Returns the agents, departments and tags that rows refer to.
pub fn lookup() -> (Vec<AgentRef>, Vec<DepartmentRef>, Vec<Tag>) {
    let agent = |id| AgentRef {
        id: AgentId::new(id).unwrap(),
        name: format!("Agent {id}"),
        email: None,
        role: Role::Agent,
    };
    let department =
        |id| DepartmentRef { id: DepartmentId::new(id).unwrap(), name: format!("Department {id}") };
    let tag = |id| Tag {
        id: TagId::new(id).unwrap(),
        name: format!("tag {id}"),
        color: "#d4a017".into(),
    };
    ((1..=12).map(agent).collect(), (1..=4).map(department).collect(), (1..=8).map(tag).collect())
}

/// Creates the customer with this id.
pub fn customer(id: u32) -> CustomerIndexRow {
    let mut dice = Numbers::new(u64::from(id) * 2 + 1);
    let name = format!("{} {}", dice.one(&FIRST_NAMES), dice.one(&LAST_NAMES));
    let seen = Seconds::new(BEGINS + dice.below(SPAN));
    let (country, region, city) = dice.one(&PLACES);
    let tags = (0..dice.below(4)).map(|_| TagId::new(1 + i64::from(dice.below(8))).unwrap());
    let mut tags: Vec<_> = tags.collect();
    tags.sort_unstable();
    tags.dedup();
    CustomerIndexRow {
        id: CustomerId::new(id.into()).unwrap(),
        name: (!dice.one_in(12)).then_some(name),
        email: (!dice.one_in(5)).then(|| format!("customer{id}@mail.example")),
        company: dice.one_in(3).then(|| dice.one(&COMPANIES).to_owned()),
        phone: dice.one_in(4).then(|| format!("+1555{:07}", dice.below(10_000_000))),
        country_code: Some(country.into()),
        city: Some(city.into()),
        region_code: Some(region.into()),
        user_id: dice.one_in(2).then(|| format!("user-{id}")),
        locale: Some(dice.one(&LOCALES).into()),
        notes: dice.one_in(20).then(|| format!("Asked for a refund of order {id}, was sent one.")),
        custom_data: dice.one_in(4).then(|| format!("{}\n{id}", dice.one(&PLANS))),
        created_from: None,
        integration_id: None,
        blocked: false,
        created_at: seen,
        first_seen: Some(seen),
        last_seen: Some(seen.plus(dice.below(2_000_000))),
        tags: tags.into_iter().collect(),
    }
}

/// Creates the chat with this id, one of `chats` chats.
pub fn chat(id: u32, chats: u32) -> ChatIndexRow {
    let mut dice = Numbers::new(u64::from(id) * 2);
    let share = u64::from(id) * u64::from(SPAN) / u64::from(chats);
    let at = Seconds::new(BEGINS + u32::try_from(share).unwrap()).plus(dice.below(86_400));
    let status = dice.one(Status::ALL);
    let status = if dice.one_in(2) { Status::Closed } else { status };
    let said = at.plus(dice.below(600));
    let agent = AgentId::new(1 + i64::from(dice.below(12)));
    let agent = agent.filter(|_| !matches!(status, Status::New | Status::Empty));
    let closed_at = (status == Status::Closed).then(|| said.plus(dice.below(3_600)));
    ChatIndexRow {
        id: ChatId::new(id.into()).unwrap(),
        customer: CustomerId::new(1 + i64::from(dice.below(chats.div_ceil(3)))).unwrap(),
        assignee: agent,
        department: DepartmentId::new(1 + i64::from(dice.below(8))).filter(|it| it.get() <= 4),
        agents: agent.into_iter().collect(),
        status,
        rating: (agent.is_some() && dice.one_in(3)).then(|| dice.one(Rating::ALL)),
        created_at: at,
        updated_at: closed_at.unwrap_or(said),
        closed_at,
        last_message_at: (status != Status::Empty).then_some(said),
        last_customer_message_at: (status != Status::Empty).then_some(said),
        waiting_since: (status == Status::New).then_some(said),
        snoozed_until: None,
        read_by_agent: status != Status::New,
        drafts: agent.into_iter().filter(|_| dice.one_in(50)).collect(),
        mentions: agent.into_iter().filter(|_| dice.one_in(100)).collect(),
    }
}
