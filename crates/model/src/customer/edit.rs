//! The edit of a customer (contract §5): the edited fields and tags.

use std::collections::{BTreeMap, BTreeSet};

use super::{Customer, Scalar, Tag};
use crate::limits::CUSTOMER_TAGS_MAX;
use crate::{Seconds, names};

names! {
    /// A field of a customer that holds a text.
    TextField {
        /// The customer's name.
        Name = "name",
        /// The customer's e-mail address.
        Email = "email",
        /// The customer's id in the organization's own system.
        UserId = "userId",
        /// The customer's company.
        Company = "company",
        /// The customer's phone number.
        Phone = "phone",
        /// The code of the customer's region.
        RegionCode = "regionCode",
        /// The code of the customer's country.
        CountryCode = "countryCode",
        /// The customer's city.
        City = "city",
        /// The source from which the customer came, as any text.
        Source = "source",
        /// The page that led the customer to the site.
        Referer = "referer",
        /// The last page that the customer saw.
        LastPage = "lastPage",
        /// The customer's language.
        Locale = "locale",
        /// The agents' notes about the customer.
        Notes = "notes",
        /// The channel through which the customer came.
        CreatedFrom = "createdFrom",
        /// The customer's id in the channel `createdFrom`.
        IntegrationId = "integrationId",
    }
}

/// A field of a customer and its new value.
#[derive(Clone, Debug, PartialEq)]
pub enum Assign {
    /// A field that holds a text, and its new text.
    Text(TextField, Option<String>),
    /// The time of the first visit.
    FirstSeen(Option<Seconds>),
    /// The time of the last visit.
    LastSeen(Option<Seconds>),
    /// True when the customer has unsubscribed from mail.
    Unsubscribed(bool),
    /// True when the customer is blocked.
    Blocked(bool),
    /// All custom properties, which replace all old custom properties; no name occurs twice.
    CustomData(Vec<(String, Scalar)>),
    /// Some custom properties; no name occurs twice. The value null removes a property.
    Properties(Vec<(String, Scalar)>),
}

/// A tag in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTag {
    /// The name of the tag.
    pub name: String,
    /// The colour to set; `None` keeps the colour of an existing tag.
    pub color: Option<String>,
}

/// The change of a customer's tags. No tag occurs twice in a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Retag {
    /// The tags stay as they are.
    #[default]
    Keep,
    /// These tags replace all tags of the customer.
    Replace(Vec<NewTag>),
    /// These tags are added.
    Add(Vec<NewTag>),
    /// These tags are removed.
    Remove(BTreeSet<String>),
}

/// The edit of a customer; fields that the edit does not name keep their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerEdit {
    /// True when most old values are cleared before the new values are set, as `PUT` requires
    /// (contract §5).
    pub clears: bool,
    /// The edited fields with their new values, in the order in which they are applied.
    pub fields: Vec<Assign>,
    /// The change of the customer's tags.
    pub tags: Retag,
}

impl CustomerEdit {
    /// Returns the last non-null userId that the edit sets.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.fields.iter().rev().find_map(|field| match field {
            Assign::Text(TextField::UserId, user_id) => user_id.as_deref(),
            _ => None,
        })
    }
}

impl Customer {
    /// Applies an edit to the customer's fields.
    pub fn edit(&mut self, edit: &CustomerEdit) {
        if edit.clears {
            self.clear();
        }
        for field in &edit.fields {
            match field {
                Assign::Text(field, value) => self.text(*field).clone_from(value),
                Assign::FirstSeen(at) => self.first_seen = *at,
                Assign::LastSeen(at) => self.last_seen = *at,
                Assign::Unsubscribed(value) => self.unsubscribed = *value,
                Assign::Blocked(value) => self.blocked = *value,
                Assign::CustomData(data) => self.custom_data.clone_from(data),
                Assign::Properties(data) => self.put_properties(data),
            }
        }
    }

    /// Sets the named properties, and removes the properties that are null. Known properties keep
    /// their positions; new properties go to the end.
    fn put_properties(&mut self, named: &[(String, Scalar)]) {
        let given: BTreeMap<&str, &Scalar> =
            named.iter().map(|(property, value)| (property.as_str(), value)).collect();
        self.custom_data.retain_mut(|(property, value)| match given.get(property.as_str()) {
            Some(Scalar::Null) => false,
            Some(given) => {
                value.clone_from(given);
                true
            }
            None => true,
        });
        let known: BTreeSet<_> =
            self.custom_data.iter().map(|(property, _)| property.clone()).collect();
        let new = named
            .iter()
            .filter(|(property, value)| *value != Scalar::Null && !known.contains(property));
        self.custom_data.extend(new.cloned());
    }

    /// Clears the fields before they are replaced. The location, createdFrom, integrationId,
    /// customData (contract §5) and the proof of identity are not cleared.
    fn clear(&mut self) {
        let kept = Self {
            location: std::mem::take(&mut self.location),
            created_from: self.created_from.take(),
            integration_id: self.integration_id.take(),
            custom_data: std::mem::take(&mut self.custom_data),
            verified_at: self.verified_at,
            ..Self::new(self.id, self.created_at)
        };
        *self = kept;
    }

    fn text(&mut self, field: TextField) -> &mut Option<String> {
        match field {
            TextField::Name => &mut self.name,
            TextField::Email => &mut self.email,
            TextField::UserId => &mut self.user_id,
            TextField::Company => &mut self.company,
            TextField::Phone => &mut self.phone,
            TextField::RegionCode => &mut self.location.region_code,
            TextField::CountryCode => &mut self.location.country_code,
            TextField::City => &mut self.location.city,
            TextField::Source => &mut self.source,
            TextField::Referer => &mut self.referer,
            TextField::LastPage => &mut self.last_page,
            TextField::Locale => &mut self.locale,
            TextField::Notes => &mut self.notes,
            TextField::CreatedFrom => &mut self.created_from,
            TextField::IntegrationId => &mut self.integration_id,
        }
    }
}

impl Retag {
    /// Returns the tags that a customer with the tags `worn` has after the change. Returns `None`
    /// if the change would raise the number of tags to more than [`CUSTOMER_TAGS_MAX`].
    #[must_use]
    pub fn of(&self, worn: &[Tag]) -> Option<Vec<NewTag>> {
        let kept = worn.iter().map(|tag| NewTag { name: tag.name.clone(), color: None });
        let tags = match self {
            Self::Keep => kept.collect(),
            Self::Replace(tags) => tags.clone(),
            Self::Remove(names) => kept.filter(|tag| !names.contains(&tag.name)).collect(),
            Self::Add(more) => {
                let mut tags: Vec<_> = kept.collect();
                for new in more {
                    match tags.iter_mut().find(|tag| tag.name == new.name) {
                        Some(tag) => tag.color.clone_from(&new.color),
                        None => tags.push(new.clone()),
                    }
                }
                tags
            }
        };
        let has_room = tags.len() <= CUSTOMER_TAGS_MAX || tags.len() <= worn.len();
        has_room.then_some(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CustomerId, GeoLocation, TagId};

    fn tag(id: i64, name: &str) -> Tag {
        Tag { id: TagId::new(id).unwrap(), name: name.into(), color: "#000000".into() }
    }

    fn new(name: &str, color: Option<&str>) -> NewTag {
        NewTag { name: name.into(), color: color.map(str::to_owned) }
    }

    #[test]
    fn a_replacement_clears_the_scalars_and_keeps_the_rest() {
        let mut customer = Customer::new(CustomerId::new(7).unwrap(), Seconds::new(9));
        for field in TextField::ALL {
            *customer.text(*field) = Some(field.as_str().to_owned());
        }
        (customer.first_seen, customer.last_seen) = (Some(Seconds::MAX), Some(Seconds::MAX));
        (customer.unsubscribed, customer.blocked) = (true, true);
        customer.verified_at = Some(Seconds::new(3));
        customer.custom_data = vec![("a".into(), Scalar::Int(1))];
        let fields = vec![Assign::Text(TextField::Email, Some("new".into()))];
        customer.edit(&CustomerEdit { clears: true, fields, tags: Retag::Keep });
        let text = |field: TextField| Some(field.as_str().to_owned());
        let expected = Customer {
            email: Some("new".into()),
            location: GeoLocation {
                region_code: text(TextField::RegionCode),
                country_code: text(TextField::CountryCode),
                city: text(TextField::City),
            },
            created_from: text(TextField::CreatedFrom),
            integration_id: text(TextField::IntegrationId),
            custom_data: vec![("a".into(), Scalar::Int(1))],
            verified_at: Some(Seconds::new(3)),
            ..Customer::new(CustomerId::new(7).unwrap(), Seconds::new(9))
        };
        assert_eq!(customer, expected);
    }

    #[test]
    fn properties_are_set_in_their_places_taken_away_by_null_and_added_behind() {
        let data = |pairs: &[(&str, Scalar)]| -> Vec<_> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
        };
        let mut customer = Customer::new(CustomerId::new(7).unwrap(), Seconds::new(9));
        customer.custom_data =
            data(&[("a", Scalar::Int(1)), ("b", Scalar::Null), ("c", Scalar::Bool(true))]);
        let named = data(&[
            ("z", Scalar::Int(9)),
            ("c", Scalar::Text("x".into())),
            ("a", Scalar::Null),
            ("absent", Scalar::Null),
        ]);
        let fields = vec![Assign::Properties(named)];
        customer.edit(&CustomerEdit { fields, ..CustomerEdit::default() });
        let expected =
            data(&[("b", Scalar::Null), ("c", Scalar::Text("x".into())), ("z", Scalar::Int(9))]);
        assert_eq!(customer.custom_data, expected);
    }

    #[test]
    fn tags_are_added_behind_removed_by_name_and_replaced_in_order() {
        let worn = [tag(1, "a"), tag(2, "b")];
        let added = Retag::Add(vec![new("c", None), new("a", Some("#111111"))]);
        let expected = [new("a", Some("#111111")), new("b", None), new("c", None)];
        assert_eq!(added.of(&worn).unwrap(), expected);
        let removed = Retag::Remove(["a", "absent", "B"].map(str::to_owned).into());
        assert_eq!(removed.of(&worn).unwrap(), [new("b", None)]);
        let replaced = Retag::Replace(vec![new("b", None), new("z", None)]);
        assert_eq!(replaced.of(&worn).unwrap(), [new("b", None), new("z", None)]);
        let many = (0..99).map(|number| new(&number.to_string(), None)).collect();
        assert_eq!(Retag::Add(many).of(&worn), None);
    }
}
