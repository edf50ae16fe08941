//! The data of events (contract §7): objects in the state after the change, read from the JSON in
//! the change feed.

use std::cell::Cell;
use std::marker::PhantomData;

use deskbell_model::{
    AgentRef, ApplicationId, BroadcastType, ChatId, ChatView, CustomerId, CustomerRef,
    DepartmentRef, MessageId, Rating, Seconds, Side, Status, Timestamp, WebhookId,
};
use serde_json::{Value, json};

use crate::customers::CustomData;
use crate::json::array;
use crate::messages::MessageAgent;
use crate::object::{HasSchema, ToJson, named, object, values};
use crate::schema::{self, Named, id, or_null, reference, word};

struct StoredJson {
    json: Value,
    /// True after a key was missing or a key's value could not be used.
    is_damaged: Cell<bool>,
}

impl StoredJson {
    fn read(json: &str) -> Option<Self> {
        Some(Self { json: serde_json::from_str(json).ok()?, is_damaged: Cell::new(false) })
    }

    fn value(&self, key: &str) -> &Value {
        self.json.get(key).unwrap_or_else(|| {
            self.is_damaged.set(true);
            &Value::Null
        })
    }

    /// Returns the value of a key, unchanged.
    fn copy<T>(&self, key: &str) -> Copied<'_, T> {
        Copied(self.value(key), PhantomData)
    }

    /// Returns the value of a key, or `absent` when the key is missing.
    fn copy_or<'a, T>(&'a self, key: &str, absent: &'a Value) -> Copied<'a, T> {
        Copied(self.json.get(key).unwrap_or(absent), PhantomData)
    }

    /// Returns the time under a key, stored in seconds.
    fn time<T>(&self, key: &str) -> Time<T> {
        let seconds = self.value(key).as_i64().and_then(Seconds::from_i64);
        Time(seconds.map(Seconds::start), PhantomData)
    }

    /// Returns the JSON of data copied from the object; `None` when the object is damaged.
    fn written(&self, data: &impl ToJson) -> Option<String> {
        let mut out = Vec::new();
        data.write(&mut out);
        if self.is_damaged.get() { None } else { String::from_utf8(out).ok() }
    }
}

/// A value of a stored object, with the schema of `T`.
struct Copied<'a, T>(&'a Value, PhantomData<T>);

impl<T> ToJson for Copied<'_, T> {
    fn write(&self, out: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = serde_json::to_writer(out, self.0);
    }
}

impl<T: HasSchema> HasSchema for Copied<'_, T> {
    fn schema() -> Value {
        T::schema()
    }
}

/// A time of a stored object in the form of messages' times, with the schema of `T`.
struct Time<T>(Option<Timestamp>, PhantomData<T>);

impl<T> ToJson for Time<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
}

impl<T: HasSchema> HasSchema for Time<T> {
    fn schema() -> Value {
        T::schema()
    }
}

/// The agents of a stored chat, by their ids.
struct Ids<'a>(&'a StoredJson);

values! { |value, out|
    Ids<'_> => ids(out, value.0), schema::array(id());
}

fn ids(out: &mut Vec<u8>, chat: &StoredJson) {
    let Some(agents) = chat.value("agents").as_array() else {
        chat.is_damaged.set(true);
        return;
    };
    let ids = agents.iter().filter_map(|agent| agent.get("id"));
    array(out, ids, |out, id| Copied::<()>(id, PhantomData).write(out));
}

struct AnyStatus;

impl HasSchema for AnyStatus {
    fn schema() -> Value {
        word(Status::ALL.iter().map(|it| it.as_str()))
    }
}

struct AnyRating;

impl HasSchema for AnyRating {
    fn schema() -> Value {
        or_null(word(Rating::ALL.iter().map(|it| it.as_str())))
    }
}

struct ChatData<'a>(&'a StoredJson);

object! {
    "ChatData" for ChatData<'_> as data, chat = data.0 {
        "chat_id": Copied<'_, ChatId> = chat.copy("id");
        "chatId": Copied<'_, ChatId> = chat.copy("id");
        "communicatedAgents": Ids<'_> = Ids(chat) => "The agents who wrote in the chat.";
        "customer": Copied<'_, CustomerRef> = chat.copy("customer");
        "assignee": Copied<'_, Option<AgentRef>> = chat.copy("assignee");
        "closedBy": Copied<'_, Option<Side>> = chat.copy("closedBy");
        "status": Copied<'_, AnyStatus> = chat.copy("status");
        "createdAt": Time<Timestamp> = chat.time("createdAt");
        "closedAt": Time<Option<Timestamp>> = chat.time("closedAt");
        "snoozedUntil": Time<Option<Timestamp>> = chat.time("snoozedUntil");
        "rating": Copied<'_, AnyRating> = chat.copy("rating");
        "applicationId": Copied<'_, ApplicationId> = chat.copy("applicationId");
        "department": Copied<'_, Option<DepartmentRef>> = chat.copy("department");
    }
}

/// Writes the data of a chat's event from the chat's JSON; `None` when the JSON is not a chat.
#[must_use]
pub fn chat_data(chat: &str) -> Option<String> {
    let chat = StoredJson::read(chat)?;
    chat.written(&ChatData(&chat))
}

struct MessageData<'a> {
    message: &'a StoredJson,
    chat: &'a ChatView,
}

object! {
    "MessageData" for MessageData<'_> as data {
        "chat_id": Copied<'_, ChatId> = data.message.copy("chat");
        "chatId": Copied<'_, ChatId> = data.message.copy("chat");
        "agent": Copied<'_, Option<MessageAgent<'_>>> = data.message.copy("agent");
        "customer": CustomerRef = data.chat.customer;
        "message": InnerMessage<'_> = InnerMessage(data);
    }
}

struct InnerMessage<'a>(&'a MessageData<'a>);

object! {
    "" for InnerMessage<'_> as inner, message = inner.0.message {
        "id": Copied<'_, MessageId> = message.copy("id");
        "applicationId": ApplicationId = inner.0.chat.chat.application;
        "broadcastType": Copied<'_, Option<BroadcastType>> = message.copy("broadcastType");
        "createdAt": Copied<'_, Timestamp> = message.copy("createdAt");
        "updatedAt": Copied<'_, Option<Timestamp>> = message.copy("updatedAt");
        "edited": Copied<'_, bool> = message.copy("edited");
        "read": Copied<'_, bool> = message.copy("read");
        "text": Copied<'_, Option<String>> = message.copy("text");
    }
}

/// Writes the data of a message's event from the message's JSON and its chat; `None` when the JSON
/// is not a message.
#[must_use]
pub fn message_data(message: &str, chat: &ChatView) -> Option<String> {
    let message = StoredJson::read(message)?;
    message.written(&MessageData { message: &message, chat })
}

struct CustomerData<'a> {
    id: CustomerId,
    customer: &'a StoredJson,
    no_data: &'a Value,
}

object! {
    "CustomerData" => "A customer. Of a deleted customer, only the id is left."
    for CustomerData<'_> as data, customer = data.customer {
        "id": CustomerId = data.id;
        "name": Copied<'_, Option<String>> = customer.copy_or("name", &Value::Null);
        "userId": Copied<'_, Option<String>> = customer.copy_or("userId", &Value::Null);
        "email": Copied<'_, Option<String>> = customer.copy_or("email", &Value::Null);
        "unsubscribed": Copied<'_, bool> = customer.copy_or("unsubscribed", &Value::Bool(false));
        "customData": Copied<'_, CustomData<'_>> = customer.copy_or("customData", data.no_data);
    }
}

/// Writes the data of a customer's event from the customer's JSON. For a deleted customer, writes
/// the id and empty values. `None` when the JSON is not a customer.
#[must_use]
pub fn customer_data(customer: &str) -> Option<String> {
    let customer = StoredJson::read(customer)?;
    let id = customer.json.get("id").and_then(Value::as_i64).and_then(CustomerId::new)?;
    customer.written(&CustomerData { id, customer: &customer, no_data: &json!({}) })
}

struct TestData(WebhookId);

object! {
    "TestData" => "The data of a test." for TestData as data {
        "webhook_id": WebhookId = data.0;
    }
}

/// Writes the data of a webhook's test delivery.
#[must_use]
pub fn test_data(webhook: WebhookId) -> String {
    let mut out = Vec::new();
    TestData(webhook).write(&mut out);
    String::from_utf8(out).unwrap_or_default()
}

pub(super) fn any() -> Value {
    let data = ["ChatData", "CustomerData", "MessageData", "TestData"].map(reference);
    json!({"anyOf": data})
}

pub(super) fn schemas() -> Named {
    vec![
        named::<ChatData<'_>>(),
        named::<CustomerData<'_>>(),
        named::<MessageData<'_>>(),
        named::<TestData>(),
    ]
}
