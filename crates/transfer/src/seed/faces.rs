//! The pictures of the made-up shop's agents. No picture shows a real person:
//! `web/e2e/pictures/faces.mjs` draws the pictures.

use std::convert::Infallible;

use bytes::Bytes;
use deskbell_app::files::UploadError;
use deskbell_app::{App, Caller, Error};
use deskbell_model::{Agent, OrgId};
use futures_util::stream;

/// The pictures, by the agents' names. The other agents have no picture, as in most teams.
const FACES: [(&str, &[u8]); 10] = [
    ("Amara Okafor", include_bytes!("faces/amara.webp")),
    ("Bruno Keller", include_bytes!("faces/bruno.webp")),
    ("Chiara Rossi", include_bytes!("faces/chiara.webp")),
    ("Dmitri Volkov", include_bytes!("faces/dmitri.webp")),
    ("Elif Yılmaz", include_bytes!("faces/elif.webp")),
    ("Farid Haddad", include_bytes!("faces/farid.webp")),
    ("Greta Lindqvist", include_bytes!("faces/greta.webp")),
    ("Inés Moreno", include_bytes!("faces/ines.webp")),
    ("Jonas Weiß", include_bytes!("faces/jonas.webp")),
    ("Kavya Iyer", include_bytes!("faces/kavya.webp")),
];

pub(super) async fn add(app: &App, org: OrgId, agents: &[Agent]) -> Result<(), Error> {
    for (name, picture) in FACES {
        let Some(agent) = agents.iter().find(|it| it.name == name) else { continue };
        let body = stream::iter([Ok::<_, Infallible>(Bytes::from_static(picture))]);
        let set = app.files.set_picture(Caller::command(org), agent.id, None, body).await;
        set.map_err(|error| match error {
            UploadError::Own(error) => error,
            UploadError::Body(never) => match never {},
        })?;
    }
    Ok(())
}
