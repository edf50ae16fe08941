//! Organizations in JSON (contract §3, §4).

use deskbell_model::{OrgId, Organization};

use crate::object::{named, object};
use crate::schema::Named;

object! {
    "Organization" for Organization as organization {
        "id": OrgId = organization.id;
        "domain": String = organization.domain;
        "teamOnline": bool = organization.team_online;
        "chatEnabled": bool = organization.chat_enabled;
    }
}

struct Enveloped<'a>(&'a Organization);

object! {
    "OrganizationData" for Enveloped<'_> as envelope {
        "data": &Organization = envelope.0;
    }
}

/// Writes an organization as the `data` of an answer: `{"data":{…}}`.
pub fn write(out: &mut Vec<u8>, organization: &Organization) {
    crate::object::write(out, &Enveloped(organization));
}

pub(crate) fn schemas() -> Named {
    vec![named::<Organization>(), named::<Enveloped<'_>>()]
}
