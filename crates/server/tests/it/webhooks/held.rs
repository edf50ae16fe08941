//! Deliveries that are held until a later time, before which they must not be attempted. Also
//! checks the stored channel, target and time of such deliveries.

use std::convert::Infallible;
use std::time::Duration;

use deskbell_model::{Channel, DeliveryId, Origin, Timestamp, WebhookEvent, WebhookId};
use deskbell_storage::deliveries::{self, Delivery, DeliveryRow};
use deskbell_storage::{Class, Conn, Result, Stop, Tx, Write, reads};
use deskbell_testkit::{Receiver, engines};

use super::{desk, pass, say};

fn webhook() -> WebhookId {
    WebhookId::new(1).unwrap()
}

/// A write of a test delivery, which is due at `now` and is nevertheless held until `hold_until`.
struct Note {
    now: Timestamp,
    hold_until: Timestamp,
    target: &'static str,
}

impl Write for Note {
    type Out = DeliveryId;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<DeliveryId, Stop<Infallible>> {
        let (event, at) = (WebhookEvent::Test, self.now.seconds());
        let mut delivery = Delivery::new(event, "event".to_owned(), "test".to_owned(), at);
        delivery.next_attempt_at = Some(self.now);
        delivery.hold_until = Some(self.hold_until);
        delivery.target = Some(self.target.to_owned());
        let id = tx.counters.take_delivery()?;
        let row = DeliveryRow { id, delivery };
        deliveries::insert(tx.org, tx.conn, webhook(), &[row]).await?;
        Ok(id)
    }
}

reads! {
    Find(org: deskbell_model::OrgId, id: DeliveryId) -> Option<DeliveryRow> =
        async |conn| deliveries::find(org, conn, webhook(), id).await;
}

engines! {
    async fn nothing_is_due_before_it_is_held_no_longer(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let now = t.app.context.clock.now();
        let hold_until = Timestamp::from_millis(now.millis() + 60_000).unwrap();
        let note = Note { now, hold_until, target: "x" };
        let id = t.app.context.store.write(t.org, Origin::COMMAND, note).await.unwrap();
        t.clock.advance(Duration::from_millis(59_999));
        assert!(t.app.outbox.duties().await.unwrap().due.is_empty(), "its time has not come");
        pass(t).await;
        assert!(receiver.take().is_empty(), "nor is it sent beside others");
        t.clock.advance(Duration::from_millis(1));
        assert_eq!(t.app.outbox.duties().await.unwrap().due.len(), 1);
        pass(t).await;
        assert_eq!(receiver.next().await.header("webhook-id"), Some("event"));
        let row = t.app.context.store.read(Class::Point, Find(t.org, id)).await.unwrap().unwrap();
        assert!(row.delivery.ended_at.is_some());
    }

    async fn channel_target_and_hold_are_kept_as_they_were_given(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        say(t, 1, "hello").await;
        pass(t).await;
        let sent = receiver.next().await;
        let first = DeliveryId::new(1).unwrap();
        let fresh =
            t.app.context.store.read(Class::Point, Find(t.org, first)).await.unwrap().unwrap();
        let Delivery { channel, target, hold_until, event_id, .. } = fresh.delivery;
        assert_eq!((channel, target, hold_until), (Channel::Webhook, None, None));
        assert_eq!(sent.header("webhook-id"), Some(event_id.as_str()));
        let now = t.app.context.clock.now();
        let note = Note { now, hold_until: now, target: "ada@example.com" };
        let id = t.app.context.store.write(t.org, Origin::COMMAND, note).await.unwrap();
        pass(t).await;
        let row = t.app.context.store.read(Class::Point, Find(t.org, id)).await.unwrap().unwrap();
        let Delivery { channel, target, hold_until, .. } = row.delivery.clone();
        let expected = (Channel::Webhook, Some("ada@example.com"), Some(now));
        assert_eq!((channel, target.as_deref(), hold_until), expected, "an attempt changes none");
        let again = row.delivery.untried();
        assert_eq!((again.target, again.hold_until), (target, None), "a hold is over once");
    }
}
