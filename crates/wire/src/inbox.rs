//! JSON for the pages of agents: `/app/v1`. Programs and visitors do not receive this JSON. If
//! agents may see all fields of an object, the object's JSON is the same as in `/v1`.

pub mod act;
pub mod applications;
pub mod audit;
pub mod chat;
pub mod documents;
pub mod draft;
mod fields;
pub mod found;
pub mod hours;
pub mod live;
mod looks;
pub mod me;
pub mod mention;
pub mod merge;
pub mod message;
mod organization;
pub mod own;
pub mod people;
pub mod reply;
pub mod reports;
pub mod row;
mod rules;
pub mod session;
mod texts;
pub mod view;
pub mod widgets;
pub mod window;

use crate::schema::Named;

pub(crate) fn schemas() -> Named {
    let groups = [
        act::schemas(),
        applications::schemas(),
        audit::schemas(),
        chat::schemas(),
        documents::schemas(),
        draft::schemas(),
        found::schemas(),
        hours::schemas(),
        looks::schemas(),
        me::schemas(),
        mention::schemas(),
        merge::schemas(),
        message::schemas(),
        organization::schemas(),
        own::schemas(),
        people::schemas(),
        reply::schemas(),
        reports::schemas(),
        row::schemas(),
        rules::schemas(),
        session::schemas(),
        texts::schemas(),
        view::schemas(),
        widgets::schemas(),
        window::schemas(),
    ];
    groups.into_iter().flatten().collect()
}
