//! Customers: the people who ask.

mod color;
mod edit;

pub use color::{COLOR_NAMES, parse_color};
pub use edit::{Assign, CustomerEdit, NewTag, Retag, TextField};

use crate::{CustomerId, Seconds, TagId};

/// Where a customer is. Never null as a whole (contract §3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The region's code.
    pub region_code: Option<String>,
    /// The country's code.
    pub country_code: Option<String>,
    /// The city.
    pub city: Option<String>,
}

/// A value of a customer's custom data: scalars only (contract §3).
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number; finite.
    Float(f64),
    /// A text.
    Text(String),
}

/// A customer as stored, its tags apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// Its name.
    pub name: Option<String>,
    /// Its e-mail address; not unique.
    pub email: Option<String>,
    /// Its id in the organization's own system; unique when not null.
    pub user_id: Option<String>,
    /// Its company.
    pub company: Option<String>,
    /// Its phone number.
    pub phone: Option<String>,
    /// When it was first seen.
    pub first_seen: Option<Seconds>,
    /// When it was last seen.
    pub last_seen: Option<Seconds>,
    /// Where it is.
    pub location: Location,
    /// Whether it wants no mail.
    pub unsubscribed: bool,
    /// Whether it is shut out.
    pub blocked: bool,
    /// Where it came from.
    pub source: Option<String>,
    /// The page that led here.
    pub referer: Option<String>,
    /// The page it saw last.
    pub last_page: Option<String>,
    /// Its language.
    pub locale: Option<String>,
    /// What the agents noted about it.
    pub notes: Option<String>,
    /// The channel it came by.
    pub created_from: Option<String>,
    /// Its id in that channel.
    pub integration_id: Option<String>,
    /// Its properties, in the order they were given; a property stands once.
    pub custom_data: Vec<(String, Scalar)>,
    /// When it was recorded; searchable and sortable, not shown.
    pub created_at: Seconds,
}

impl Customer {
    /// A customer of whom nothing is known yet.
    #[must_use]
    pub fn new(id: CustomerId, created_at: Seconds) -> Self {
        Self {
            id,
            name: None,
            email: None,
            user_id: None,
            company: None,
            phone: None,
            first_seen: None,
            last_seen: None,
            location: Location::default(),
            unsubscribed: false,
            blocked: false,
            source: None,
            referer: None,
            last_page: None,
            locale: None,
            notes: None,
            created_from: None,
            integration_id: None,
            custom_data: Vec::new(),
            created_at,
        }
    }
}

/// A tag of the organization; its colour belongs to it, not to the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Its name: case-sensitive, not trimmed.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
}

/// The colour of a tag nobody coloured (contract §3).
pub const TAG_COLOR_DEFAULT: &str = "#c377e0";

/// A customer with its tags, in the order they were added (contract §3, Customer).
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerView {
    /// The customer.
    pub customer: Customer,
    /// Its tags.
    pub tags: Vec<Tag>,
}
