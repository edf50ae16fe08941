//! The settings of the generated shop: canned responses, saved views, and the widget's greeting.

use deskbell_app::{App, Caller, Error, Expected};
use deskbell_model::setting::{Canned, Look, SavedView};
use deskbell_model::{Application, OrgId};
use deskbell_wire::inbox::documents;

const CANNED: [(&str, &str); 6] = [
    ("hello", "Hi {{customer.firstName|there}}, thanks for writing! I am {{agent.name}}."),
    (
        "tracking",
        "Your parcel is on its way, {{customer.firstName|dear customer}}: it comes tomorrow.",
    ),
    ("refund", "I have refunded it just now. It may take up to five days to show."),
    ("photo", "A photo of the damage is all we need; you can keep the old part."),
    ("invoice", "You find every invoice in your account, under Orders."),
    ("bye", "Glad that helped. Have a nice day!"),
];

const VIEWS: [(&str, &str); 2] = [
    ("Waiting, VIP", r#"{"waiting":true,"tag":"vip"}"#),
    ("On hold", r#"{"statuses":["on hold"]}"#),
];

/// The widget's title and greeting on the shop's site.
const LOOK: &str = r#"{"title":"Ostra","greeting":"Hi! How can we help with your lamp?"}"#;

/// Adds canned responses and saved views that all agents share, and the greeting of the widget.
pub(super) async fn add(app: &App, org: OrgId) -> Result<(), Error> {
    let caller = Caller::command(org);
    if let (Some(site), Ok(look)) = (
        app.lists.list::<Application>(org, 0, 1).await?.first(),
        documents::read_edit(LOOK.as_bytes()),
    ) {
        app.actions.set::<Look>(caller, site.id.get(), look, Expected::default()).await?;
    }
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
