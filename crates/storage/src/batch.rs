//! Statements with a list of up to 100 ids, the largest number of objects on a page.

use deskbell_model::OrgId;
use deskbell_model::limits::PAGE_ITEMS_MAX;

use crate::error::{Error, Result};
use crate::row::Param;

pub(crate) const IDS: usize = PAGE_ITEMS_MAX as usize;

/// The SQL list of the ids: parameters `$2` to `$101`, after the organization as `$1`.
macro_rules! ids {
    () => {
        "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
          $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35,
          $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51,
          $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67,
          $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83,
          $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99,
          $100, $101)"
    };
}
pub(crate) use ids;

/// Returns the parameters of a statement with `ids!`; `None` for an empty list. The last id is
/// repeated to fill the list up to 100 ids.
///
/// # Errors
/// `Internal` for more than 100 ids.
pub(crate) fn params<'p, T>(org: OrgId, ids: &[T]) -> Result<Option<Vec<Param<'p>>>>
where
    T: Copy + Into<Param<'p>>,
{
    let Some(last) = ids.last() else { return Ok(None) };
    if ids.len() > IDS {
        return Err(Error::Internal("a page of more than 100".into()));
    }
    let mut params = vec![Param::from(org)];
    let ids = ids.iter().chain(std::iter::repeat(last));
    params.extend(ids.take(IDS).map(|id| (*id).into()));
    Ok(Some(params))
}

/// Returns each row with the index of its id in `ids`; rows with other ids are left out.
pub(crate) fn places<T: Copy + Ord, R>(
    ids: &[T],
    rows: Vec<R>,
    id: impl Fn(&R) -> T,
) -> impl Iterator<Item = (usize, R)> {
    let mut places: Vec<_> = (0..ids.len()).collect();
    places.sort_unstable_by_key(|place| ids[*place]);
    rows.into_iter().filter_map(move |row| {
        let found = places.binary_search_by_key(&id(&row), |place| ids[*place]).ok()?;
        Some((places[found], row))
    })
}
