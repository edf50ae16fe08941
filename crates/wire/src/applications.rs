//! Applications in JSON (contract §3).

use deskbell_model::{Application, ApplicationId};

use crate::object::{named, object};
use crate::schema::{Named, page};

object! {
    "Application" for Application as application {
        "id": ApplicationId = application.id;
        "name": String = application.name;
        "displayName": Option<String> = application.display_name;
        "type": String = application.kind => "`web`, `ios`, `android` …";
        "active": bool = application.active;
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<Application>(), ("ApplicationPage", page("Application"))]
}
