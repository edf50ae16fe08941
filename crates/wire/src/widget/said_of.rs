//! The fields that a site sent for a visitor, encoded for the visitor's token. The token holds the
//! fields while the database stores nothing about the visitor.

use deskbell_model::customer::Assign;
use deskbell_model::limits::VISITOR_SAID_BYTES_MAX;

use super::read::fields;
use crate::customers::custom_data;
use crate::json::{raw, string};
use crate::read;

/// Writes the fields as a JSON object, in order. Fields that would exceed `VISITOR_SAID_BYTES_MAX`
/// are left out.
#[must_use]
pub fn write_said_of(fields: &[Assign]) -> Vec<u8> {
    let mut json = Vec::from(b"{");
    for field in fields {
        let mut member = Vec::new();
        match field {
            Assign::Text(name, Some(text)) => {
                string(&mut member, name.as_str());
                raw(&mut member, ":");
                string(&mut member, text);
            }
            Assign::Properties(data) => {
                raw(&mut member, r#""customData":"#);
                custom_data(&mut member, data);
            }
            _ => continue,
        }
        if json.len() + member.len() + 2 > VISITOR_SAID_BYTES_MAX {
            continue;
        }
        if json.len() > 1 {
            json.push(b',');
        }
        json.extend(member);
    }
    json.push(b'}');
    json
}

/// Reads the fields that [`write_said_of`] wrote; returns no fields for any other text.
#[must_use]
pub fn read_said_of(json: &[u8]) -> Vec<Assign> {
    let Ok(mut object) = read::object(json) else { return Vec::new() };
    let fields = fields(&mut object);
    if object.invalid_fields().count() == 0 { fields } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use deskbell_model::Scalar;
    use deskbell_model::customer::TextField;

    use super::*;

    fn text(field: TextField, text: &str) -> Assign {
        Assign::Text(field, Some(text.to_owned()))
    }

    #[test]
    fn what_was_said_is_read_again_and_what_has_no_room_is_left_out() {
        let data = |text: &str| {
            Assign::Properties(vec![
                ("plan".to_owned(), Scalar::Text(text.to_owned())),
                ("seats".to_owned(), Scalar::Int(5)),
            ])
        };
        let name = text(TextField::Name, "An\"n \u{1f44b}");
        let email = text(TextField::Email, "ann@example.com");
        let all = vec![name.clone(), email.clone(), data("gold")];
        assert_eq!(read_said_of(&write_said_of(&all)), all);
        assert_eq!(read_said_of(&write_said_of(&[])), []);
        let long = vec![name.clone(), data(&"x".repeat(VISITOR_SAID_BYTES_MAX)), email.clone()];
        let json = write_said_of(&long);
        assert!(json.len() <= VISITOR_SAID_BYTES_MAX);
        assert_eq!(read_said_of(&json), [name, email]);
        for bad in ["", "[]", r#"{"name":5,"email":[]}"#] {
            assert_eq!(read_said_of(bad.as_bytes()), [], "{bad}");
        }
    }
}
