//! JSON for the pages of agents: `/app/v1`. Programs and visitors get none of it.

pub mod me;
pub mod session;

use crate::schema::Named;

pub(crate) fn schemas() -> Named {
    [session::schemas(), me::schemas()].into_iter().flatten().collect()
}
