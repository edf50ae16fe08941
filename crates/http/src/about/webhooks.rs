//! `/v1/webhooks`.

use serde_json::{Value, json};

use crate::docs::{Operation, example};
use crate::error::Fault;

const TAG: &str = "Webhooks";

/// What may be done with one that was made.
const OF_A_WEBHOOK: [&str; 7] = [
    "getWebhook",
    "updateWebhook",
    "testWebhook",
    "rotateWebhookSecret",
    "replayWebhook",
    "listDeliveries",
    "deleteWebhook",
];

fn settings() -> Value {
    json!({
        "url": "https://hooks.example.com/deskbell", "events": ["chat.new", "chat.closed"],
        "headers": {"X-Deskbell": "a secret of yours"},
    })
}

impl Operation {
    /// It is about the webhook in its path.
    fn of_webhook(self) -> Self {
        self.with(&["webhookId"]).refuses(&[Fault::WebhookNotFound])
    }

    /// It takes no body, and refuses what is none.
    fn takes_nothing(self) -> Self {
        self.refuses_bodies()
    }
}

pub(crate) fn list_webhooks() -> Operation {
    Operation::read("listWebhooks", TAG, "List webhooks")
        .says("By id, without their secrets.")
        .pages()
        .shows("WebhookPage", example::page(&example::webhook()))
}

pub(crate) fn create_webhook() -> Operation {
    Operation::write("createWebhook", TAG, "Create a webhook")
        .says(
            "Each event is posted to the URL as a `WebhookBody`, at least once, in order within a \
             chat or a customer. `X-HelpCrunch-Signature` is the HMAC-SHA1 of the body with the \
             secret as it is shown, in hexadecimal digits; `webhook-id`, `webhook-timestamp` and \
             `webhook-signature` are those of the Standard Webhooks. Any 2xx within 15 seconds is \
             success; otherwise it is tried again, for more than a day. 410 disables the webhook. \
             An organization may have 50.",
        )
        .takes("NewWebhook", settings())
        .once()
        .refuses_fields(&["url", "events", "headers"])
        // The last: it was made with the same Idempotency-Key, and deleted since.
        .refuses(&[Fault::TooManyWebhooks, Fault::WebhookNotFound])
        .answers_object(201, "WebhookWithSecret", example::webhook_with_secret())
        .leads("/id", &OF_A_WEBHOOK)
}

pub(crate) fn get_webhook() -> Operation {
    Operation::read("getWebhook", TAG, "Get a webhook")
        .says("Without its secret.")
        .of_webhook()
        .shows("Webhook", example::webhook())
}

pub(crate) fn update_webhook() -> Operation {
    Operation::write("updateWebhook", TAG, "Change some of a webhook")
        .says(
            "What is left out stays. While it is disabled nothing is collected for it; once it is \
             enabled it is told what waited before, and what happens from then on.",
        )
        .of_webhook()
        .may_take("WebhookEdit", json!({"events": ["chat.new", "chat.closed"]}))
        .refuses_fields(&["url", "events", "enabled", "headers"])
        .conditional()
        .answers_object(200, "Webhook", example::webhook())
}

pub(crate) fn delete_webhook() -> Operation {
    Operation::write("deleteWebhook", TAG, "Delete a webhook")
        .says("What waits for it goes with it.")
        .of_webhook()
        .takes_nothing()
        .conditional()
        .answers(200, "Done", json!("Ok"))
}

pub(crate) fn test_webhook() -> Operation {
    Operation::write("testWebhook", TAG, "Send a test")
        .says("`webhook.test` is sent once, within seconds, to a disabled webhook too.")
        .of_webhook()
        .takes_nothing()
        .refuses(&[Fault::TooManyDeliveries])
        .answers(200, "Done", json!("Ok"))
}

pub(crate) fn rotate_webhook_secret() -> Operation {
    Operation::write("rotateWebhookSecret", TAG, "Give a webhook another secret")
        .says(
            "For 24 hours the old one signs too: as a second `v1,…` in `webhook-signature`, and \
             in `X-HelpCrunch-Signature-Previous`.",
        )
        .of_webhook()
        .takes_nothing()
        .answers_object(200, "WebhookWithSecret", example::webhook_with_secret())
}

pub(crate) fn replay_webhook() -> Operation {
    Operation::write("replayWebhook", TAG, "Send again")
        .says(
            "One delivery, or everything behind a change that is kept (0: all). 410 says that \
             changes that old are no longer kept.",
        )
        .of_webhook()
        .takes("Replay", json!({"since": 0}))
        .refuses(&[Fault::NoReplay])
        .refuses_fields(&["delivery", "since"])
        .refuses(&[Fault::DeliveryNotFound, Fault::TooManyDeliveries, Fault::HistoryExpired(42)])
        .answers(200, "Done", json!("Ok"))
}

pub(crate) fn list_deliveries() -> Operation {
    Operation::read("listDeliveries", TAG, "List a webhook's deliveries")
        .says("What waits, and the last 200 that ended, newest first.")
        .of_webhook()
        .pages()
        .shows("DeliveryPage", example::page(&example::delivery()))
}
