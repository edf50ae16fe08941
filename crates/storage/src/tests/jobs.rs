//! Jobs that consist of steps chosen by a test, and gates that hold jobs.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};

use deskbell_model::{Customer, CustomerId, Kind, OrgId, Origin, Seconds};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::changes::{self, Change, Notice};
use crate::columns::Nothing;
use crate::customers::{self, CustomerRow};
use crate::statement::Query;
use crate::{Conn, Error, Lane, Result, Stop, Store, Tx, Write};

/// A gate at which a job or a read blocks its thread until the test opens the gate.
#[derive(Debug)]
pub(super) struct Gate {
    reached: Option<oneshot::Sender<()>>,
    opened: mpsc::Receiver<()>,
}

/// The test's handle of a gate; dropping the handle opens the gate.
#[derive(Debug)]
pub(super) struct Hold {
    reached: oneshot::Receiver<()>,
    _open: mpsc::Sender<()>,
}

pub(super) fn gate() -> (Gate, Hold) {
    let (reached, waiting) = oneshot::channel();
    let (open, opened) = mpsc::channel();
    (Gate { reached: Some(reached), opened }, Hold { reached: waiting, _open: open })
}

impl Gate {
    /// Reports the arrival of the job or read at the gate, and waits until the gate opens.
    pub(super) fn pass(&mut self) {
        if let Some(reached) = self.reached.take() {
            // A test may have dropped its handle.
            let _ = reached.send(());
        }
        let closed = tokio::task::block_in_place(|| self.opened.recv());
        assert!(closed.is_err(), "nothing is ever sent");
    }
}

impl Hold {
    /// Waits until a job or a read is at the gate.
    pub(super) async fn reached(&mut self) {
        (&mut self.reached).await.expect("somebody comes to the gate");
    }

    pub(super) fn open(self) {
        drop(self);
    }
}

#[derive(Debug)]
enum Step {
    Customer(Box<CustomerRow>),
    Exec(&'static Query<Nothing>),
    Queue(&'static Query<Nothing>),
    Read,
    Pass(Mutex<Gate>),
    Fail,
    Panic,
}

fn first_customer() -> CustomerId {
    CustomerId::new(1).expect("an id")
}

/// A job that consists of steps. The job returns the ids of the added customers.
#[derive(Debug, Default)]
pub(super) struct Script(Vec<Step>);

impl Script {
    /// Makes a job that adds a customer, and records the change.
    pub(super) fn customer(user_id: &str) -> Self {
        Self::default().and_customer(user_id, None)
    }

    /// Adds a step that adds a customer with this userId and these notes, and records the change.
    pub(super) fn and_customer(mut self, user_id: &str, notes: Option<String>) -> Self {
        let mut customer = Customer::new(first_customer(), Seconds::new(1));
        customer.user_id = Some(user_id.to_owned());
        customer.notes = notes;
        self.0.push(Step::Customer(Box::new(CustomerRow { customer, custom_data: "{}".into() })));
        self
    }

    pub(super) fn exec(mut self, query: &'static Query<Nothing>) -> Self {
        self.0.push(Step::Exec(query));
        self
    }

    pub(super) fn queue(mut self, query: &'static Query<Nothing>) -> Self {
        self.0.push(Step::Queue(query));
        self
    }

    /// Adds a step that reads, and thereby waits for all earlier statements.
    pub(super) fn read(mut self) -> Self {
        self.0.push(Step::Read);
        self
    }

    pub(super) fn pass(mut self, gate: Gate) -> Self {
        self.0.push(Step::Pass(Mutex::new(gate)));
        self
    }

    /// Adds a step that fails with [`gives_up`].
    pub(super) fn fail(mut self) -> Self {
        self.0.push(Step::Fail);
        self
    }

    pub(super) fn panic(mut self) -> Self {
        self.0.push(Step::Panic);
        self
    }
}

/// Returns the error of a job with a failing step.
pub(super) fn gives_up() -> Error {
    Error::Busy("the job gives up".into())
}

impl Write for Script {
    type Out = Vec<i64>;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Infallible>> {
        let mut ids = Vec::new();
        for step in &self.0 {
            match step {
                Step::Customer(row) => {
                    let mut row = row.clone();
                    row.customer.id = tx.counters.take_customer()?;
                    customers::insert(tx, std::slice::from_ref(&*row)).await?;
                    let subject = row.customer.id;
                    let change = Change::new(Kind::CustomerCreated, subject, None);
                    changes::append(tx, Seconds::new(1), Notice::Notify, &[change]).await?;
                    ids.push(row.customer.id.get());
                }
                Step::Exec(query) => drop(tx.conn.exec(query, &[]).await?),
                Step::Queue(query) => tx.conn.queue(query, &[]).await?,
                Step::Read => drop(customers::find(tx.org, tx.conn, first_customer()).await?),
                Step::Pass(gate) => gate.lock().pass(),
                Step::Fail => return Err(gives_up().into()),
                Step::Panic => panic!("this job panics on purpose"),
            }
        }
        Ok(ids)
    }
}

/// A job that runs in the bulk lane, and therefore only while no interactive job waits.
#[derive(Debug)]
pub(super) struct Bulk<W>(pub(super) W);

impl<W: Write> Write for Bulk<W> {
    type Out = W::Out;
    type Refusal = W::Refusal;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Self::Refusal>> {
        self.0.run(tx).await
    }
}

pub(super) type Answer<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// Queues a job before returning; returns the future of the job's answer.
pub(super) fn queue<W: Write<Refusal = Infallible>>(
    store: &Store,
    org: OrgId,
    write: W,
) -> Answer<W::Out> {
    let store = store.clone();
    let mut answer: Answer<W::Out> =
        Box::pin(async move { Ok(store.write(org, Origin::COMMAND, write).await?) });
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => Box::pin(std::future::ready(outcome)),
        Poll::Pending => answer,
    }
}

/// Blocks the organization's writer in a job that adds a customer and waits at a gate. Jobs that
/// are queued before the gate opens run in the same group.
pub(super) async fn hold(store: &Store, org: OrgId, user_id: &str) -> (Hold, Answer<Vec<i64>>) {
    let (gate, mut hold) = gate();
    let first = queue(store, org, Script::customer(user_id).pass(gate));
    hold.reached().await;
    (hold, first)
}
