//! The statements for pages of sorted lists.

/// A statement for a page of a table's list, sorted by one key. A subquery reads the ids from the
/// key's index only; then `$select` reads the rows with these ids. ORDER BY, like the index, has
/// NULLS FIRST only if the key can be null. With another order than the index, PostgreSQL would
/// sort all rows.
macro_rules! by {
    ($select:ident $table:literal $key:literal never null asc) => {
        $crate::pages::by!($select $table $key " ASC" " DESC")
    };
    ($select:ident $table:literal $key:literal never null desc) => {
        $crate::pages::by!($select $table $key " DESC" " ASC")
    };
    ($select:ident $table:literal $key:literal asc) => {
        $crate::pages::by!($select $table $key " ASC NULLS FIRST" " DESC")
    };
    ($select:ident $table:literal $key:literal desc) => {
        $crate::pages::by!($select $table $key " DESC NULLS LAST" " ASC")
    };
    ($select:ident $table:literal $key:literal $order:literal $ids:literal) => {
        $select!(
            "FROM (SELECT id FROM ", $table, " WHERE org_id = $1 ORDER BY ", $key, $order, ", id",
            $ids, " LIMIT $2 OFFSET $3) AS page CROSS JOIN ", $table, " c";
            "= page.id ORDER BY c.", $key, $order, ", c.id", $ids
        )
    };
}
pub(crate) use by;

/// The keyset statements of a table's list, for each sort key, ascending and descending. The ids
/// come from ranges of the key's index, already in order.
macro_rules! keyset {
    ($Sort:ident in $table:literal {
        $($Key:ident = $module:ident $key:literal $($never:ident null)?,)*
    }) => {
        $(mod $module {
            pub(super) mod asc {
                $crate::pages::keyset!(@asc $table $key $($never)?);
            }
            pub(super) mod desc {
                $crate::pages::keyset!(@desc $table $key $($never)?);
            }
        })*

        /// Returns the keyset statements of a sort key in one order, ascending or descending.
        pub(super) fn pieces(
            sort: $Sort,
            order: deskbell_query::Order,
        ) -> &'static $crate::cursor_pages::KeysetSegments {
            match (sort, order) {
                $(
                    ($Sort::$Key, deskbell_query::Order::Asc) => &$module::asc::PIECES,
                    ($Sort::$Key, deskbell_query::Order::Desc) => &$module::desc::PIECES,
                )*
            }
        }

        /// All keyset statements of the list.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&[&$crate::statement::Statement]] =
            &[$($module::asc::STATEMENTS, $module::desc::STATEMENTS),*];
    };
    (@asc $table:literal $key:literal never) => {
        $crate::pages::keyset!(@never null $table $key " > " " < " " ASC, id DESC");
    };
    (@desc $table:literal $key:literal never) => {
        $crate::pages::keyset!(@never null $table $key " < " " > " " DESC, id ASC");
    };
    (@asc $table:literal $key:literal) => {
        $crate::pages::keyset!(@null $table $key " > " " < " " ASC NULLS FIRST, id DESC");
    };
    (@desc $table:literal $key:literal) => {
        $crate::pages::keyset!(@null $table $key " < " " > " " DESC NULLS LAST, id ASC");
    };
    (@never null $table:literal $key:literal $keys:literal $ids:literal $order:literal) => {
        $crate::statement::statements! {
            SAME: Page => i64 = $crate::pages::keyset!(@same $table $key $ids $order);
            NEXT: Page => i64 = $crate::pages::keyset!(@next $table $key $keys $order);
        }
        pub(in super::super) static PIECES: $crate::cursor_pages::KeysetSegments =
            $crate::cursor_pages::KeysetSegments { same: &SAME, next: &NEXT, null: None };
    };
    (@null $table:literal $key:literal $keys:literal $ids:literal $order:literal) => {
        $crate::statement::statements! {
            SAME: Page => i64 = $crate::pages::keyset!(@same $table $key $ids $order);
            NEXT: Page => i64 = $crate::pages::keyset!(@next $table $key $keys $order);
            NULL: Page => i64 = concat!(
                "SELECT id AS value FROM ", $table, " WHERE org_id = $1 AND ", $key,
                " IS NULL AND id", $ids, "$2 ORDER BY ", $key, $order, " LIMIT $3"
            );
        }
        pub(in super::super) static PIECES: $crate::cursor_pages::KeysetSegments =
            $crate::cursor_pages::KeysetSegments { same: &SAME, next: &NEXT, null: Some(&NULL) };
    };
    (@same $table:literal $key:literal $ids:literal $order:literal) => {
        concat!(
            "SELECT id AS value FROM ", $table, " WHERE org_id = $1 AND ", $key, " = $2 AND id",
            $ids, "$3 ORDER BY ", $key, $order, " LIMIT $4"
        )
    };
    (@next $table:literal $key:literal $keys:literal $order:literal) => {
        concat!(
            "SELECT id AS value FROM ", $table, " WHERE org_id = $1 AND ", $key, $keys,
            "$2 ORDER BY ", $key, $order, " LIMIT $3"
        )
    };
}
pub(crate) use keyset;
