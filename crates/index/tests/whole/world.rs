//! The model: random objects, changes of these objects with their deltas, and pages computed by
//! sorting all objects.

use std::collections::{BTreeMap, BTreeSet};

use deskbell_index::Delta;
use deskbell_model::{
    AgentId, AgentRef, ApplicationId, Chat, ChatId, ChatView, CreatedWith, Customer, CustomerId,
    CustomerRef, CustomerView, DepartmentId, DepartmentRef, Rating, Role, Scalar, Seconds, Status,
    Tag, TagId,
};
use deskbell_query::{ChatIndexRow, ChatSort, CustomerIndexRow, CustomerSort, Sorted, fold};
use deskbell_wire as wire;

use crate::pages::sorted;

pub const TEXTS: [&str; 8] = ["", "Anna", "anna", "Straße", "STRASSE", "100%", "a\\b", "İ"];
pub const NAMES: [&str; 4] = ["vip", "VIP", "ß", "%"];
const CHANNELS: [&str; 6] = ["telegram", "facebook", "instagram", "viber", "whatsapp", "other"];

/// A pseudo-random generator; equal seeds lead to equal numbers.
#[derive(Clone)]
pub struct Numbers(u64);

impl Numbers {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    fn text(&mut self) -> Option<String> {
        (self.below(3) > 0).then(|| self.one(&TEXTS).to_owned())
    }

    fn time(&mut self) -> Seconds {
        Seconds::new(u32::try_from(self.below(9)).unwrap())
    }

    fn opt_time(&mut self) -> Option<Seconds> {
        (self.below(3) > 0).then(|| self.time())
    }

    fn id(&mut self, end: u64) -> i64 {
        i64::try_from(self.below(end)).unwrap() + 1
    }
}

/// Returns the values of a customer's custom data, each on a line; `None` without values.
pub fn custom_data(customer: &Customer) -> Option<String> {
    let texts = customer.custom_data.iter().filter_map(|(_, value)| match value {
        Scalar::Text(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        _ => None,
    });
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

pub struct World {
    pub numbers: Numbers,
    pub seq: i64,
    pub customers: BTreeMap<i64, CustomerView>,
    pub chats: BTreeMap<i64, Chat>,
    /// The agents with a draft in each chat.
    pub drafts: BTreeMap<i64, Vec<AgentId>>,
    /// The agents who are mentioned in each chat.
    pub mentions: BTreeMap<i64, Vec<AgentId>>,
    agents: BTreeMap<i64, AgentRef>,
    departments: BTreeMap<i64, DepartmentRef>,
    tags: BTreeMap<i64, Tag>,
    next: i64,
    changed: BTreeSet<i64>,
    is_lookup_changed: bool,
    gone_chats: Vec<ChatId>,
    gone_customers: Vec<CustomerId>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut world = Self {
            numbers: Numbers(seed),
            seq: 1,
            customers: BTreeMap::new(),
            chats: BTreeMap::new(),
            drafts: BTreeMap::new(),
            mentions: BTreeMap::new(),
            agents: BTreeMap::new(),
            departments: BTreeMap::new(),
            tags: BTreeMap::new(),
            next: 1,
            changed: BTreeSet::new(),
            is_lookup_changed: false,
            gone_chats: Vec::new(),
            gone_customers: Vec::new(),
        };
        for id in 1..=4 {
            world.name(id);
        }
        world
    }

    /// Renames an agent and a department, and recolours a tag.
    fn name(&mut self, id: i64) {
        let name = format!("Name {}", self.numbers.below(100));
        let (agent, role) = (AgentId::new(id).unwrap(), Role::Agent);
        self.agents.insert(id, AgentRef { id: agent, name: name.clone(), email: None, role });
        let department = DepartmentId::new(id).unwrap();
        self.departments.insert(id, DepartmentRef { id: department, name });
        let tag = NAMES[usize::try_from(id - 1).unwrap()].to_owned();
        let color = format!("#{:06x}", self.numbers.below(1 << 24));
        self.tags.insert(id, Tag { id: TagId::new(id).unwrap(), name: tag, color });
        self.is_lookup_changed = true;
    }

    /// Adds, changes or removes a random object.
    pub fn change(&mut self) {
        self.seq += 1;
        let customer = self.any(|world| world.customers.keys().copied().collect());
        let chat = self.any(|world| world.chats.keys().copied().collect());
        match (self.numbers.below(12), customer, chat) {
            (0..=2, ..) | (_, None, _) => self.put_customer(None),
            (3..=5, ..) | (_, _, None) => self.put_chat(None),
            (6, ..) => {
                let id = self.numbers.id(4);
                self.name(id);
            }
            (7, Some(customer), _) => self.remove_customer(customer),
            (8, customer, _) => self.put_customer(customer),
            (.., chat) => self.put_chat(chat),
        }
    }

    pub fn fill(&mut self, customers: usize, chats: usize) {
        (0..customers).for_each(|_| self.put_customer(None));
        (0..chats).for_each(|_| self.put_chat(None));
    }

    fn any(&mut self, ids: impl Fn(&Self) -> Vec<i64>) -> Option<i64> {
        let ids = ids(self);
        if ids.is_empty() { None } else { Some(self.numbers.one(&ids)) }
    }

    fn new_id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    fn put_customer(&mut self, id: Option<i64>) {
        let id = id.unwrap_or_else(|| self.new_id());
        let numbers = &mut self.numbers;
        let mut it = Customer::new(CustomerId::new(id).unwrap(), numbers.time());
        (it.first_seen, it.last_seen) = (numbers.opt_time(), numbers.opt_time());
        (it.name, it.email, it.user_id) = (numbers.text(), numbers.text(), numbers.text());
        (it.company, it.phone, it.locale) = (numbers.text(), numbers.text(), numbers.text());
        (it.location.city, it.location.country_code) = (numbers.text(), numbers.text());
        (it.location.region_code, it.notes) = (numbers.text(), numbers.text());
        it.blocked = numbers.below(4) == 0;
        it.created_from = (numbers.below(4) > 0).then(|| numbers.one(&CHANNELS).to_owned());
        it.integration_id = numbers.text();
        for number in 0..numbers.below(3) {
            let value = Scalar::Text(numbers.one(&TEXTS).to_owned());
            it.custom_data.push((format!("property {number}"), value));
        }
        let wears = (1..=4).filter(|_| numbers.below(3) == 0);
        let tags = wears.map(|id| self.tags[&id].clone()).collect();
        self.customers.insert(id, CustomerView { customer: it, tags });
        self.changed.insert(id);
    }

    fn put_chat(&mut self, id: Option<i64>) {
        let known = id.and_then(|id| self.chats.get(&id)).map(|chat| chat.customer);
        let any = self.any(|world| world.customers.keys().copied().collect()).unwrap();
        let customer = known.unwrap_or(CustomerId::new(any).unwrap());
        let id = id.unwrap_or_else(|| self.new_id());
        let numbers = &mut self.numbers;
        let (chat, application) = (ChatId::new(id).unwrap(), ApplicationId::new(1).unwrap());
        let mut it = Chat::new(chat, customer, application, CreatedWith::PublicApi, numbers.time());
        (it.updated_at, it.closed_at) = (numbers.time(), numbers.opt_time());
        (it.last_message_at, it.last_customer_message_at) =
            (numbers.opt_time(), numbers.opt_time());
        it.last_message_text = numbers.text();
        it.status = numbers.one(Status::ALL);
        it.rating = (numbers.below(2) > 0).then(|| numbers.one(Rating::ALL));
        it.assignee = AgentId::new(numbers.id(6)).filter(|id| id.get() <= 4);
        it.department = DepartmentId::new(numbers.id(6)).filter(|id| id.get() <= 4);
        let wrote = (1..=4).filter(|_| numbers.below(4) == 0);
        it.agents = wrote.map(|id| AgentId::new(id).unwrap()).collect();
        (it.waiting_since, it.snoozed_until) = (numbers.opt_time(), numbers.opt_time());
        it.read_by_agent = numbers.below(2) > 0;
        for agents in [&mut self.drafts, &mut self.mentions] {
            let some = (1..=4).filter(|_| numbers.below(5) == 0);
            agents.insert(id, some.map(|id| AgentId::new(id).unwrap()).collect());
        }
        self.chats.insert(id, it);
        self.changed.insert(id);
    }

    /// Removes a customer with its chats.
    pub fn remove_customer(&mut self, id: i64) {
        let gone = self.customers.remove(&id).unwrap().customer.id;
        self.gone_customers.push(gone);
        let is_its = |_: &i64, chat: &mut Chat| chat.customer == gone;
        self.gone_chats.extend(self.chats.extract_if(.., is_its).map(|(_, chat)| chat.id));
    }

    /// Returns the chats that were removed since the last call of [`World::deltas`].
    pub fn gone_chats(&self) -> &[ChatId] {
        &self.gone_chats
    }

    /// Returns the deltas since the last call: one delta with everything, or one delta without
    /// chats and then one with only chats.
    pub fn deltas(&mut self) -> Vec<Delta> {
        let changed = std::mem::take(&mut self.changed);
        let mut first = Delta { seq: self.seq, ..Delta::default() };
        first.gone_customers = std::mem::take(&mut self.gone_customers);
        first.customers =
            self.customer_rows().into_iter().filter(|it| changed.contains(&it.id.get())).collect();
        if std::mem::take(&mut self.is_lookup_changed) {
            (first.agents, first.departments, first.tags) = self.lookup();
        }
        let gone_chats = std::mem::take(&mut self.gone_chats);
        let chats = self.chat_rows().filter(|it| changed.contains(&it.id.get())).collect();
        if self.numbers.below(2) == 0 {
            return vec![Delta { gone_chats, chats, ..first }];
        }
        vec![first, Delta { seq: self.seq, gone_chats, chats, ..Delta::default() }]
    }

    pub fn lookup(&self) -> (Vec<AgentRef>, Vec<DepartmentRef>, Vec<Tag>) {
        let agents = self.agents.values().cloned().collect();
        let departments = self.departments.values().cloned().collect();
        (agents, departments, self.tags.values().cloned().collect())
    }

    pub fn customer_rows(&self) -> Vec<CustomerIndexRow> {
        let image = |CustomerView { customer: it, tags }: &CustomerView| CustomerIndexRow {
            id: it.id,
            name: it.name.clone(),
            email: it.email.clone(),
            company: it.company.clone(),
            phone: it.phone.clone(),
            country_code: it.location.country_code.clone(),
            city: it.location.city.clone(),
            region_code: it.location.region_code.clone(),
            user_id: it.user_id.clone(),
            locale: it.locale.clone(),
            notes: it.notes.clone(),
            custom_data: custom_data(it).map(|values| fold(&values).into_owned()),
            created_from: it.created_from.clone(),
            integration_id: it.integration_id.clone(),
            blocked: it.blocked,
            created_at: it.created_at,
            first_seen: it.first_seen,
            last_seen: it.last_seen,
            tags: tags.iter().map(|tag| tag.id).collect(),
        };
        self.customers.values().map(image).collect()
    }

    pub fn chat_rows(&self) -> impl Iterator<Item = ChatIndexRow> {
        self.chats.values().map(|it| ChatIndexRow {
            id: it.id,
            customer: it.customer,
            assignee: it.assignee,
            department: it.department,
            agents: it.agents.iter().copied().collect(),
            status: it.status,
            rating: it.rating,
            created_at: it.created_at,
            updated_at: it.updated_at,
            closed_at: it.closed_at,
            last_message_at: it.last_message_at,
            last_customer_message_at: it.last_customer_message_at,
            waiting_since: it.waiting_since,
            snoozed_until: it.snoozed_until,
            read_by_agent: it.read_by_agent,
            drafts: self.drafts[&it.id.get()].iter().copied().collect(),
            mentions: self.mentions[&it.id.get()].iter().copied().collect(),
        })
    }

    pub fn chat_view(&self, id: i64) -> ChatView {
        let chat = self.chats[&id].clone();
        let customer = self.customers[&chat.customer.get()].customer.clone();
        let agent = |id: AgentId| self.agents[&id.get()].clone();
        ChatView {
            customer: CustomerRef {
                id: customer.id,
                name: customer.name,
                email: customer.email,
                user_id: customer.user_id,
                notes: customer.notes,
            },
            assignee: chat.assignee.map(agent),
            department: chat.department.map(|id| self.departments[&id.get()].clone()),
            agents: chat.agents.iter().copied().map(agent).collect(),
            chat,
        }
    }

    pub fn customer_view(&self, id: i64) -> CustomerView {
        let mut view = self.customers[&id].clone();
        view.tags.iter_mut().for_each(|tag| *tag = self.tags[&tag.id.get()].clone());
        view
    }

    pub fn chats_page(
        &self,
        page: Sorted<ChatSort>,
        fits: impl Fn(i64) -> bool,
        is_found: bool,
    ) -> Option<Vec<u8>> {
        let key = |id: i64| match page.sort {
            ChatSort::CreatedAt => Some(self.chats[&id].created_at),
            ChatSort::LastCustomerMessageAt => self.chats[&id].last_customer_message_at,
            ChatSort::LastMessageAt => self.chats[&id].last_message_at,
            ChatSort::ClosedAt => self.chats[&id].closed_at,
        };
        let all = self.chats.keys().copied().filter(|id| fits(*id));
        let (ids, meta) = sorted(all, key, page, self.seq)?;
        let views: Vec<_> = ids.into_iter().map(|id| self.chat_view(id)).collect();
        let mut out = Vec::new();
        if is_found {
            wire::pages::write_with_total(&mut out, &views, &meta, wire::write);
        } else {
            wire::pages::write(&mut out, &views, &meta, wire::write);
        }
        Some(out)
    }

    pub fn customers_page(
        &self,
        page: Sorted<CustomerSort>,
        fits: impl Fn(i64) -> bool,
    ) -> Option<Vec<u8>> {
        let of = |id: i64| &self.customers[&id].customer;
        let key = |id: i64| match page.sort {
            CustomerSort::CreatedAt => Some(of(id).created_at),
            CustomerSort::FirstSeen => of(id).first_seen,
            CustomerSort::LastSeen => of(id).last_seen,
        };
        let all = self.customers.keys().copied().filter(|id| fits(*id));
        let (ids, meta) = sorted(all, key, page, self.seq)?;
        let views: Vec<_> = ids.into_iter().map(|id| self.customer_view(id)).collect();
        let mut out = Vec::new();
        wire::pages::write_with_total(&mut out, &views, &meta, wire::write);
        Some(out)
    }
}
