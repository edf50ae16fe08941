//! The insertion of objects with fixed ids directly into the database.

use std::convert::Infallible;

use deskbell_app::App;
use deskbell_model::customer::TAG_COLOR_DEFAULT;
use deskbell_model::{Agent, Chat, Customer, CustomerId, Department, Message, OrgId, Origin};
use deskbell_storage::customers::CustomerRow;
use deskbell_storage::{
    Conn, Result, Stop, Tx, Write, agents, chats, customers, departments, messages,
};
use deskbell_wire as wire;

/// Objects to insert, which may refer to each other by id.
#[derive(Clone, Debug, Default)]
pub struct Put {
    /// The agents to insert.
    pub agents: Vec<Agent>,
    /// The departments to insert.
    pub departments: Vec<Department>,
    /// The customers to insert.
    pub customers: Vec<Customer>,
    /// The names of the customers' tags.
    pub tags: Vec<(CustomerId, Vec<String>)>,
    /// The chats to insert.
    pub chats: Vec<Chat>,
    /// The messages to insert. The counts in `chats` must already include these messages.
    pub messages: Vec<Message>,
}

impl Put {
    /// Inserts the objects into an organization without recording changes, and rebuilds its index.
    ///
    /// # Panics
    /// When inserting fails.
    pub async fn into(self, app: &App, org: OrgId) {
        app.context.store.write(org, Origin::COMMAND, self).await.expect("objects that fit");
        app.indexes.rebuild_index(org).await.expect("an index");
    }
}

impl Write for Put {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        for agent in &self.agents {
            tx.counters.given_agent(agent.id);
            agents::insert(tx, agent).await?;
        }
        for department in &self.departments {
            tx.counters.given_department(department.id);
            departments::insert(tx, department).await?;
        }
        let row = |customer: &Customer| {
            let mut text = Vec::new();
            wire::customers::custom_data(&mut text, &customer.custom_data);
            let custom_data = String::from_utf8(text).expect("JSON is UTF-8");
            CustomerRow { customer: customer.clone(), custom_data }
        };
        let rows: Vec<_> = self.customers.iter().map(row).collect();
        rows.iter().for_each(|row| tx.counters.given_customer(row.customer.id));
        customers::insert(tx, &rows).await?;
        let mut tags = Vec::new();
        for (customer, names) in &self.tags {
            let mut ids = Vec::new();
            for name in names {
                ids.push(customers::tag(tx, name, TAG_COLOR_DEFAULT).await?.id);
            }
            tags.push((*customer, ids));
        }
        customers::add_tags(tx.org, tx.conn, &tags).await?;
        self.chats.iter().for_each(|chat| tx.counters.given_chat(chat.id));
        chats::insert(tx, &self.chats).await?;
        self.messages.iter().for_each(|message| tx.counters.given_message(message.id));
        Ok(messages::insert(tx.org, tx.conn, &self.messages).await?)
    }
}
