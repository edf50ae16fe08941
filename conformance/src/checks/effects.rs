//! Checks of the contract's section 5: the effects of a message on its chat, with a check for each
//! sentence of the contract.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::another_second;
use crate::expect::Answer;
use crate::outcome::{Done, Outcome};
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", last_message, "A message sets lastMessageAt, lastMessageId, lastMessageText"),
        check!("5", customer_time, "Only a customer's message sets lastCustomerMessageAt"),
        check!("5", flags, "Its own side's read flag becomes true, the other's false"),
        check!("5", empty_becomes_new, "A customer's message makes an empty chat new"),
        check!("5", customer_reopens, "A customer's message opens a closed or on-hold chat"),
        check!("5", customer_keeps, "A customer's message keeps every other status"),
        check!("5", agent_opens, "An agent's message opens a new or empty chat"),
        check!("5", agent_keeps, "An agent's message keeps every other status"),
        check!("5", agent_is_known, "It sets lastCommunicatedAgentId and adds to agents, once"),
        check!("5", agent_is_assigned, "An unassigned chat is assigned, with chat_auto_assigned"),
        check!("5", assignee_stays, "A chat that has an assignee keeps it"),
        check!("5", private_changes_nothing, "Private messages change none of these fields"),
        check!("5", no_tech, "A status changed by a message adds no tech message"),
        check!("5", marks_nothing, "Posting marks no message as read"),
        check!("6", updated_at, "chats.updatedAt is the last change of the chat or its messages"),
    ]
}

fn seconds(message: &Answer) -> Outcome<i64> {
    let text = message.at("/createdAt").text()?;
    let seconds = text.split('.').next().and_then(|it| it.parse().ok());
    seconds.ok_or_else(|| message.fail("a time in createdAt", text))
}

fn is_last(chat: &Answer, message: &Answer) -> Done {
    chat.at("/lastMessageId").is(message.id()?)?;
    chat.at("/lastMessageText").is(message.json()["text"].clone())?;
    chat.at("/lastMessageAt").is(seconds(message)?)?;
    Ok(())
}

fn last_message(w: &World) -> Done {
    let chat = w.chat()?;
    let one = w.say(chat, "one")?;
    is_last(&w.see(chat)?, &one)?;
    let two = w.say(chat, "two")?;
    is_last(&w.see(chat)?, &two)?;
    let three = w.reply(chat, w.agent()?.id, "three")?;
    is_last(&w.see(chat)?, &three)
}

fn customer_time(w: &World) -> Done {
    let chat = w.chat()?;
    let agent = w.agent()?;
    w.reply(chat, agent.id, "welcome")?;
    w.see(chat)?.at("/lastCustomerMessageAt").is_null()?;
    let message = w.say(chat, "thanks")?;
    w.see(chat)?.at("/lastCustomerMessageAt").is(seconds(&message)?)?;
    w.reply(chat, agent.id, "bye")?;
    w.see(chat)?.at("/lastCustomerMessageAt").is(seconds(&message)?)?;
    Ok(())
}

fn flags(w: &World) -> Done {
    let chat = w.chat()?;
    let are = |by_agent: bool, by_customer: bool| -> Done {
        let chat = w.see(chat)?;
        chat.at("/readByAgent").is(by_agent)?;
        chat.at("/readByCustomer").is(by_customer)?;
        Ok(())
    };
    are(true, true)?;
    w.say(chat, "hi")?;
    are(false, true)?;
    w.reply(chat, w.agent()?.id, "hi")?;
    are(true, false)
}

fn empty_becomes_new(w: &World) -> Done {
    let chat = w.chat()?;
    w.say(chat, "hi")?;
    w.see(chat)?.at("/status").is("new")?;
    Ok(())
}

fn customer_reopens(w: &World) -> Done {
    for status in ["closed", "on hold"] {
        let chat = w.new_chat()?;
        w.set_status(chat, status)?;
        w.say(chat, "again")?;
        let chat = w.see(chat)?;
        chat.at("/status").is("opened")?;
        chat.at("/closedAt").is_null()?;
        chat.at("/closedBy").is_null()?;
    }
    Ok(())
}

fn customer_keeps(w: &World) -> Done {
    for status in ["new", "opened", "pending", "no communication"] {
        let chat = w.new_chat()?;
        w.set_status(chat, status)?;
        w.say(chat, "again")?;
        w.see(chat)?.at("/status").is(status)?;
    }
    Ok(())
}

fn agent_opens(w: &World) -> Done {
    let agent = w.agent()?;
    for chat in [w.chat()?, w.new_chat()?] {
        w.reply(chat, agent.id, "hi")?;
        w.see(chat)?.at("/status").is("opened")?;
    }
    Ok(())
}

fn agent_keeps(w: &World) -> Done {
    let agent = w.agent()?;
    for status in ["opened", "pending", "on hold", "closed", "no communication"] {
        let chat = w.new_chat()?;
        let before = w.set_status(chat, status)?;
        w.reply(chat, agent.id, "hi")?;
        let after = w.see(chat)?;
        after.at("/status").is(status)?;
        after.at("/closedAt").is(before.json()["closedAt"].clone())?;
    }
    Ok(())
}

fn agent_is_known(w: &World) -> Done {
    let chat = w.new_chat()?;
    let (one, other) = w.two_agents()?;
    w.reply(chat, one.id, "hi")?;
    w.reply(chat, one.id, "there")?;
    let seen = w.see(chat)?;
    seen.at("/lastCommunicatedAgentId").is(one.id)?;
    seen.at("/agents").is(json!([one.shown]))?;
    w.reply(chat, other.id, "and me")?;
    let seen = w.see(chat)?;
    seen.at("/lastCommunicatedAgentId").is(other.id)?;
    let ids: BTreeSet<_> =
        seen.at("/agents").has(2)?.list()?.iter().filter_map(|it| it["id"].as_i64()).collect();
    seen.same("the ids in `agents`", BTreeSet::from([one.id, other.id]), ids)?;
    Ok(())
}

fn agent_is_assigned(w: &World) -> Done {
    let (agent, chat) = (w.agent()?, w.new_chat()?);
    w.reply(chat, agent.id, "hi")?;
    w.see(chat)?.at("/assignee").is(agent.shown)?;
    let messages = w.messages(chat)?;
    let rows = messages.at("/messages").list()?;
    let is_tech = |it: &&Value| it["type"] == "tech" && it["text"] == "chat_auto_assigned";
    let found: Vec<_> = rows.iter().filter(is_tech).collect();
    messages.holds(found.len() == 1, "one tech message chat_auto_assigned")?;
    let is_agents = found[0]["from"] == "agent" && found[0]["agent"].is_null();
    messages.holds(is_agents, "a tech message from the agent side, with a null agent")?;
    messages.at("/total").is(3)?;
    w.reply(chat, agent.id, "once more")?;
    w.messages(chat)?.at("/total").is(4)?;
    Ok(())
}

fn assignee_stays(w: &World) -> Done {
    let (chat, (one, other)) = (w.new_chat()?, w.two_agents()?);
    w.put("/v1/chats/assignee", &json!({"id": chat, "assignee": one.id}))?.ok()?;
    let before = w.messages(chat)?.at("/total").int()?;
    w.reply(chat, other.id, "hi")?;
    w.see(chat)?.at("/assignee").is(one.shown)?;
    w.messages(chat)?.at("/total").is(before + 1)?;
    Ok(())
}

fn private_changes_nothing(w: &World) -> Done {
    for chat in [w.chat()?, w.new_chat()?] {
        let before = w.see(chat)?;
        let mut body = json!({"chat": chat, "text": "a note", "type": "private"});
        w.message(&body)?;
        w.see(chat)?.is(before.json())?;
        body["agent"] = w.agent()?.id.into();
        w.message(&body)?;
        w.see(chat)?.is(before.json())?;
    }
    Ok(())
}

fn no_tech(w: &World) -> Done {
    let chat = w.new_chat()?;
    w.set_status(chat, "closed")?;
    let before = w.messages(chat)?.at("/total").int()?;
    w.say(chat, "again")?;
    w.messages(chat)?.at("/total").is(before + 1)?;
    Ok(())
}

fn marks_nothing(w: &World) -> Done {
    let chat = w.new_chat()?;
    w.reply(chat, w.agent()?.id, "hi")?;
    w.say(chat, "thanks")?;
    let messages = w.messages(chat)?;
    let is_untouched = |it: &Value| it["read"] == false && it["updatedAt"].is_null();
    let all = messages.at("/messages").list()?.iter().all(is_untouched);
    messages.holds(all, "every message unread, with a null updatedAt")?;
    Ok(())
}

fn updated_at(w: &World) -> Done {
    let chat = w.chat_of(w.any_customer()?)?;
    let customer = chat.at("/customer/id").int()?;
    let since = |time: i64| {
        let filter = json!([
            {"field": "chats.customer", "operator": "=", "value": customer},
            {"field": "chats.updatedAt", "operator": ">=", "value": time},
        ]);
        w.find_chats(&filter)
    };
    let (id, created) = (chat.id()?, chat.at("/createdAt").int()?);
    since(created)?.rows(&[id])?;
    since(created + 3_600)?.rows(&[])?;
    another_second();
    // A private message is a change, though no visible field changes.
    let message = w.message(&json!({"chat": id, "text": "a note", "type": "private"}))?;
    let later = seconds(&message)?;
    message.holds(later > created, "a later second")?;
    since(later)?.rows(&[id])?;
    since(later + 1)?.rows(&[])?;
    another_second();
    let read = w.put("/v1/chats/readByAgent", &json!({"id": id, "read": false}))?;
    read.ok()?;
    since(later + 1)?.rows(&[id])?;
    Ok(())
}
