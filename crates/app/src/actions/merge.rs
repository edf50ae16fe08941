//! Merging of one customer into another customer. Chats, events, files, tags and data are moved. If
//! both customers have a value, the value of the remaining customer is kept.

use deskbell_model::customer::{Assign, TextField};
use deskbell_model::limits::{
    DELETE_CHATS_AT_ONCE, FILE_UNNAMED_S, MERGED_EVENTS_MAX, MERGED_FILES_MAX,
};
use deskbell_model::{
    Customer, CustomerEdit, CustomerId, CustomerView, Kind, NewTag, Retag, Right, Seconds,
    WebhookEvent,
};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Stop, Tx, Write, chats, customers, events, external_ids,
    files,
};
use deskbell_wire as wire;

use super::customers::{apply, is_data_fit};
use super::{Actions, change, deleted, refused, rendered};
use crate::access::Caller;
use crate::customer_view::find;
use crate::error::{Rejected, Result};

/// Merges the customer `from` into the customer `to`, and deletes `from`.
pub(crate) async fn merge<C: Conn>(
    tx: &mut Tx<'_, C>,
    from: CustomerId,
    to: CustomerId,
    at: Seconds,
) -> StorageResult<()> {
    let source = find(tx.org, tx.conn, from).await?.ok_or(Error::NotFound)?;
    let target = find(tx.org, tx.conn, to).await?.ok_or(Error::NotFound)?;
    apply(tx, to, &taken_over(&source, &target), at).await?;
    loop {
        let given = chats::latest_of(tx.org, tx.conn, from, DELETE_CHATS_AT_ONCE).await?;
        if given.is_empty() {
            break;
        }
        chats::give(tx.org, tx.conn, &given, to).await?;
        for chat in given {
            let view = chats::find(tx.org, tx.conn, chat).await?.ok_or(Error::NotFound)?;
            let mut updated = change(Kind::ChatUpdated, chat, &view);
            updated.before = Some(wire::before::of_customer_id("customer", from));
            changes::append_one(tx, at, Notice::Notify, &updated).await?;
        }
    }
    events::give(tx.org, tx.conn, (from, to), MERGED_EVENTS_MAX).await?;
    let since = Seconds::new(at.get().saturating_sub(FILE_UNNAMED_S));
    files::give(tx.org, tx.conn, (from, to), since, MERGED_FILES_MAX).await?;
    external_ids::merge(tx.org, tx.conn, (from, to)).await?;
    customers::remove(tx, from, at).await?;
    let mut gone = deleted(Kind::CustomerDeleted, from);
    gone.events = vec![WebhookEvent::CustomerDeleted];
    gone.before = Some(wire::before::of_customer_id("mergedInto", to));
    changes::append_one(tx, at, Notice::Notify, &gone).await?;
    Ok(())
}

/// Sets those of `fields` for which the customer has no value.
pub(crate) async fn complete<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    fields: &[Assign],
    at: Seconds,
) -> StorageResult<()> {
    if fields.is_empty() {
        return Ok(());
    }
    let target = find(tx.org, tx.conn, customer).await?.ok_or(Error::NotFound)?;
    let mut source = Customer::new(customer, at);
    source.edit(&CustomerEdit { fields: fields.to_vec(), ..CustomerEdit::default() });
    let source = CustomerView { customer: source, tags: Vec::new() };
    apply(tx, customer, &taken_over(&source, &target), at).await.map(drop)
}

/// A function that returns a text field of a customer.
type TextOf = fn(&Customer) -> &Option<String>;

/// Returns the edit that adds to `target` the values that only `source` has.
fn taken_over(source: &CustomerView, target: &CustomerView) -> CustomerEdit {
    let (from, to) = (&source.customer, &target.customer);
    let texts: [(TextField, TextOf); 11] = [
        (TextField::Name, |it| &it.name),
        (TextField::Email, |it| &it.email),
        (TextField::Company, |it| &it.company),
        (TextField::Phone, |it| &it.phone),
        (TextField::RegionCode, |it| &it.location.region_code),
        (TextField::CountryCode, |it| &it.location.country_code),
        (TextField::City, |it| &it.location.city),
        (TextField::Source, |it| &it.source),
        (TextField::Referer, |it| &it.referer),
        (TextField::Locale, |it| &it.locale),
        (TextField::Notes, |it| &it.notes),
    ];
    let lacks = |value: &Option<String>| value.as_ref().is_none_or(String::is_empty);
    let mut fields: Vec<Assign> = texts
        .into_iter()
        .filter(|(_, text)| lacks(text(to)) && !lacks(text(from)))
        .map(|(field, text)| Assign::Text(field, text(from).clone()))
        .collect();
    let first = [from.first_seen, to.first_seen].into_iter().flatten().min();
    if first != to.first_seen {
        fields.push(Assign::FirstSeen(first));
    }
    if from.last_seen > to.last_seen {
        fields.push(Assign::LastSeen(from.last_seen));
        fields.push(Assign::Text(TextField::LastPage, from.last_page.clone()));
    }
    let is_new = |name: &str| !to.custom_data.iter().any(|(known, _)| known == name);
    let data = from.custom_data.iter().filter(|(name, _)| is_new(name)).cloned();
    let data: Vec<_> = to.custom_data.iter().cloned().chain(data).collect();
    if data.len() > to.custom_data.len() && is_data_fit(&to.custom_data, &data) {
        fields.push(Assign::CustomData(data));
    }
    let tags = source.tags.iter().map(|tag| NewTag { name: tag.name.clone(), color: None });
    let mut tags = Retag::Add(tags.collect());
    if tags.of(&target.tags).is_none() {
        tags = Retag::Keep;
    }
    CustomerEdit { clears: false, fields, tags }
}

struct Merge {
    from: CustomerId,
    to: CustomerId,
    at: Seconds,
}

impl Write for Merge {
    type Out = String;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<String, Stop<Rejected>> {
        let Self { from, to, at } = *self;
        let gone = refused(Rejected::CustomerNotFound);
        find(tx.org, tx.conn, to).await?.ok_or(gone)?;
        let source = find(tx.org, tx.conn, from).await?;
        let source = source.ok_or(refused(Rejected::CustomerNotFound))?;
        // The site would create another customer with this userId at the next visit.
        if source.customer.user_id.is_some() {
            return Err(refused(Rejected::Identified));
        }
        merge(tx, from, to, at).await?;
        let merged = find(tx.org, tx.conn, to).await?.ok_or(Error::NotFound)?;
        Ok(rendered(|out| wire::write(out, &merged)))
    }
}

impl Actions {
    /// Merges the customer `from` into the customer `to`, and returns the JSON of `to`. The
    /// sessions of `from` at widgets end.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], [`Rejected::Identified`] if `from` has a userId, or when the
    /// database fails.
    pub async fn merge_customers(
        &self,
        caller: Caller,
        from: CustomerId,
        to: CustomerId,
    ) -> Result<String> {
        let merge = Merge { from, to, at: self.context.now() };
        self.write(caller, Right::CustomerMerges, merge).await
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{Scalar, Tag, TagId};

    use super::*;

    fn customer(id: i64) -> Customer {
        Customer::new(CustomerId::new(id).unwrap(), Seconds::new(1))
    }

    fn tag(id: i64, name: &str) -> Tag {
        Tag { id: TagId::new(id).unwrap(), name: name.into(), color: "#000000".into() }
    }

    #[test]
    fn what_the_identified_customer_has_wins() {
        let (mut from, mut to) = (customer(1), customer(2));
        (from.name, from.email) = (Some("Visitor".into()), Some("a@example.com".into()));
        (to.name, to.phone) = (Some("Ann".into()), Some("1".into()));
        (from.first_seen, to.first_seen) = (Some(Seconds::new(5)), Some(Seconds::new(9)));
        (from.last_seen, from.last_page) = (Some(Seconds::new(20)), Some("/new".into()));
        (to.last_seen, to.last_page) = (Some(Seconds::new(10)), Some("/old".into()));
        let int = |name: &str, value| (name.to_owned(), Scalar::Int(value));
        (from.custom_data, to.custom_data) =
            (vec![int("a", 1), int("b", 1)], vec![int("b", 2), int("c", 2)]);
        from.blocked = true;
        let source = CustomerView { customer: from, tags: vec![tag(1, "x"), tag(2, "y")] };
        let target = CustomerView { customer: to.clone(), tags: vec![tag(2, "y"), tag(3, "z")] };
        let edit = taken_over(&source, &target);
        let mut merged = to;
        merged.edit(&edit);
        assert_eq!((merged.name.as_deref(), merged.phone.as_deref()), (Some("Ann"), Some("1")));
        assert_eq!(merged.email.as_deref(), Some("a@example.com"));
        assert_eq!(
            (merged.first_seen, merged.last_seen),
            (Some(Seconds::new(5)), source.customer.last_seen)
        );
        assert_eq!(merged.last_page.as_deref(), Some("/new"));
        assert_eq!(merged.custom_data, [int("b", 2), int("c", 2), int("a", 1)]);
        assert!(!merged.blocked);
        let tags: Vec<_> =
            edit.tags.of(&target.tags).unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(tags, ["y", "z", "x"]);
    }

    #[test]
    fn what_does_not_fit_beside_it_stays_behind() {
        let long = |name: &str| (name.to_owned(), Scalar::Text("x".repeat(200)));
        let data = |from: usize| (from..from + 60).map(|it| long(&it.to_string())).collect();
        let (mut from, mut to) = (customer(1), customer(2));
        (from.custom_data, to.custom_data) = (data(0), data(60));
        let many = |from: i64| (from..from + 60).map(|it| tag(it, &it.to_string())).collect();
        let source = CustomerView { customer: from, tags: many(1) };
        let target = CustomerView { customer: to, tags: many(61) };
        let edit = taken_over(&source, &target);
        assert_eq!((edit.fields, edit.tags), (vec![], Retag::Keep));
    }
}
