//! The columns of customers and tags.

use deskbell_model::{Customer, CustomerId, GeoLocation, Tag};
use deskbell_query::{CustomerIndexRow, caseless, fold};
use smallvec::SmallVec;

use crate::columns::{Columns, FromRow};
use crate::error::Result;
use crate::record::record;
use crate::row::Row;
use crate::selected::selected;
use crate::sql::{columns, text};

record! { Customer {
    key { id }
    fixed { created_at }
    often {
        name,
        email,
        user_id,
        company,
        phone,
        first_seen,
        last_seen,
        unsubscribed,
        blocked,
        source,
        referer,
        last_page,
        locale,
        notes,
        created_from,
        integration_id,
    }
    beside { location: GeoLocation::default(), custom_data: Vec::new() }
} }

record! { GeoLocation {
    often { region_code, country_code, city }
} }

record! { CustomerIndexRow {
    key { id }
    often {
        name,
        email,
        company,
        phone,
        country_code,
        city,
        region_code,
        user_id,
        locale,
        created_from,
        integration_id,
        created_at,
        first_seen,
        last_seen,
    }
    beside { tags: SmallVec::new() }
} }

/// A customer's row, with the custom data as stored text.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow {
    /// The customer; its `custom_data` is not used here.
    pub customer: Customer,
    /// A JSON object of scalars.
    pub custom_data: String,
}

impl FromRow for CustomerRow {
    const COLUMNS: &'static [&'static str] =
        columns!(Customer::COLUMNS, GeoLocation::COLUMNS, &["custom_data"]);

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let mut customer = Customer::from_row(columns)?;
        customer.location = GeoLocation::from_row(columns)?;
        Ok(Self { customer, custom_data: columns.get()? })
    }
}

/// The columns of a customer `c`.
pub(super) const OWN: &str = text!(list("c.", CustomerRow::COLUMNS));

/// A SELECT of a customer `c`; source, condition and order are parameters.
macro_rules! select {
    ($($part:literal),+; $($tail:expr),*) => {
        $crate::sql::text!(join(&[
            "SELECT ", $crate::customers::row::OWN, " ",
            $($part,)+
            " WHERE c.org_id = $1 AND c.id ",
            $($tail),*
        ]))
    };
}
pub(super) use select;

/// The folded texts for `~` searches, and the caseless e-mail address. Each is `None` if it equals
/// the customer's own text.
#[derive(Debug)]
pub(super) struct Folded {
    name: Option<String>,
    email: Option<String>,
    user_id: Option<String>,
    company: Option<String>,
    phone: Option<String>,
    region_code: Option<String>,
    country_code: Option<String>,
    city: Option<String>,
    locale: Option<String>,
    integration_id: Option<String>,
    email_caseless: Option<String>,
}

record! { Folded {
    often {
        name = "name_folded",
        email = "email_folded",
        user_id = "user_id_folded",
        company = "company_folded",
        phone = "phone_folded",
        region_code = "region_code_folded",
        country_code = "country_code_folded",
        city = "city_folded",
        locale = "locale_folded",
        integration_id = "integration_id_folded",
        email_caseless,
    }
} }

/// The result of `make`; `None` if it equals the text.
fn other(text: &Option<String>, make: fn(&str) -> String) -> Option<String> {
    let text = text.as_deref()?;
    Some(make(text)).filter(|made| made != text)
}

macro_rules! folded {
    ($from:ident, $place:expr) => {
        Folded {
            name: other(&$from.name, fold),
            email: other(&$from.email, fold),
            user_id: other(&$from.user_id, fold),
            company: other(&$from.company, fold),
            phone: other(&$from.phone, fold),
            region_code: other(&$place.region_code, fold),
            country_code: other(&$place.country_code, fold),
            city: other(&$place.city, fold),
            locale: other(&$from.locale, fold),
            integration_id: other(&$from.integration_id, fold),
            email_caseless: other(&$from.email, caseless),
        }
    };
}

impl From<&Customer> for Folded {
    fn from(customer: &Customer) -> Self {
        folded!(customer, customer.location)
    }
}

impl From<&CustomerIndexRow> for Folded {
    fn from(row: &CustomerIndexRow) -> Self {
        folded!(row, row)
    }
}

record! { Tag {
    key { id }
    fixed { name }
    often { color }
} }

/// A tag and the customer who wears it.
pub(super) struct WornRow {
    pub(super) customer: CustomerId,
    pub(super) tag: Tag,
}

selected! { WornRow { customer = "customer_id", tag: Tag } }
