//! The settings of a desk at work: canned responses and saved views.

use deskbell_app::{App, Caller, Error};
use deskbell_model::OrgId;
use deskbell_model::setting::{Canned, SavedView};

const CANNED: [(&str, &str); 6] = [
    ("hello", "Hi {{customer.firstName|there}}, thanks for writing! I am {{agent.name}}."),
    (
        "tracking",
        "Your parcel is on its way, {{customer.firstName|dear customer}}: it comes tomorrow.",
    ),
    ("refund", "I have refunded it just now. It may take up to five days to show."),
    ("photo", "A photo of the damage is all we need; you can keep the old part."),
    ("invoice", "You find every invoice under Settings → Billing."),
    ("bye", "Glad that helped. Have a nice day!"),
];

const VIEWS: [(&str, &str); 2] = [
    ("Waiting, VIP", r#"{"waiting":true,"tag":"vip"}"#),
    ("On hold", r#"{"statuses":["on hold"]}"#),
];

/// Adds canned responses and saved views that all agents share.
pub(super) async fn add(app: &App, org: OrgId) -> Result<(), Error> {
    let caller = Caller::command(org);
    for (shortcut, text) in CANNED {
        let canned = Canned { shortcut: shortcut.into(), text: text.into() };
        app.actions.create_setting(caller, true, canned).await?;
    }
    for (name, filter) in VIEWS {
        let view = SavedView { name: name.into(), filter: filter.into() };
        app.actions.create_setting(caller, true, view).await?;
    }
    Ok(())
}
