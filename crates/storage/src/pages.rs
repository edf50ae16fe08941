//! The order of sorted lists, and where their pages come from.

/// A statement for a page of a table's list by one key. Its ids come from the key's index alone,
/// and only then are their rows read, by `$select`. Null is lower than every value, and descending
/// is ascending reversed (contract §4). A key that is never null has an index that says nothing of
/// nulls, and the order must not either: PostgreSQL would sort all rows.
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
