//! Checks of the contract's section 8: cursor pagination of lists and searches.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::orders::some_chats;
use crate::check::{Check, check};
use crate::expect::Answer;
use crate::outcome::{Done, Outcome, Stop};
use crate::world::World;

/// The maximal number of pages that a check reads.
const PAGES_MAX: usize = 200;
/// The paths of lists that are short and sorted by id.
const BY_ID: [&str; 4] = ["/v1/agents", "/v1/departments", "/v1/applications", "/v1/webhooks"];

pub fn checks() -> Vec<Check> {
    vec![
        check!("8", beginnings, "An empty cursor begins; without one there is no meta.next"),
        check!(
            "8",
            searches,
            "Pages of a walk join to the whole, and the last says so though full"
        ),
        check!("8", lists_by_id, "A walk through a list by id gives each row once"),
        check!("8", messages, "A walk through a chat's messages gives each once, newest first"),
        check!("8", insertions, "What is made meanwhile shifts nothing"),
        check!("8", moves, "What moves ahead of a walk is not missed"),
        check!("8", other_lists, "A cursor of another list, sort, order or filter: 400"),
        check!(
            "8",
            other_texts,
            "What is no cursor, is repeated, or stands beside an offset other than 0: 400"
        ),
    ]
}

/// Reads the cursor of the next page from an answer; `None` on the last page.
fn next(answer: &Answer) -> Outcome<Option<String>> {
    match answer.ok()?.json().pointer("/meta/next") {
        Some(Value::Null) => Ok(None),
        Some(Value::String(cursor)) => Ok(Some(cursor.clone())),
        _ => Err(answer.fail("a text or null at `/meta/next`", answer.said())),
    }
}

/// Reads all pages from a cursor on; returns the answers. `page` requests the page at a cursor.
fn walk(from: &str, mut page: impl FnMut(&str) -> Outcome<Answer>) -> Outcome<Vec<Answer>> {
    let (mut answers, mut cursor) = (Vec::new(), from.to_owned());
    for _ in 0..PAGES_MAX {
        let answer = page(&cursor)?;
        let following = next(&answer)?;
        answers.push(answer);
        let Some(following) = following else { return Ok(answers) };
        cursor = following;
    }
    Err(Stop::skipped("the list has more pages than are read here"))
}

fn ids(answers: &[Answer]) -> Outcome<Vec<i64>> {
    let ids: Outcome<Vec<_>> = answers.iter().map(Answer::ids).collect();
    Ok(ids?.concat())
}

fn find(w: &World, filter: &Value, order: (&str, &str), cursor: &Value) -> Outcome<Answer> {
    let body = json!({
        "filter": filter, "sort": order.0, "order": order.1, "limit": 2, "cursor": cursor,
    });
    w.post("/v1/chats/search", &body)
}

fn beginnings(w: &World) -> Done {
    let chat = w.new_chat()?;
    let messages = format!("/v1/chats/{chat}/messages");
    let lists = ["/v1/chats", "/v1/customers"].into_iter().chain(BY_ID);
    for path in lists.clone() {
        let answer = w.get(&format!("{path}?limit=1"))?;
        answer.ok()?.holds(answer.json().pointer("/meta/next").is_none(), "no `meta.next`")?;
        next(&w.get(&format!("{path}?limit=1&cursor="))?)?;
    }
    let answer = w.get(&messages)?;
    answer.ok()?.holds(answer.json().get("meta").is_none(), "no `meta`")?;
    next(&w.get(&format!("{messages}?cursor="))?)?;
    for path in ["/v1/chats/search", "/v1/customers/search"] {
        for body in [json!({}), json!({"cursor": null, "offset": 0})] {
            let answer = w.post(path, &body)?;
            answer.ok()?.holds(answer.json().pointer("/meta/next").is_none(), "no `meta.next`")?;
        }
        next(&w.post(path, &json!({"cursor": "", "limit": 1, "offset": 0}))?)?;
    }
    Ok(())
}

fn searches(w: &World) -> Done {
    let filter = some_chats(w)?;
    for sort in ["createdAt", "closedAt", "lastMessageAt", "lastCustomerMessageAt"] {
        for order in ["asc", "desc"] {
            let body = json!({"filter": filter, "sort": sort, "order": order});
            let whole = w.post("/v1/chats/search", &body)?;
            let answers = walk("", |cursor| find(w, &filter, (sort, order), &json!(cursor)))?;
            whole.same("the rows of a walk", whole.ok()?.ids()?, ids(&answers)?)?;
            whole.same("its pages, two rows each", 3, answers.len())?;
            for answer in &answers {
                answer.at("/total").is(6)?;
                answer.at("/meta/total").is(6)?;
            }
        }
    }
    Ok(())
}

fn lists_by_id(w: &World) -> Done {
    for path in BY_ID {
        let whole = w.get(path)?;
        let answers = walk("", |cursor| w.get(&format!("{path}?limit=1&cursor={cursor}")))?;
        whole.same("the rows of a walk", whole.ok()?.ids()?, ids(&answers)?)?;
    }
    Ok(())
}

fn messages(w: &World) -> Done {
    let chat = w.chat()?;
    let sent: Outcome<Vec<_>> = (0..4).map(|n| w.say(chat, &format!("{n}"))?.id()).collect();
    let mut newest_first = sent?;
    newest_first.reverse();
    let path = format!("/v1/chats/{chat}/messages?limit=2");
    let first = w.get(&format!("{path}&cursor="))?;
    first.ok()?.rows(&newest_first[..2])?;
    w.say(chat, "later")?;
    let cursor = next(&first)?.unwrap_or_default();
    let rest = walk(&cursor, |cursor| w.get(&format!("{path}&cursor={cursor}")))?;
    first.same("the rest of the walk", newest_first[2..].to_vec(), ids(&rest)?)?;
    Ok(())
}

fn insertions(w: &World) -> Done {
    let filter = some_chats(w)?;
    let newest = ("createdAt", "desc");
    let whole = w.post("/v1/chats/search", &json!({"filter": filter}))?.ok()?.ids()?;
    let first = find(w, &filter, newest, &json!(""))?;
    let owner = w.get(&format!("/v1/chats/{}", whole[0]))?.at("/customer/id").int()?;
    let made = w.chat_of(owner)?.id()?;
    let cursor = next(&first)?.unwrap_or_default();
    let rest = walk(&cursor, |cursor| find(w, &filter, newest, &json!(cursor)))?;
    // The new row may be anywhere among the rows of the same second.
    let rest = ids(&rest)?.into_iter().filter(|id| *id != made).collect();
    first.same("the rest of the walk", whole[2..].to_vec(), rest)?;
    Ok(())
}

fn moves(w: &World) -> Done {
    let filter = some_chats(w)?;
    for order in ["asc", "desc"] {
        let sorted = ("lastMessageAt", order);
        let body = json!({"filter": filter, "sort": "lastMessageAt", "order": order});
        let whole = w.post("/v1/chats/search", &body)?.ok()?.ids()?;
        let first = find(w, &filter, sorted, &json!(""))?;
        let (given, ahead) = (whole[0], whole[4]);
        w.say(ahead, "meanwhile")?;
        w.say(given, "meanwhile")?;
        let cursor = next(&first)?.unwrap_or_default();
        let rest = walk(&cursor, |cursor| find(w, &filter, sorted, &json!(cursor)))?;
        let rows = [first.ids()?, ids(&rest)?].concat();
        let seen: BTreeSet<_> = rows.iter().copied().collect();
        first.same("the rows that were given", whole.iter().copied().collect(), seen)?;
        let unmoved = |id: &&i64| **id != given && **id != ahead;
        let times = rows.iter().filter(unmoved).count();
        first.same("how often others came", whole.len() - 2, times)?;
    }
    Ok(())
}

fn other_lists(w: &World) -> Done {
    let filter = some_chats(w)?;
    let newest = ("createdAt", "desc");
    let cursor = next(&find(w, &filter, newest, &json!(""))?)?.unwrap_or_default();
    let all = json!([]);
    for (filter, order) in
        [(&filter, ("createdAt", "asc")), (&filter, ("closedAt", "desc")), (&all, newest)]
    {
        find(w, filter, order, &json!(cursor))?.refuses("cursor")?;
    }
    for path in ["/v1/chats", "/v1/customers"].into_iter().chain(BY_ID) {
        w.get(&format!("{path}?cursor={cursor}"))?.refuses("cursor")?;
    }
    w.post("/v1/customers/search", &json!({"cursor": cursor}))?.refuses("cursor")?;
    Ok(())
}

fn other_texts(w: &World) -> Done {
    let messages = format!("/v1/chats/{}/messages", w.new_chat()?);
    let lists = ["/v1/chats", "/v1/customers", messages.as_str()].into_iter().chain(BY_ID);
    let long = "0".repeat(5_000);
    for path in lists {
        for bad in ["x", "0", "null", "%00", "%FF", "-1", &long] {
            w.get(&format!("{path}?cursor={bad}"))?.refuses("cursor")?;
        }
        for query in ["cursor=&cursor=", "cursor=&offset=1"] {
            w.get(&format!("{path}?{query}"))?.refuses("cursor")?;
        }
    }
    for path in ["/v1/chats/search", "/v1/customers/search"] {
        for bad in [json!("x"), json!(1), json!(true), json!([]), json!({}), json!(long)] {
            w.post(path, &json!({"cursor": bad}))?.refuses("cursor")?;
        }
        w.post(path, &json!({"cursor": "", "offset": 1}))?.refuses("cursor")?;
    }
    Ok(())
}
