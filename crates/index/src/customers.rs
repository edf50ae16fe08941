//! The columns of an organization's customers, for sorting and searching.

use std::borrow::Cow;

use deskbell_model::Seconds;
use deskbell_query::{
    CustomerField, CustomerIndexRow, CustomerSort, Predicate, Relation, caseless, fold,
};

use crate::column::Column;
use crate::dates::Dates;
use crate::dict_column::{DictCode, DictColumn};
use crate::filter::{Ask, Set};
use crate::flag_columns::FlagColumns;
use crate::lookup::Lookup;
use crate::multi_column::MultiColumn;
use crate::parts::RenderedParts;
use crate::rank_entry::SLOTS_MAX;
use crate::set::SlotSet;
use crate::slot::Slot;
use crate::slots::Slots;
use crate::texts::Texts;

/// The channels that have a search field; a channel's code is the channel's index plus 1.
const CHANNELS: [&str; 5] = ["telegram", "facebook", "instagram", "viber", "whatsapp"];

#[derive(Clone, Copy, Debug)]
enum Date {
    CreatedAt,
    FirstSeen,
    LastSeen,
}

#[derive(Clone, Copy, Debug)]
enum Text {
    Name,
    Email,
    Company,
    Phone,
    CountryCode,
    City,
    RegionCode,
    UserId,
    Locale,
    IntegrationId,
    Notes,
    /// The values of the custom data, each on a line.
    CustomData,
    /// The e-mail address without case, if it differs from the stored address.
    EmailCaseless,
}

const DATES: [&str; 3] = ["customers.createdAt", "customers.firstSeen", "customers.lastSeen"];

/// The fields that match if they contain the text that agents search for.
const PARTS: [Text; 9] = [
    Text::Name,
    Text::Email,
    Text::Phone,
    Text::UserId,
    Text::Company,
    Text::City,
    Text::IntegrationId,
    Text::Notes,
    Text::CustomData,
];
/// The fields that match only if they equal the text that agents search for.
const CODES: [Text; 3] = [Text::CountryCode, Text::RegionCode, Text::Locale];

const TEXTS: [&str; 13] = [
    "customers.name",
    "customers.email",
    "customers.company",
    "customers.phone",
    "customers.countryCode",
    "customers.city",
    "customers.regionCode",
    "customers.userId",
    "customers.locale",
    "customers.integrationId",
    "customers.notes",
    "customers.customData",
    "customers.emailCaseless",
];

const fn times(row: &CustomerIndexRow) -> [Option<Seconds>; 3] {
    [Some(row.created_at), row.first_seen, row.last_seen]
}

/// The texts of a customer that are made from the texts of the customer's row.
struct MadeTexts<'i> {
    /// The notes, only in folded form, since agents search only for parts of the notes.
    notes: Option<Cow<'i, str>>,
    /// The e-mail address without case, if it differs from the stored address.
    caseless: Option<String>,
}

impl<'i> MadeTexts<'i> {
    fn of(row: &'i CustomerIndexRow) -> Self {
        let email = row.email.as_deref();
        let made = |email| Some(caseless(email)).filter(|caseless| caseless != email);
        Self { notes: row.notes.as_deref().map(fold), caseless: email.and_then(made) }
    }
}

fn texts<'i>(row: &'i CustomerIndexRow, made: &'i MadeTexts<'_>) -> [Option<&'i str>; 13] {
    let [a, b, c, d, e, f, g, h, i, j, k] = [
        &row.name,
        &row.email,
        &row.company,
        &row.phone,
        &row.country_code,
        &row.city,
        &row.region_code,
        &row.user_id,
        &row.locale,
        &row.integration_id,
        &row.custom_data,
    ]
    .map(|text| text.as_deref());
    [a, b, c, d, e, f, g, h, i, j, made.notes.as_deref(), k, made.caseless.as_deref()]
}

#[derive(Debug, Default)]
pub(crate) struct Customers {
    pub(crate) slots: Slots,
    dates: [Dates; 3],
    texts: [Texts; 13],
    /// The code of the customer's channel; 0 for a channel that is not in `CHANNELS`.
    channel: DictColumn,
    pub(crate) tags: MultiColumn,
    blocked: FlagColumns<1>,
    /// The customer's JSON inside the JSON of chats: first the customer, then the notes, which
    /// begin at the stored offset.
    pub(crate) refs: RenderedParts<1>,
    /// The JSON of a customer in lists, without the tags. The part before the tags comes first; the
    /// part after the tags begins at the stored offset.
    pub(crate) parts: RenderedParts<1>,
}

fn channel(row: &CustomerIndexRow) -> DictCode {
    let found = |name: &str| CHANNELS.iter().position(|known| *known == name);
    let place = row.created_from.as_deref().and_then(found);
    place.and_then(|place| DictCode::try_from(place + 1).ok()).unwrap_or(0)
}

impl Customers {
    pub(crate) const COLUMNS: usize = 19;

    /// Adds or changes customers, one column after the other. Returns `None` when no slot is free,
    /// or when the texts of a column exceed 4 GiB. With `is_building`, the caller builds the ranks
    /// (sorted lists) later with [`Customers::unranked`].
    pub(crate) fn put(
        &mut self,
        rows: &[CustomerIndexRow],
        lookup: &mut Lookup,
        is_building: bool,
    ) -> Option<()> {
        let mut incoming = Vec::with_capacity(rows.len());
        for row in rows {
            let is_known = self.slots.find(row.id.get()).is_some();
            incoming.push((self.slots.take(row.id.get(), SLOTS_MAX)?, is_known, row));
        }
        for (column, dates) in self.dates.iter_mut().enumerate() {
            for (slot, is_known, row) in &incoming {
                let time = times(row)[column];
                match is_known {
                    true => dates.set(*slot, time, &self.slots),
                    false if is_building => dates.note(*slot, time),
                    false => dates.insert(*slot, time, &self.slots),
                }
            }
        }
        let made: Vec<_> = rows.iter().map(MadeTexts::of).collect();
        for (column, kept) in self.texts.iter_mut().enumerate() {
            for ((slot, is_known, row), made) in incoming.iter().zip(&made) {
                let text = texts(row, made)[column];
                match is_known {
                    true => kept.set(*slot, text)?,
                    false => kept.insert(*slot, text)?,
                }
            }
        }
        let mut tags = Vec::new();
        for (slot, is_known, row) in incoming {
            tags.clear();
            tags.extend(row.tags.iter().map(|tag| lookup.tags.codes.take(tag.get())));
            if is_known {
                self.channel.set(slot, channel(row));
                self.tags.set(slot, &tags);
            } else {
                self.channel.insert(slot, channel(row));
                self.tags.insert(slot, &tags);
            }
            self.blocked.set(0, slot, row.blocked);
            self.refs.remove(slot);
            self.parts.remove(slot);
        }
        Some(())
    }

    pub(crate) fn is_blocked(&self, slot: Slot) -> bool {
        self.blocked.has(0, slot)
    }

    /// Returns the columns of times, each with the slots of the customers. The ranks (sorted lists)
    /// of these columns are built after all rows were added.
    pub(crate) fn unranked(&mut self) -> impl Iterator<Item = (&mut Dates, &Slots)> {
        let Self { dates, slots, .. } = self;
        dates.iter_mut().map(|dates| (dates, &*slots))
    }

    /// Returns the slots, and the columns in the order in which the saved files of indexes store
    /// them.
    pub(crate) fn columns(&mut self) -> (&mut Slots, [&mut dyn Column; Self::COLUMNS]) {
        let Self { slots, dates, texts, channel, tags, blocked, .. } = self;
        let [a, b, c] = dates;
        let [d, e, f, g, h, i, j, k, l, m, n, o, p] = texts;
        (slots, [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, channel, tags, blocked])
    }

    /// Removes a customer. The customer's chats must have been removed before.
    pub(crate) fn remove(&mut self, slot: Slot) {
        self.dates.iter_mut().for_each(|dates| dates.remove(slot, &self.slots));
        self.texts.iter_mut().for_each(|texts| texts.remove(slot));
        self.channel.remove(slot);
        self.tags.remove(slot);
        self.blocked.remove(slot);
        self.refs.remove(slot);
        self.parts.remove(slot);
        self.slots.free(slot);
    }

    pub(crate) fn dates(&self, sort: CustomerSort) -> &Dates {
        self.column(match sort {
            CustomerSort::CreatedAt => Date::CreatedAt,
            CustomerSort::FirstSeen => Date::FirstSeen,
            CustomerSort::LastSeen => Date::LastSeen,
        })
    }

    const fn column(&self, date: Date) -> &Dates {
        &self.dates[date as usize]
    }

    /// Returns a lower bound of the memory that the ranks (sorted lists) of all rows take, in
    /// bytes.
    pub(crate) fn ranks_bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot>() * self.dates.len()
    }

    /// Returns the memory of each column without the rendered parts, in bytes.
    pub(crate) fn column_bytes(&self) -> Vec<(&'static str, usize)> {
        let dates = DATES.into_iter().zip(self.dates.iter().map(Dates::bytes));
        let texts = TEXTS.into_iter().zip(self.texts.iter().map(Texts::bytes));
        let mut columns: Vec<_> = dates.chain(texts).collect();
        columns.extend([
            ("customers.id", self.slots.bytes()),
            ("customers.channel", self.channel.bytes()),
            ("customers.tags", self.tags.bytes()),
            ("customers.blocked", self.blocked.bytes()),
        ]);
        columns
    }

    /// Finds the customers whose text in a field fulfils a condition.
    fn ask_text(&self, text: Text, test: &Predicate) -> Set<'_> {
        let texts = &self.texts[text as usize];
        match test {
            // The column `EmailCaseless` has only the addresses that differ from their caseless
            // form. The other addresses are in the column `Email`.
            Predicate::Caseless(text) => {
                let other = self.texts[Text::EmailCaseless as usize].equal(text);
                if other.is_empty() {
                    return texts.equal(text);
                }
                Cow::Owned(texts.equal(text).into_owned().or(&other))
            }
            test => texts.ask(test, &self.slots.live),
        }
    }

    /// Finds the customers with a match for a folded text in any field that agents search.
    pub(crate) fn anything(&self, lookup: &Lookup, text: &str) -> SlotSet {
        let parts = PARTS.iter().map(|field| self.texts[*field as usize].contain(text));
        let codes = CODES.iter().map(|field| self.texts[*field as usize].equal_folded(text));
        let found = parts.chain(codes).fold(SlotSet::default(), |all, some| all.or(&some));
        lookup.tags_containing(text).fold(found, |all, tag| all.or(self.tags.find(tag)))
    }

    /// Finds the customers whose name, e-mail address or userId fulfils a condition of a search for
    /// chats.
    pub(crate) fn ask_for_chats(&self, field: ShownText, test: &Predicate) -> Set<'_> {
        let text = match field {
            ShownText::Name => Text::Name,
            ShownText::Email => Text::Email,
            ShownText::UserId => Text::UserId,
        };
        self.ask_text(text, test)
    }

    /// Finds the customers who have all tags of a condition.
    pub(crate) fn with_tags(&self, lookup: &Lookup, test: &Predicate) -> Set<'_> {
        let Predicate::Tags(names) = test else { return Cow::default() };
        let mut found: Option<Set<'_>> = None;
        for name in names {
            let Some(code) = lookup.tag(name) else { return Cow::default() };
            let has = self.tags.find(code);
            found = Some(found.map_or(Cow::Borrowed(has), |found| Cow::Owned(found.and(has))));
        }
        found.unwrap_or_default()
    }

    /// Finds the customers whose id has this relation (equal, less, greater…) to a number.
    pub(crate) fn with_id(&self, relation: Relation, number: i64) -> SlotSet {
        if relation == Relation::Equal {
            return self.slots.find(number).into_iter().collect();
        }
        self.slots.live.those(|slot| relation.holds(self.slots.id(slot), number))
    }
}

/// A customer's text field by which chats can be searched.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ShownText {
    Name,
    Email,
    UserId,
}

/// The columns of customers, with the tables of the objects to which customers refer.
pub(crate) struct CustomerTables<'i> {
    pub(crate) customers: &'i Customers,
    pub(crate) lookup: &'i Lookup,
}

impl CustomerTables<'_> {
    /// Finds the customers whose id in a channel fulfils a condition.
    fn in_channel(&self, code: DictCode, test: &Predicate) -> SlotSet {
        let here = self.customers.channel.find(code);
        match test {
            Predicate::Null => {
                let known = self.customers.texts[Text::IntegrationId as usize].known();
                self.customers.slots.live.clone().without(&here.and(known))
            }
            test => self.customers.ask_text(Text::IntegrationId, test).and(here),
        }
    }
}

impl<'i> Ask<'i, CustomerField> for CustomerTables<'i> {
    fn all(&self) -> &'i SlotSet {
        &self.customers.slots.live
    }

    fn ask(&self, field: CustomerField, test: &Predicate, within: Option<&SlotSet>) -> Set<'i> {
        let all = self.customers;
        let date = |date| Cow::Owned(all.column(date).ask(test, within, &all.slots));
        let in_channel = |code| Cow::Owned(self.in_channel(code, test));
        match field {
            CustomerField::Id => match test {
                Predicate::Number(relation, number) => Cow::Owned(all.with_id(*relation, *number)),
                _ => Cow::default(),
            },
            CustomerField::CreatedAt => date(Date::CreatedAt),
            CustomerField::FirstSeen => date(Date::FirstSeen),
            CustomerField::LastSeen => date(Date::LastSeen),
            CustomerField::Name => all.ask_text(Text::Name, test),
            CustomerField::Email => all.ask_text(Text::Email, test),
            CustomerField::Company => all.ask_text(Text::Company, test),
            CustomerField::Phone => all.ask_text(Text::Phone, test),
            CustomerField::CountryCode => all.ask_text(Text::CountryCode, test),
            CustomerField::City => all.ask_text(Text::City, test),
            CustomerField::RegionCode => all.ask_text(Text::RegionCode, test),
            CustomerField::UserId => all.ask_text(Text::UserId, test),
            CustomerField::Locale => all.ask_text(Text::Locale, test),
            CustomerField::TelegramId => in_channel(1),
            CustomerField::FacebookId => in_channel(2),
            CustomerField::InstagramId => in_channel(3),
            CustomerField::ViberId => in_channel(4),
            CustomerField::WhatsappId => in_channel(5),
            CustomerField::Tags => all.with_tags(self.lookup, test),
            CustomerField::Anything => match test {
                Predicate::Contains(text) => Cow::Owned(all.anything(self.lookup, text)),
                _ => Cow::default(),
            },
        }
    }

    fn is_kept(field: CustomerField) -> bool {
        !matches!(
            field,
            CustomerField::CreatedAt | CustomerField::FirstSeen | CustomerField::LastSeen
        )
    }
}
