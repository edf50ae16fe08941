//! Rows that are only read, with the columns of a type's fields declared once. Rows that are also
//! written are records; see `record.rs`.
//!
//! This file knows no table: rows are declared next to the statements of the resource.

/// Declares the columns of a type's fields, in order. A column has the name of its field, unless
/// `field = "column"` gives another name; `field: Type` stands for all columns of the field's type.
macro_rules! selected {
    ($Row:ident { $($field:ident $(= $name:literal)? $(: $Part:ty)?),* $(,)? }) => {
        impl $crate::columns::FromRow for $Row {
            const COLUMNS: &'static [&'static str] = $crate::sql::columns!(
                $($crate::selected::names!($field $($name)? $($Part)?)),*
            );

            // Fields are read in the order of the columns.
            fn from_row<R: $crate::row::Row>(
                columns: &mut $crate::columns::Columns<'_, R>,
            ) -> $crate::error::Result<Self> {
                Ok(Self { $($field: $crate::selected::value!(columns $($Part)?)?),* })
            }
        }
    };
}
pub(crate) use selected;

macro_rules! names {
    ($field:ident) => {
        &[stringify!($field)]
    };
    ($field:ident $name:literal) => {
        &[$name]
    };
    ($field:ident $Part:ty) => {
        <$Part as $crate::columns::FromRow>::COLUMNS
    };
}
pub(crate) use names;

macro_rules! value {
    ($columns:ident) => {
        $columns.get()
    };
    ($columns:ident $Part:ty) => {
        <$Part as $crate::columns::FromRow>::from_row($columns)
    };
}
pub(crate) use value;
