//! The columns of customers and tags.

use deskbell_model::{Customer, CustomerId, GeoLocation, Tag};
use deskbell_query::CustomerIndexRow;
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
        verified_at,
    }
    folded { name, email, user_id, company, phone, locale, notes, integration_id }
    caseless { email }
    beside { location: GeoLocation::default(), custom_data: Vec::new() }
} }

record! { GeoLocation {
    often { region_code, country_code, city }
    folded { region_code, country_code, city }
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
        notes,
        custom_data = "custom_data_folded",
        created_from,
        integration_id,
        blocked,
        created_at,
        first_seen,
        last_seen,
    }
    beside { tags: SmallVec::new() }
} }

/// A customer's texts that are also stored in the forms that searches compare.
#[derive(Debug)]
pub(crate) struct CustomerTexts {
    pub(crate) id: CustomerId,
    name: Option<String>,
    pub(crate) email: Option<String>,
    company: Option<String>,
    phone: Option<String>,
    country_code: Option<String>,
    city: Option<String>,
    region_code: Option<String>,
    user_id: Option<String>,
    locale: Option<String>,
    notes: Option<String>,
    integration_id: Option<String>,
    custom_data: String,
}

record! { CustomerTexts {
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
        notes,
        integration_id,
        custom_data,
    }
    folded {
        name,
        email,
        company,
        phone,
        country_code,
        city,
        region_code,
        user_id,
        locale,
        notes,
        integration_id,
    }
    caseless { email }
    values { custom_data }
} }

/// A customer's row, with the custom data as stored text.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow {
    /// The customer, with an empty `custom_data`.
    pub customer: Customer,
    /// The custom data: a JSON object of scalars.
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

pub(super) const OWN: &str = text!(list("c.", CustomerRow::COLUMNS));

/// A SELECT of a customer `c`; the macro's arguments give the source, the condition and the order.
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

record! { Tag {
    key { id }
    fixed { name }
    often { color }
} }

/// A tag of a customer.
pub(super) struct WornRow {
    pub(super) customer: CustomerId,
    pub(super) tag: Tag,
}

selected! { WornRow { customer = "customer_id", tag: Tag } }
