//! An organization's index: built from images of all its rows, kept up with by those of what
//! changed, asked for pages.

use deskbell_model::{AgentRef, ChatId, ChatView, CustomerId, CustomerView, DepartmentRef, Tag};
use deskbell_query::{
    ChatField, ChatImage, ChatSort, CustomerField, CustomerImage, CustomerSort, Filter, Search,
    Sorted,
};
use deskbell_wire as wire;
use roaring::RoaringBitmap;

use crate::chats::{self, Chats, Taken};
use crate::customers::{self, Customers};
use crate::desk::Desk;
use crate::filter::{Ask, Set, passing};
use crate::parts::Part;
use crate::select::{Picked, pick};
use crate::slots::Slot;

/// More objects than an index has numbers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// What became of the objects that changed: images of their rows as they are after change `seq`,
/// all of one moment.
#[derive(Debug, Default)]
pub struct News {
    /// The last change that is contained.
    pub seq: i64,
    /// Chats that are gone.
    pub gone_chats: Vec<ChatId>,
    /// Customers that are gone, and their chats with them, whether those are named or not.
    pub gone_customers: Vec<CustomerId>,
    /// Agents, new ones or changed.
    pub agents: Vec<AgentRef>,
    /// Departments.
    pub departments: Vec<DepartmentRef>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Customers.
    pub customers: Vec<CustomerImage>,
    /// Chats.
    pub chats: Vec<ChatImage>,
    /// Chats as they are shown, to be kept: of the same moment.
    pub shown_chats: Vec<ChatView>,
    /// Customers as they are shown, to be kept: of the same moment.
    pub shown_customers: Vec<CustomerView>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The list of chats.
    Chats(Sorted<ChatSort>),
    /// A search for chats.
    FindChats(Search<ChatField, ChatSort>),
    /// The list of customers.
    Customers(Sorted<CustomerSort>),
    /// A search for customers.
    FindCustomers(Search<CustomerField, CustomerSort>),
}

/// What is not known here of what a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// What moved while a walk went on: the table of changes alone knows.
    pub moves: bool,
    /// The JSON of these chats.
    pub chats: Vec<ChatId>,
    /// The JSON of these customers.
    pub customers: Vec<CustomerId>,
}

/// An organization's lists, as they are after one of its changes.
#[derive(Debug, Default)]
pub struct Index {
    seq: i64,
    desk: Desk,
    customers: Customers,
    chats: Chats,
}

/// An index that takes in row by row and ranks at the end.
#[derive(Debug, Default)]
pub struct Builder(Index);

impl Builder {
    /// Takes in agents, departments and tags, in any order with the rest.
    pub fn put_desk(&mut self, agents: &[AgentRef], departments: &[DepartmentRef], tags: &[Tag]) {
        agents.iter().for_each(|agent| self.0.desk.put_agent(agent));
        departments.iter().for_each(|found| self.0.desk.put_department(found));
        tags.iter().for_each(|tag| self.0.desk.put_tag(tag));
    }

    /// Takes in a customer.
    ///
    /// # Errors
    /// [`Full`].
    pub fn put_customer(&mut self, image: &CustomerImage) -> Result<(), Full> {
        if self.0.customers.put(image, &mut self.0.desk, true) { Ok(()) } else { Err(Full) }
    }

    /// Takes in a chat, after its customer. One whose customer came later than the customers were
    /// read has changed since then: it is passed over here, and comes with [`News`].
    ///
    /// # Errors
    /// [`Full`].
    pub fn put_chat(&mut self, image: &ChatImage) -> Result<(), Full> {
        let Index { desk, customers, chats, .. } = &mut self.0;
        match chats.put(image, customers, desk, true) {
            Taken::Yes | Taken::Strange => Ok(()),
            Taken::Full => Err(Full),
        }
    }

    /// What the rows take in memory, without texts and ranks.
    #[must_use]
    pub fn rows_bytes(&self) -> usize {
        self.0.chats.slots.bytes() + self.0.customers.slots.bytes()
    }

    /// The index, which knows every change up to this one and perhaps later ones in part: it is
    /// whole once it was given what changed since.
    #[must_use]
    pub fn finish(mut self, seq: i64) -> Index {
        self.0.customers.rank_all();
        self.0.chats.rank_all();
        self.0.seq = seq;
        self.0
    }
}

impl Index {
    /// The last change it knows.
    #[must_use]
    pub const fn seq(&self) -> i64 {
        self.seq
    }

    /// How many chats there are.
    #[must_use]
    pub fn chats_total(&self) -> u64 {
        self.chats.slots.live.len()
    }

    /// Takes in what changed.
    ///
    /// # Errors
    /// [`Full`], or a chat came without its customer: the index is of no use any more.
    pub fn take(&mut self, news: &News) -> Result<(), Full> {
        let Self { desk, customers, chats, seq } = self;
        for chat in &news.gone_chats {
            if let Some(slot) = chats.slots.find(chat.get()) {
                chats.remove(slot);
            }
        }
        for customer in &news.gone_customers {
            if let Some(slot) = customers.slots.find(customer.get()) {
                // Of many changes the first are taken in before those that tell of its chats.
                let left: Vec<_> = chats.owners.chats_of(slot).collect();
                left.into_iter().for_each(|chat| chats.remove(chat));
                customers.remove(slot);
            }
        }
        news.agents.iter().for_each(|agent| desk.put_agent(agent));
        news.departments.iter().for_each(|found| desk.put_department(found));
        news.tags.iter().for_each(|tag| desk.put_tag(tag));
        for image in &news.customers {
            if !customers.put(image, desk, false) {
                return Err(Full);
            }
        }
        for image in &news.chats {
            // A chat whose customer was never told of would be missing from now on.
            if chats.put(image, customers, desk, false) != Taken::Yes {
                return Err(Full);
            }
        }
        *seq = news.seq;
        self.keep(news);
        Ok(())
    }

    /// Keeps the JSON of what is shown.
    fn keep(&mut self, news: &News) {
        let mut json = Vec::new();
        for view in &news.shown_chats {
            let Some(slot) = self.chats.slots.find(view.chat.id.get()) else { continue };
            json.clear();
            let (second, third) = wire::chats::write_pieces(&mut json, &view.chat);
            self.chats.parts.put(slot, Part::new(&json, [second, third]));
            let customer = self.chats.owners.customer(slot);
            if self.customers.refs.get(customer).is_none() {
                json.clear();
                let notes = wire::customers::write_ref_and_notes(&mut json, &view.customer);
                self.customers.refs.put(customer, Part::new(&json, [notes, json.len()]));
            }
        }
        for view in &news.shown_customers {
            let Some(slot) = self.customers.slots.find(view.customer.id.get()) else { continue };
            json.clear();
            let second = wire::customers::write_pieces(&mut json, &view.customer);
            self.customers.parts.put(slot, Part::new(&json, [second, json.len()]));
        }
    }

    /// Answers, as the contract writes it.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn answer(&self, question: &Question) -> Result<Vec<u8>, Missing> {
        match question {
            Question::Chats(page) => {
                let page = self.pick_chats(None, *page)?;
                self.show_chats(&page, false)
            }
            Question::FindChats(search) => {
                let Self { desk, customers, chats, .. } = self;
                let asked = chats::Asked { chats, customers, desk };
                let set = filtered(&asked, &search.filter);
                let page = self.pick_chats(set.as_deref(), search.page)?;
                self.show_chats(&page, true)
            }
            Question::Customers(page) => {
                let page = self.pick_customers(None, *page)?;
                self.show_customers(&page)
            }
            Question::FindCustomers(search) => {
                let Self { desk, customers, .. } = self;
                let set = filtered(&customers::Asked { customers, desk }, &search.filter);
                let page = self.pick_customers(set.as_deref(), search.page)?;
                self.show_customers(&page)
            }
        }
    }

    fn pick_chats(
        &self,
        set: Option<&RoaringBitmap>,
        page: Sorted<ChatSort>,
    ) -> Result<Picked, Missing> {
        let Chats { slots, .. } = &self.chats;
        pick(set, self.chats.dates(page.sort), slots, page, self.seq)
    }

    fn pick_customers(
        &self,
        set: Option<&RoaringBitmap>,
        page: Sorted<CustomerSort>,
    ) -> Result<Picked, Missing> {
        let Customers { slots, .. } = &self.customers;
        pick(set, self.customers.dates(page.sort), slots, page, self.seq)
    }

    fn show_chats(&self, page: &Picked, is_found: bool) -> Result<Vec<u8>, Missing> {
        let Self { desk, customers, chats, .. } = self;
        let Picked { slots, meta } = page;
        // What is missing is looked for first: the writing below finds all of it in the cache.
        let mut parts = Vec::with_capacity(slots.len());
        let mut missing = Missing::default();
        let mut bytes = ENVELOPE_BYTES;
        for slot in slots {
            let customer = chats.owners.customer(*slot);
            match chats.parts.get(*slot).zip(customers.refs.get(customer)) {
                Some((chat, customer)) => {
                    bytes += chat.len() + customer.len() + REFERENCES_BYTES;
                    parts.push((*slot, chat, customer));
                }
                None => missing.chats.extend(ChatId::new(chats.slots.id(*slot))),
            }
        }
        if !missing.chats.is_empty() {
            return Err(missing);
        }
        let write = |out: &mut Vec<u8>, (slot, chat, customer): (Slot, &Part, &Part)| {
            let [opening, middle, closing] = chat.pieces();
            let [customer, notes, _] = customer.pieces();
            let around = wire::chats::Around {
                notes,
                customer,
                agents: chats.agents.get(slot).iter().map(|code| desk.agents.part(*code)),
                assignee: desk.agents.part(chats.assignee.get(slot)),
                department: desk.departments.part(chats.department.get(slot)),
            };
            wire::chats::splice(out, wire::chats::Pieces { opening, middle, closing }, around);
        };
        let mut json = Vec::with_capacity(bytes);
        if is_found {
            wire::chats::write_found(&mut json, parts, meta, write);
        } else {
            wire::chats::write_page(&mut json, parts, meta, write);
        }
        Ok(json)
    }

    fn show_customers(&self, page: &Picked) -> Result<Vec<u8>, Missing> {
        let Self { desk, customers, .. } = self;
        let Picked { slots, meta } = page;
        let mut parts = Vec::with_capacity(slots.len());
        let mut missing = Missing::default();
        let mut bytes = ENVELOPE_BYTES;
        for slot in slots {
            match customers.parts.get(*slot) {
                Some(part) => {
                    bytes += part.len() + REFERENCES_BYTES;
                    parts.push((*slot, part));
                }
                None => missing.customers.extend(CustomerId::new(customers.slots.id(*slot))),
            }
        }
        if !missing.customers.is_empty() {
            return Err(missing);
        }
        let mut json = Vec::with_capacity(bytes);
        wire::customers::write_page(&mut json, parts, meta, |out, (slot, part)| {
            let [opening, closing, _] = part.pieces();
            let tags = customers.tags.get(slot).iter().map(|code| desk.tags.part(*code));
            wire::customers::splice(out, [opening, closing], tags);
        });
        Ok(json)
    }

    /// What it takes in memory without the JSON that is kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.chats.bytes() + self.customers.bytes()
    }

    /// What the JSON that is kept takes.
    #[must_use]
    pub fn parts_bytes(&self) -> usize {
        self.chats.parts.bytes() + self.customers.refs.bytes() + self.customers.parts.bytes()
    }

    /// Lets JSON go until so many bytes are free or none is kept.
    pub fn free(&mut self, wanted: usize) {
        let mut freed = self.chats.parts.free(wanted);
        for parts in [&mut self.customers.parts, &mut self.customers.refs] {
            freed += parts.free(wanted.saturating_sub(freed));
        }
    }
}

/// What stands around the objects of a page, about.
const ENVELOPE_BYTES: usize = 64;
/// What an object's references take, about: those that are longer let the page grow once.
const REFERENCES_BYTES: usize = 420;

/// The set of what passes a filter; none when everything does.
fn filtered<'i, F: Copy>(asked: &impl Ask<'i, F>, filter: &Filter<F>) -> Option<Set<'i>> {
    (!filter.conditions.is_empty()).then(|| passing(asked, filter))
}
