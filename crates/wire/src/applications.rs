//! Applications in JSON (contract §3).

use deskbell_model::Application;
use deskbell_query::Meta;

use crate::json::{self, bool, int, opt_string, raw, string};

/// Writes an application: `id, name, displayName, type, active`.
pub fn write(out: &mut Vec<u8>, application: &Application) {
    raw(out, r#"{"id":"#);
    int(out, application.id.get());
    raw(out, r#","name":"#);
    string(out, &application.name);
    raw(out, r#","displayName":"#);
    opt_string(out, application.display_name.as_deref());
    raw(out, r#","type":"#);
    string(out, &application.kind);
    raw(out, r#","active":"#);
    bool(out, application.active);
    out.push(b'}');
}

/// Writes a page of applications: `{"data":[…],"meta":{"total":N}}`.
pub fn write_page(out: &mut Vec<u8>, applications: &[Application], meta: &Meta) {
    json::page(out, applications, meta, write);
}
