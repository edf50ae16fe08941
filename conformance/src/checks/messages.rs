//! Checks of the contract's section 5: POST /messages and its answers.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::models::MESSAGE;
use crate::outcome::Done;
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", from_customer, "Without agent, or with null, a message is the customer's"),
        check!("5", from_agent, "With agent it is from that agent"),
        check!(
            "5",
            private,
            "private is from the agent side, with a null agent where none is given"
        ),
        check!("5", markdown, "markdownText, when given, is what text then holds"),
        check!("5", no_text, "Neither text nor markdownText, or both empty: invalid_text_value"),
        check!("5", other_types, "Any other type: invalid_type_value"),
        check!("5", bad_agent, "An agent that is no id: invalid_agent_value"),
        check!("2", in_order, "Bad fields are listed in the order of the model: chat is last"),
        check!("5", not_trimmed, "Texts come back as they were sent, nothing trimmed"),
        check!("3", times, "createdAt is seconds with three digits and never decreases in a chat"),
        check!("3", just_created, "A message just created is unread, unedited, its updatedAt null"),
        check!("5", listed, "The list shows the message as its creation did"),
    ]
}

fn from_customer(w: &World) -> Done {
    let chat = w.chat()?;
    for body in [
        json!({"chat": chat, "text": "hi"}),
        json!({"chat": chat, "text": "hi", "agent": null}),
        json!({"chat": chat, "text": "hi", "type": "message"}),
    ] {
        let message = w.message(&body)?;
        message.shape(&MESSAGE)?.at("/from").is("customer")?;
        message.at("/agent").is_null()?;
        message.at("/type").is("message")?;
        message.at("/text").is("hi")?;
        message.at("/chat").is(chat)?;
    }
    Ok(())
}

fn from_agent(w: &World) -> Done {
    let (agent, chat) = (w.agent()?, w.chat()?);
    for id in [json!(agent.id), json!(agent.id.to_string())] {
        let message = w.message(&json!({"chat": chat, "text": "hi", "agent": id}))?;
        message.shape(&MESSAGE)?.at("/from").is("agent")?;
        message.at("/agent").is(json!({"id": agent.id, "name": agent.name}))?;
        message.at("/type").is("message")?;
    }
    Ok(())
}

fn private(w: &World) -> Done {
    let chat = w.chat()?;
    let mut body = json!({"chat": chat, "text": "a note", "type": "private"});
    let message = w.message(&body)?;
    message.shape(&MESSAGE)?.at("/type").is("private")?;
    message.at("/from").is("agent")?;
    message.at("/agent").is_null()?;
    let agent = w.agent()?;
    body["agent"] = agent.id.into();
    let message = w.message(&body)?;
    message.at("/from").is("agent")?;
    message.at("/agent").is(json!({"id": agent.id, "name": agent.name}))?;
    Ok(())
}

fn markdown(w: &World) -> Done {
    let chat = w.chat()?;
    let body = json!({"chat": chat, "text": "plain", "markdownText": "**bold**"});
    w.message(&body)?.at("/text").is("**bold**")?;
    w.message(&json!({"chat": chat, "markdownText": "_it_"}))?.at("/text").is("_it_")?;
    w.message(&json!({"chat": chat, "text": "plain", "markdownText": null}))?
        .at("/text")
        .is("plain")?;
    Ok(())
}

fn no_text(w: &World) -> Done {
    let chat = w.chat()?;
    for body in [
        json!({"chat": chat}),
        json!({"chat": chat, "text": ""}),
        json!({"chat": chat, "text": null}),
        json!({"chat": chat, "text": "", "markdownText": ""}),
        json!({"chat": chat, "text": {}}),
    ] {
        w.post("/v1/messages", &body)?.invalid("text")?;
    }
    Ok(())
}

fn other_types(w: &World) -> Done {
    let chat = w.chat()?;
    for kind in [json!("email"), json!("tech"), json!("knowledgeBase"), json!("x"), json!(1)] {
        let body = json!({"chat": chat, "text": "x", "type": kind});
        w.post("/v1/messages", &body)?.invalid("type")?;
    }
    Ok(())
}

fn bad_agent(w: &World) -> Done {
    let chat = w.chat()?;
    for agent in [json!("x"), json!(1.5), json!({}), json!(true)] {
        let body = json!({"chat": chat, "text": "x", "agent": agent});
        w.post("/v1/messages", &body)?.invalid("agent")?;
    }
    Ok(())
}

fn in_order(w: &World) -> Done {
    let items = [
        ("invalid_agent_value", "agent value is invalid"),
        ("invalid_type_value", "type value is invalid"),
        ("invalid_text_value", "text value is invalid"),
        ("invalid_chat_value", "Invalid chat ID"),
    ];
    w.post("/v1/messages", &json!({"chat": "x", "type": "x", "agent": "x"}))?
        .errors(400, &items)?;
    Ok(())
}

fn not_trimmed(w: &World) -> Done {
    let chat = w.chat()?;
    for text in
        ["  x \n", "\t", " ", "👩\u{200d}💻 ünïcode \u{202e}", "\"\\/<&>\u{1}\u{7f}", "null"]
    {
        w.say(chat, text)?.at("/text").is(text)?;
        w.messages(chat)?.at("/messages/0/text").is(text)?;
    }
    Ok(())
}

fn times(w: &World) -> Done {
    let chat = w.chat()?;
    let created = w.see(chat)?.at("/createdAt").int()?;
    for _ in 0..10 {
        w.say(chat, "tick")?.shape(&MESSAGE)?;
    }
    let answer = w.messages(chat)?;
    let millis = |row: &Value| row["createdAt"].as_str()?.replace('.', "").parse().ok();
    let times: Option<Vec<i64>> = answer.at("/messages").list()?.iter().rev().map(millis).collect();
    let times = times.unwrap_or_default();
    answer.holds(times.is_sorted() && times.len() == 10, "times that never decrease")?;
    let near = created * 1_000..(created + 120) * 1_000;
    answer.holds(times.iter().all(|it| near.contains(it)), "the time of now")?;
    Ok(())
}

fn just_created(w: &World) -> Done {
    let message = w.say(w.chat()?, "x")?;
    message.at("/read").is(false)?;
    message.at("/edited").is(false)?;
    message.at("/updatedAt").is_null()?;
    message.at("/broadcastType").is_null()?;
    Ok(())
}

fn listed(w: &World) -> Done {
    let chat = w.chat()?;
    let message = w.say(chat, "x")?;
    let list = w.messages(chat)?;
    list.is(&json!({"messages": [message.json()], "total": 1, "data": [message.json()]}))?;
    Ok(())
}
