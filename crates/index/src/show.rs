//! The JSON of pages, assembled from cached parts. A chat's references are cached as numbers with
//! the chat's part, so that a page reads little besides parts.

use deskbell_model::{Chat, ChatId, CustomerId};
use deskbell_wire as wire;

use crate::chat_tables::ChatTables;
use crate::chats::Chats;
use crate::customers::{self, Customers};
use crate::delta::Delta;
use crate::missing::{ChatForm, Missing};
use crate::parts::RenderedPart;
use crate::references::References;
use crate::select::PageSlots;
use crate::slot::{Slot, at};

/// The approximate number of bytes around the objects of a page.
const ENVELOPE_BYTES: usize = 64;
/// The expected size, in bytes, of the JSON that an object's references take on a page. If a page's
/// references take more, the buffer grows once.
const REFERENCES_BYTES: usize = 420;

#[derive(Clone, Copy, Debug)]
struct ChatParts<'i> {
    references: References,
    chat: &'i [u8],
    customer: &'i [u8],
    /// The offset of the notes in the customer's bytes.
    notes: usize,
}

/// Converts an offset in a JSON to the number that is cached. No row's JSON is too long for a
/// `u32`.
fn cut(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Allocates a buffer for `bytes` bytes; reports missing room if `bytes` exceeds `bytes_max`.
fn room(bytes: usize, bytes_max: usize) -> Result<Vec<u8>, Missing> {
    if bytes > bytes_max {
        return Err(Missing { room: Some(bytes), ..Missing::default() });
    }
    Ok(Vec::with_capacity(bytes))
}

/// Caches the JSON of the chats and customers that a delta contains as views.
pub(crate) fn keep(chats: &mut Chats, customers: &mut Customers, delta: &Delta) {
    let mut json = Vec::new();
    for view in &delta.shown_chats {
        let Some(slot) = chats.slots.find(view.chat.id.get()) else { continue };
        let customer = chats.customer_of.customer(slot);
        json.clear();
        match delta.shown_form {
            ChatForm::Program => keep_chat(chats, slot, &view.chat, &mut json),
            ChatForm::Row => {
                let [second, _] = wire::inbox::row::write_pieces(&mut json, &view.chat);
                let numbers = [cut(second), customer];
                chats.rows.put(slot, RenderedPart { numbers, json: &json });
            }
        }
        if customers.refs.get(customer).is_none() {
            json.clear();
            let notes = wire::customers::write_ref_and_notes(&mut json, &view.customer);
            customers.refs.put(customer, RenderedPart { numbers: [cut(notes)], json: &json });
        }
    }
    for view in &delta.shown_customers {
        let Some(slot) = customers.slots.find(view.customer.id.get()) else { continue };
        json.clear();
        let [second, _] = wire::customers::write_pieces(&mut json, &view.customer);
        customers.parts.put(slot, RenderedPart { numbers: [cut(second)], json: &json });
    }
}

/// Caches the JSON of a chat as programs get it; `json` is an empty buffer.
fn keep_chat(chats: &mut Chats, slot: Slot, chat: &Chat, json: &mut Vec<u8>) {
    let [second, third, _] = wire::chats::write_pieces(json, chat);
    let references = References {
        second: cut(second),
        third: cut(third),
        customer: chats.customer_of.customer(slot),
        agents: chats.agents.number(slot),
        assignee: chats.assignee.get(slot),
        department: chats.department.get(slot),
    };
    chats.parts.put(slot, RenderedPart { numbers: references.numbers(), json });
}

/// Renders a page of chats; `is_found` is true for the result of a search.
pub(crate) fn show_chats(
    asked: &ChatTables<'_>,
    page: &PageSlots,
    is_found: bool,
    bytes_max: usize,
) -> Result<Vec<u8>, Missing> {
    let PageSlots { slots, meta } = page;
    let parts = shown(asked, slots);
    let missing = slots.iter().zip(&parts).filter(|(_, part)| part.is_none());
    let missing = missing.filter_map(|(slot, _)| ChatId::new(asked.chats.slots.id(*slot)));
    let missing = Missing { chats: missing.collect(), ..Missing::default() };
    if !missing.chats.is_empty() {
        return Err(missing);
    }
    let parts = || parts.iter().flatten();
    let bytes = parts().map(|shown| shown.chat.len() + shown.customer.len());
    let bytes = ENVELOPE_BYTES + bytes.sum::<usize>() + slots.len() * REFERENCES_BYTES;
    let mut json = room(bytes, bytes_max)?;
    let write = |out: &mut Vec<u8>, shown: &ChatParts<'_>| write_chat(asked, out, shown);
    if is_found {
        wire::pages::write_with_total(&mut json, parts(), meta, write);
    } else {
        wire::pages::write(&mut json, parts(), meta, write);
    }
    Ok(json)
}

/// Returns the cached parts of each chat; `None` for a chat if its part or its customer's part is
/// not cached. Each step reads one kind of memory for all chats, so that the processor's waits for
/// memory overlap.
fn shown<'i>(asked: &ChatTables<'i>, slots: &[Slot]) -> Vec<Option<ChatParts<'i>>> {
    let found = slots.iter().map(|slot| asked.chats.parts.find(*slot));
    let found: Vec<_> = found.collect();
    let chats = found.into_iter().map(|kept| RenderedPart::read(kept?));
    let chats: Vec<_> =
        chats.map(|part| part.map(|it| (References::of(it.numbers), it.json))).collect();
    let found = chats.iter().map(|chat| asked.customers.refs.find(chat.as_ref()?.0.customer));
    let found: Vec<_> = found.collect();
    let shown = chats.into_iter().zip(found).map(|(chat, kept)| {
        let ((references, chat), RenderedPart { numbers: [notes], json }) =
            chat.zip(RenderedPart::read(kept?))?;
        Some(ChatParts { references, chat, customer: json, notes: at(notes) })
    });
    shown.collect()
}

#[inline]
fn write_chat(asked: &ChatTables<'_>, out: &mut Vec<u8>, shown: &ChatParts<'_>) {
    let ChatTables { lookup, chats, .. } = asked;
    let ChatParts { references, chat, .. } = shown;
    let (second, third) = (at(references.second), at(references.third));
    let pieces = [&chat[..second], &chat[second..third], &chat[third..]];
    let (customer, notes) = shown.customer.split_at(shown.notes);
    let members = chats.agents.members(references.agents);
    let others = wire::chats::Joined {
        notes,
        customer,
        agents: wire::Items(members.iter().map(|code| lookup.agents.part(*code))),
        assignee: lookup.agents.part(references.assignee),
        department: lookup.departments.part(references.department),
    };
    wire::chats::splice(out, pieces, others);
}

pub(crate) fn show_customers(
    asked: &customers::CustomerTables<'_>,
    page: &PageSlots,
    bytes_max: usize,
) -> Result<Vec<u8>, Missing> {
    let PageSlots { slots, meta } = page;
    let customers::CustomerTables { lookup, customers } = asked;
    let mut parts = Vec::with_capacity(slots.len());
    let mut missing = Missing::default();
    let mut bytes = ENVELOPE_BYTES;
    for slot in slots {
        match customers.parts.get(*slot) {
            Some(part) => {
                bytes += part.json.len() + REFERENCES_BYTES;
                parts.push((*slot, part));
            }
            None => missing.customers.extend(CustomerId::new(customers.slots.id(*slot))),
        }
    }
    if !missing.customers.is_empty() {
        return Err(missing);
    }
    let mut json = room(bytes, bytes_max)?;
    wire::pages::write_with_total(&mut json, parts, meta, |out, (slot, part)| {
        let (opening, closing) = part.json.split_at(at(part.numbers[0]));
        let tags = customers.tags.get(slot).iter().map(|code| lookup.tags.part(*code));
        let others = wire::customers::Joined { tags: wire::Items(tags) };
        wire::customers::splice(out, [opening, closing], others);
    });
    Ok(json)
}
