//! Records. A record declares which column of a table stores which field of a type. The declaration
//! generates the lists of columns, the texts of INSERT and UPDATE, the bound values, and the reader
//! of a row.
//!
//! This file knows no table: a record is declared next to the statements of the resource.

use deskbell_model::OrgId;

use crate::columns::FromRow;
use crate::row::Param;

/// A type whose fields are columns of a table. The table's key begins with the column `org_id`,
/// which is no field. The organization is the first value of an INSERT, and comes before the key in
/// an UPDATE.
pub(crate) trait Record: FromRow {
    /// The columns that identify the row.
    const KEY: &'static [&'static str] = &[];
    /// The columns that never change.
    const FIXED: &'static [&'static str] = &[];
    /// The columns that most changes write.
    const OFTEN: &'static [&'static str] = &[];
    /// The columns that few changes write.
    const SELDOM: &'static [&'static str] = &[];
    /// The columns with texts in the forms that searches compare; see `fold` and `caseless` in the
    /// crate `query`. These columns are written with the record but not read with it.
    const FOLDED: &'static [&'static str];
    /// The mutable columns: [`Self::OFTEN`], [`Self::SELDOM`] and [`Self::FOLDED`].
    const CHANGING: &'static [&'static str];

    /// Returns the values of the columns [`FromRow::COLUMNS`], then of [`Self::FOLDED`].
    fn values(&self) -> Vec<Param<'_>>;

    fn changing(&self) -> Vec<Param<'_>> {
        self.values().split_off(Self::KEY.len() + Self::FIXED.len())
    }

    fn inserted(&self, org: OrgId) -> Vec<Param<'_>> {
        let mut values = self.values();
        values.insert(0, org.into());
        values
    }

    /// Returns the values of an UPDATE of all mutable columns.
    fn updated(&self, org: OrgId) -> Vec<Param<'_>> {
        self.updated_of(org, Self::CHANGING.len())
    }

    /// Returns the values of an UPDATE of only [`Self::OFTEN`].
    fn updated_often(&self, org: OrgId) -> Vec<Param<'_>> {
        self.updated_of(org, Self::OFTEN.len())
    }

    /// Returns the values of an UPDATE of the first `count` mutable columns.
    fn updated_of(&self, org: OrgId, count: usize) -> Vec<Param<'_>> {
        let mut key = self.values();
        let mut values = key.split_off(Self::KEY.len() + Self::FIXED.len());
        values.truncate(count);
        values.push(org.into());
        key.truncate(Self::KEY.len());
        values.extend(key);
        values
    }

    fn folded(&self) -> Vec<Param<'_>> {
        self.values().split_off(Self::COLUMNS.len())
    }

    /// Returns whether two records have the same values in [`Self::SELDOM`].
    fn agrees_seldom(&self, other: &Self) -> bool {
        let from = Self::KEY.len() + Self::FIXED.len() + Self::OFTEN.len();
        self.values()[from..] == other.values()[from..]
    }
}

/// Declares the columns of a type's fields. A column has the name of its field, unless `field =
/// "column"` gives another name. `folded` and `caseless` list the texts that are stored once more,
/// in a second column, in the form in which searches compare them; `beside` lists the fields
/// without a column in this table.
macro_rules! record {
    (
        $Record:ident {
            $(key { $($key:ident $(= $key_name:literal)?),* $(,)? })?
            $(fixed { $($fixed:ident $(= $fixed_name:literal)?),* $(,)? })?
            $(often { $($often:ident $(= $often_name:literal)?),* $(,)? })?
            $(seldom { $($seldom:ident $(= $seldom_name:literal)?),* $(,)? })?
            $(folded { $($folded:ident),* $(,)? })?
            $(caseless { $($caseless:ident),* $(,)? })?
            $(values { $($of_values:ident),* $(,)? })?
            $(beside { $($beside:ident: $blank:expr),* $(,)? })?
        }
    ) => {
        impl $crate::record::Record for $Record {
            $(const KEY: &'static [&'static str] =
                &[$($crate::record::column!($key $($key_name)?)),*];)?
            $(const FIXED: &'static [&'static str] =
                &[$($crate::record::column!($fixed $($fixed_name)?)),*];)?
            $(const OFTEN: &'static [&'static str] =
                &[$($crate::record::column!($often $($often_name)?)),*];)?
            $(const SELDOM: &'static [&'static str] =
                &[$($crate::record::column!($seldom $($seldom_name)?)),*];)?
            const FOLDED: &'static [&'static str] = &[
                $($(concat!(stringify!($folded), "_folded"),)*)?
                $($(concat!(stringify!($caseless), "_caseless"),)*)?
                $($(concat!(stringify!($of_values), "_folded"),)*)?
            ];
            const CHANGING: &'static [&'static str] = $crate::sql::columns!(
                <$Record as $crate::record::Record>::OFTEN,
                <$Record as $crate::record::Record>::SELDOM,
                <$Record as $crate::record::Record>::FOLDED,
            );

            fn values(&self) -> Vec<$crate::row::Param<'_>> {
                vec![
                    $($($crate::columns::Value::param(&self.$key),)*)?
                    $($($crate::columns::Value::param(&self.$fixed),)*)?
                    $($($crate::columns::Value::param(&self.$often),)*)?
                    $($($crate::columns::Value::param(&self.$seldom),)*)?
                    $($($crate::row::Param::folded(&self.$folded),)*)?
                    $($($crate::row::Param::caseless(&self.$caseless),)*)?
                    $($($crate::row::Param::Values(&self.$of_values),)*)?
                ]
            }
        }

        impl $crate::columns::FromRow for $Record {
            const COLUMNS: &'static [&'static str] = $crate::sql::columns!(
                <$Record as $crate::record::Record>::KEY,
                <$Record as $crate::record::Record>::FIXED,
                <$Record as $crate::record::Record>::OFTEN,
                <$Record as $crate::record::Record>::SELDOM,
            );

            // Fields are read in the order of the columns.
            fn from_row<R: $crate::row::Row>(
                columns: &mut $crate::columns::Columns<'_, R>,
            ) -> $crate::error::Result<Self> {
                Ok(Self {
                    $($($key: columns.get()?,)*)?
                    $($($fixed: columns.get()?,)*)?
                    $($($often: columns.get()?,)*)?
                    $($($seldom: columns.get()?,)*)?
                    $($($beside: $blank,)*)?
                })
            }
        }
    };
}
pub(crate) use record;

macro_rules! column {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}
pub(crate) use column;
