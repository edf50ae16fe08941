//! Checks of the contract's section 4: the pages and envelopes of every list.

use serde_json::json;

use super::orders::{is_sorted, some_chats};
use crate::check::{Check, check};
use crate::models::{
    AGENTS, APPLICATIONS, CHATS, CUSTOMERS, DEPARTMENTS, FOUND_CHATS, MESSAGES, ORGANIZATION, TOTAL,
};
use crate::outcome::{Done, Outcome, Stop};
use crate::world::World;

/// The maximal number of rows of a page.
const PAGE: i64 = 100;
/// The lists with the parameters limit, offset, sort and order.
const SORTED: [&str; 2] = ["/v1/chats", "/v1/customers"];
/// The lists that only have the parameters limit and offset.
const UNSORTED: [&str; 3] = ["/v1/agents", "/v1/departments", "/v1/applications"];

pub fn checks() -> Vec<Check> {
    vec![
        check!("4", envelopes, "Every list has its envelope, with these keys alone"),
        check!("4", totals, "GET /chats/total is the total of GET /chats"),
        check!("4", limits, "limit is 1..100, and 100 by default"),
        check!("4", offsets, "An offset past the end: an empty array and the true total"),
        check!("4", offset_rows, "offset passes over so many rows of a list"),
        check!("4", bad_pages, "limit and offset out of range, empty, repeated: 400"),
        check!("4", bad_sorts, "sort and order out of range, empty, repeated: 400"),
        check!("2", faults_in_order, "One item per bad parameter: limit, offset, sort, order"),
        check!("4", pages_join, "Pages of a search join to the whole, with one total"),
        check!("4", search_pages, "In bodies numeric strings pass and null is the default"),
        check!("4", search_faults, "A search's own page is refused as a list's"),
        check!("4", message_pages, "Messages take limit and offset only, newest first"),
        check!("4", staff_by_id, "Agents, departments, applications take limit and offset, by id"),
    ]
}

fn envelopes(w: &World) -> Done {
    let chat = w.new_chat()?;
    w.get("/v1/chats?limit=5")?.ok()?.shape(&CHATS)?;
    w.post("/v1/chats/search", &json!({"limit": 5}))?.ok()?.shape(&FOUND_CHATS)?;
    let messages = w.messages(chat)?;
    messages.shape(&MESSAGES)?;
    messages.at("/messages").is(messages.json()["data"].clone())?;
    w.get("/v1/customers?limit=5")?.ok()?.shape(&CUSTOMERS)?;
    let found = w.post("/v1/customers/search", &json!({"limit": 5}))?;
    found.ok()?.shape(&CUSTOMERS)?.at("/meta/total").is(found.json()["total"].clone())?;
    w.get("/v1/agents")?.ok()?.shape(&AGENTS)?;
    w.get("/v1/departments")?.ok()?.shape(&DEPARTMENTS)?;
    w.get("/v1/applications")?.ok()?.shape(&APPLICATIONS)?;
    w.get("/v1/organization")?.ok()?.shape(&ORGANIZATION)?;
    w.get("/v1/chats/total")?.ok()?.shape(&TOTAL)?;
    Ok(())
}

fn totals(w: &World) -> Done {
    w.chat()?;
    // Other users may create and delete chats between two requests.
    let total = |path: &str, pointer: &str| w.get(path)?.ok()?.at(pointer).int();
    let before = total("/v1/chats?limit=1", "/meta/total")?;
    let answer = w.get("/v1/chats/total")?;
    let after = total("/v1/chats?limit=1", "/meta/total")?;
    answer.at("/total").is_between(before.min(after), before.max(after))?;
    Ok(())
}

/// Creates rows until the list is longer than one page.
fn fill(w: &World, path: &str) -> Done {
    let total = w.get(&format!("{path}?limit=1"))?.ok()?.at("/meta/total").int()?;
    let customer = w.any_customer()?;
    for _ in total..=PAGE {
        if path == "/v1/chats" {
            w.chat_of(customer)?.id()?
        } else {
            w.any_customer()?
        };
    }
    Ok(())
}

fn limits(w: &World) -> Done {
    for path in SORTED {
        fill(w, path)?;
    }
    for path in SORTED.into_iter().chain(UNSORTED) {
        for (query, limit) in [("", 100), ("?limit=100", 100), ("?limit=1", 1), ("?limit=007", 7)] {
            let answer = w.get(&format!("{path}{query}"))?;
            let total = answer.ok()?.at("/meta/total").int()?;
            let rows = usize::try_from(total.min(limit)).unwrap_or_default();
            answer.at("/data").has(rows)?;
        }
    }
    let chat = w.new_chat()?;
    for _ in 0..PAGE {
        w.say(chat, "one more")?;
    }
    for (query, rows) in [("", 100), ("?limit=1", 1)] {
        let answer = w.get(&format!("/v1/chats/{chat}/messages{query}"))?;
        answer.ok()?.at("/messages").has(rows)?;
        answer.at("/total").is(PAGE + 1)?;
    }
    Ok(())
}

fn offsets(w: &World) -> Done {
    let chat = w.new_chat()?;
    for path in SORTED {
        for offset in ["1000000000", "9223372036854775807"] {
            let answer = w.get(&format!("{path}?offset={offset}"))?;
            answer.ok()?.at("/data").has(0)?;
            answer.at("/meta/total").is_between(1, i64::MAX)?;
        }
    }
    for path in UNSORTED {
        let total = w.get(path)?.ok()?.at("/meta/total").int()?;
        let answer = w.get(&format!("{path}?offset=1000000000"))?;
        answer.ok()?.at("/data").has(0)?;
        answer.at("/meta/total").is(total)?;
    }
    let answer = w.get(&format!("/v1/chats/{chat}/messages?offset=5"))?;
    answer.ok()?.is(&json!({"messages": [], "total": 1, "data": []}))?;
    let filter = json!([{"field": "chats.customer.name", "operator": "~", "value": w.run()}]);
    let answer = w.post("/v1/chats/search", &json!({"filter": filter, "offset": 1_000_000}))?;
    answer.ok()?.at("/data").has(0)?;
    answer.at("/total").is_between(1, i64::MAX)?;
    Ok(())
}

fn offset_rows(w: &World) -> Done {
    for _ in 0..6 {
        w.chat()?;
    }
    for path in SORTED {
        // Reads the oldest rows, since other users' new rows come last. If other users delete old
        // rows, the last request shows this.
        let page = |offset: usize, limit: usize| {
            w.get(&format!("{path}?order=asc&offset={offset}&limit={limit}"))
        };
        let whole = page(0, 6)?.ok()?.ids()?;
        let pages = [(0, 1), (1, 1), (1, 5), (2, 3), (5, 1)];
        let answers: Outcome<Vec<_>> =
            pages.iter().map(|(offset, limit)| page(*offset, *limit)).collect();
        let answers = answers?;
        if page(0, 6)?.ok()?.ids()? != whole {
            return Err(Stop::skipped("somebody else deletes what is on this list's first page"));
        }
        for ((offset, limit), answer) in pages.into_iter().zip(answers) {
            answer.ok()?.rows(&whole[offset..offset + limit])?;
        }
    }
    Ok(())
}

fn bad_pages(w: &World) -> Done {
    let messages = format!("/v1/chats/{}/messages", w.new_chat()?);
    for path in SORTED.into_iter().chain(UNSORTED).chain([messages.as_str()]) {
        for bad in ["", "0", "101", "%FF", "-1", "x", "1&limit=1", "99999999999999999999"] {
            w.get(&format!("{path}?limit={bad}"))?.refuses("limit")?;
        }
        for bad in ["", "-1", "x", "0.0", "1&offset=1", "9223372036854775808"] {
            w.get(&format!("{path}?offset={bad}"))?.refuses("offset")?;
        }
    }
    Ok(())
}

fn bad_sorts(w: &World) -> Done {
    for path in SORTED {
        for bad in ["", "x", "createdAt", "chats.id", "chats.status", "customers.name"] {
            w.get(&format!("{path}?sort={bad}"))?.refuses("sort")?;
        }
        for bad in ["", "x", "ascending", "1", "asc&order=asc", "asc&order=desc"] {
            w.get(&format!("{path}?order={bad}"))?.refuses("order")?;
        }
    }
    w.get("/v1/chats?sort=customers.firstSeen")?.refuses("sort")?;
    w.get("/v1/customers?sort=chats.createdAt")?.refuses("sort")?;
    w.get("/v1/chats?sort=chats.createdAt&sort=chats.createdAt")?.refuses("sort")?;
    Ok(())
}

const FAULTS: [(&str, &str); 4] = [
    ("validation_error", "limit value is invalid"),
    ("validation_error", "offset value is invalid"),
    ("validation_error", "sort value is invalid"),
    ("validation_error", "order value is invalid"),
];

fn faults_in_order(w: &World) -> Done {
    for path in SORTED {
        w.get(&format!("{path}?order=x&sort=x&offset=x&limit=x"))?.errors(400, &FAULTS)?;
        // The example of the contract's documentation.
        let three = [FAULTS[0], FAULTS[2], FAULTS[3]];
        w.get(&format!("{path}?limit=0&sort=x&order=x"))?.errors(400, &three)?;
    }
    for path in UNSORTED {
        w.get(&format!("{path}?offset=x&limit=x"))?.errors(400, &FAULTS[..2])?;
    }
    for path in ["/v1/chats/search", "/v1/customers/search"] {
        let body = json!({"order": "x", "sort": "x", "offset": "x", "limit": "x"});
        w.post(path, &body)?.errors(400, &FAULTS)?;
    }
    Ok(())
}

fn pages_join(w: &World) -> Done {
    let filter = some_chats(w)?;
    let page = |offset: usize, limit: usize| {
        let body = json!({"filter": filter, "sort": "closedAt", "order": "asc",
            "offset": offset, "limit": limit});
        w.post("/v1/chats/search", &body)
    };
    let whole = page(0, 100)?.ok()?.ids()?;
    for limit in [1, 2, 5] {
        let (mut joined, mut last) = (Vec::new(), page(0, 1)?);
        for offset in (0..6).step_by(limit) {
            let answer = page(offset, limit)?;
            answer.ok()?.at("/total").is(6)?;
            answer.at("/meta/total").is(6)?;
            joined.extend(answer.ids()?);
            last = answer;
        }
        last.same(&format!("the rows of pages of {limit}"), &whole, &joined)?;
    }
    Ok(())
}

fn search_pages(w: &World) -> Done {
    let filter = some_chats(w)?;
    let body = json!({"filter": filter, "limit": "2", "offset": "1"});
    w.post("/v1/chats/search", &body)?.ok()?.at("/data").has(2)?;
    let body =
        json!({"filter": filter, "limit": null, "offset": null, "sort": null, "order": null});
    let answer = w.post("/v1/chats/search", &body)?;
    is_sorted(&answer, "createdAt", false)?;
    answer.at("/data").has(6)?;
    let body = json!({"filter": filter, "limit": 3.0, "offset": 4});
    w.post("/v1/chats/search", &body)?.ok()?.at("/data").has(2)?;
    Ok(())
}

fn search_faults(w: &World) -> Done {
    for path in ["/v1/chats/search", "/v1/customers/search"] {
        for (key, bad) in [
            ("limit", json!(0)),
            ("limit", json!(101)),
            ("limit", json!("")),
            ("limit", json!(1.5)),
            ("limit", json!([1])),
            ("offset", json!(-1)),
            ("offset", json!("x")),
            ("offset", json!("9223372036854775808")),
            ("sort", json!("x")),
            ("sort", json!("")),
            ("sort", json!(1)),
            ("order", json!("up")),
            ("order", json!("")),
            ("order", json!(1)),
        ] {
            w.post(path, &json!({key: bad}))?.refuses(key)?;
        }
    }
    Ok(())
}

fn message_pages(w: &World) -> Done {
    let chat = w.chat()?;
    let sent: Outcome<Vec<_>> = (0..5).map(|n| w.say(chat, &format!("{n}"))?.id()).collect();
    let mut newest_first = sent?;
    newest_first.reverse();
    let path = format!("/v1/chats/{chat}/messages");
    w.get(&path)?.ok()?.rows(&newest_first)?;
    w.get(&format!("{path}?limit=2&offset=2"))?
        .ok()?
        .rows(&newest_first[2..4])?
        .at("/total")
        .is(5)?;
    w.get(&format!("{path}?limit=3&offset=3"))?.ok()?.rows(&newest_first[3..])?;
    // Sort and order are ignored.
    w.get(&format!("{path}?sort=x&order=asc"))?.ok()?.rows(&newest_first)?;
    w.get(&format!("{path}?order="))?.ok()?.rows(&newest_first)?;
    Ok(())
}

fn staff_by_id(w: &World) -> Done {
    for path in UNSORTED {
        let answer = w.get(path)?;
        let ids = answer.ok()?.ids()?;
        answer.holds(ids.is_sorted_by(|one, next| one < next), "rows by id")?;
        let offset = ids.len() / 2;
        let page = w.get(&format!("{path}?offset={offset}&limit=1"))?;
        page.ok()?.rows(&ids[offset..ids.len().min(offset + 1)])?;
    }
    Ok(())
}
