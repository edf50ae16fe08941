//! JSON for the pages of agents: `/app/v1`. Programs and visitors get none of it; the objects of
//! programs are used where an agent may see all of them.

pub mod act;
pub mod chat;
pub mod draft;
pub mod me;
pub mod reply;
pub mod row;
pub mod session;
pub mod view;
pub mod window;

use crate::schema::Named;

pub(crate) fn schemas() -> Named {
    let groups = [
        session::schemas(),
        me::schemas(),
        row::schemas(),
        view::schemas(),
        window::schemas(),
        chat::schemas(),
        draft::schemas(),
        reply::schemas(),
        act::schemas(),
    ];
    groups.into_iter().flatten().collect()
}
