//! Organizations in JSON (contract §3, §4).

use deskbell_model::Organization;

use crate::json::{bool, int, raw, string};

/// Writes an organization in its envelope: `{"data":{id, domain, teamOnline, chatEnabled}}`.
pub fn write(out: &mut Vec<u8>, organization: &Organization) {
    raw(out, r#"{"data":{"id":"#);
    int(out, organization.id.get());
    raw(out, r#","domain":"#);
    string(out, &organization.domain);
    raw(out, r#","teamOnline":"#);
    bool(out, organization.team_online);
    raw(out, r#","chatEnabled":"#);
    bool(out, organization.chat_enabled);
    raw(out, "}}");
}
