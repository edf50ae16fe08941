//! Windows in JSON: the request of an agent for a part of a view, and the answer.

use deskbell_model::limits::{PAGE_ITEMS_MAX, WINDOW_COUNTS_MAX};
use deskbell_model::{AgentId, ChatId, ChatScope};
use deskbell_query::{Limit, Offset, View, Window, WindowAt, WindowSort};
use serde_json::{Value, json};

use super::view;
use crate::invalid::{InvalidField, Reading};
use crate::json::{array, int, raw};
use crate::read;
use crate::schema::{self, Named, about, count, input, object, or_null, reference, whole, word};

const ROWS_DEFAULT: u64 = 50;

/// The answer to a request for a window (a range of a view's rows), without the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last change that the answer reflects.
    pub seq: i64,
    /// The number of chats in the view.
    pub total: u64,
    /// The number of chats before the first row.
    pub offset: u64,
    /// The number of chats in each further view that the request named, in the order of the
    /// request.
    pub counts: Vec<u64>,
}

/// Writes the answer to a request for a range of a view's rows:
/// `{"seq","total","offset","rows":[…],"counts":[…]}`.
pub fn write<T>(
    out: &mut Vec<u8>,
    head: &Head,
    rows: impl IntoIterator<Item = T>,
    row: impl FnMut(&mut Vec<u8>, T),
) {
    raw(out, r#"{"seq":"#);
    int(out, head.seq);
    raw(out, r#","total":"#);
    int(out, head.total);
    raw(out, r#","offset":"#);
    int(out, head.offset);
    raw(out, r#","rows":"#);
    array(out, rows, row);
    raw(out, r#","counts":"#);
    array(out, &head.counts, |out, count| int(out, *count));
    out.push(b'}');
}

pub(crate) fn schemas() -> Named {
    let seq = about(count(), "The number of the last change that this answer includes.");
    let answer = object(vec![
        ("seq", seq),
        ("total", about(count(), "The number of chats in the view.")),
        ("offset", about(count(), "The number of chats before the first row.")),
        ("rows", schema::array(reference("ChatRow"))),
        ("counts", about(schema::array(count()), "The number of chats in each view of `counts`.")),
    ]);
    let offset = input(&["offset"], vec![("offset", whole(0, i64::MAX.unsigned_abs()))]);
    let around = input(&["around"], vec![("around", reference("IdIn"))]);
    let at = about(
        or_null(json!({"anyOf": [offset, around]})),
        "Where the rows begin: after a number of chats, or around one chat; at the beginning by \
         default.",
    );
    let mut counts = schema::array(reference("View"));
    counts["maxItems"] = json!(WINDOW_COUNTS_MAX);
    let sorts = word(WindowSort::ALL.iter().map(|(_, name)| *name));
    let says = "The order: by last message, by longest wait, or by newest chat, or by the chat \
                that was closed last.";
    let asked = input(
        &["view"],
        vec![
            ("view", reference("View")),
            ("sort", about(or_null(sorts), says)),
            ("at", at),
            ("limit", or_null(whole(1, PAGE_ITEMS_MAX.into()))),
            ("counts", about(or_null(counts), "The views whose chats to count.")),
        ],
    );
    vec![("Window", answer), ("WindowIn", asked)]
}

fn at(value: &Value) -> Option<WindowAt> {
    let value = value.as_object()?;
    match (value.get("offset"), value.get("around")) {
        (Some(offset), None) => {
            let offset = u64::try_from(read::whole(offset)?).ok()?;
            Offset::new(offset).map(WindowAt::Offset)
        }
        (None, Some(chat)) => read::id(ChatId::new)(chat).map(WindowAt::Around),
        _ => None,
    }
}

/// Reads the views whose chats are counted. Each view must have no search text, or the search text
/// of the request's view, `text`.
fn counts(value: &Value, me: AgentId, text: Option<&str>) -> Result<Vec<View>, String> {
    let views = value.as_array().filter(|views| views.len() <= WINDOW_COUNTS_MAX);
    let views = views.ok_or_else(String::new)?.iter().enumerate();
    let is_fit = |it: &View| it.text.is_none() || it.text.as_deref() == text;
    let read = |it| view::read(it, me).filter(is_fit);
    views.map(|(number, it)| read(it).ok_or_else(|| format!("/{number}"))).collect()
}

/// Reads the body of `POST /app/v1/list` for the agent `me`, who may see the chats in `scope`.
///
/// # Errors
/// Every invalid field: view, sort, at, limit, counts.
pub fn read_asked(body: &[u8], me: AgentId, scope: ChatScope) -> Reading<Window> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let field = InvalidField::Field;
    let view = body.required("view", field("view"), |value| view::read(value, me));
    let sort = body.optional("sort", field("sort"), |it| WindowSort::parse(it.as_str()?));
    let at = body.optional("at", field("at"), at);
    let limit = |value: &Value| Limit::new(u64::try_from(read::whole(value)?).ok()?);
    let limit = body.optional("limit", InvalidField::Limit, limit);
    let text = view.as_ref().and_then(|view| view.text.as_deref());
    let counts = |value: &Value| counts(value, me, text);
    let counts = body.given_within("counts", field("counts"), counts).value();
    let window = view.map(|view| Window {
        agent: me,
        scope,
        view,
        sort: sort.unwrap_or_default(),
        at: at.unwrap_or_default(),
        limit: limit.or(Limit::new(ROWS_DEFAULT)).unwrap_or_default(),
        counts: counts.unwrap_or_default(),
    });
    body.finish(window)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invalid::Found;

    fn read(body: &str) -> Reading<Window> {
        read_asked(body.as_bytes(), AgentId::new(5).unwrap(), ChatScope::All)
    }

    #[test]
    fn a_view_alone_is_its_first_50_chats_by_their_last_message() {
        let window = read(r#"{"view":"all"}"#).unwrap();
        assert_eq!((window.view, window.counts), (View::OPEN, vec![]));
        assert_eq!((window.sort, window.limit.get()), (WindowSort::Activity, 50));
        assert_eq!(window.at, WindowAt::Offset(Offset::default()));
        let window = read(r#"{"view":"all","at":{"around":"7"},"sort":"waiting","limit":3}"#);
        let window = window.unwrap();
        assert_eq!(window.at, WindowAt::Around(ChatId::new(7).unwrap()));
        assert_eq!((window.sort, window.limit.get()), (WindowSort::Waiting, 3));
    }

    #[test]
    fn each_flaw_is_told_with_its_place() {
        let body = r#"{"view":"my","sort":"best","at":{"offset":1,"around":2},"limit":101,
            "counts":["all",{"unread":"maybe"}]}"#;
        let field = InvalidField::Field;
        assert_eq!(
            read(body).unwrap_err(),
            [
                Found::at(field("view"), "/view"),
                Found::at(field("sort"), "/sort"),
                Found::at(field("at"), "/at"),
                Found::at(InvalidField::Limit, "/limit"),
                Found::at(field("counts"), "/counts/1"),
            ]
        );
        let many = vec!["\"all\""; WINDOW_COUNTS_MAX + 1].join(",");
        let body = format!(r#"{{"view":"all","counts":[{many}]}}"#);
        assert_eq!(read(&body).unwrap_err(), [Found::at(field("counts"), "/counts")]);
    }
}
