//! The import of agents, departments, applications and customers.

use std::collections::BTreeSet;

use deskbell_app::actions::takeover::{
    TAKEN_ROWS_MAX, Taken, TakenAgent, TakenApplication, TakenCustomer, TakenDepartment,
};
use deskbell_model::{
    Agent, AgentId, Application, ApplicationId, CustomerId, DepartmentRef, ImportKind,
};
use serde_json::{Value, json};

use super::client::Reply;
use super::estimate::Watch;
use super::failed::Failed;
use super::link::{Pace, SourceLink};
use super::read::{self, rows};
use super::report::Report;
use super::session::{Run, SMALL_LIST_MAX, first};
use super::walk::{KeyWindow, PAGE, PAGE_ROWS};

/// The largest number of customers that one search requests by id.
const ASKED_AT_ONCE: usize = 50;
/// The largest number of agents' names in an error.
const NAMED_MAX: usize = 10;

impl<L: SourceLink, P: Pace, W: Watch> Run<'_, L, P, W> {
    /// Imports the agents, departments and applications.
    pub(super) async fn take_team(&mut self) -> Result<(), Failed> {
        let mut agents = Vec::new();
        for value in self.small_list("agents").await? {
            agents.extend(read::agent(&value, &mut self.report));
        }
        self.refuse_other_agents(&agents).await?;
        for agent in agents {
            self.take_agent(agent, false).await?;
        }
        for value in self.small_list("departments").await? {
            let Some(found) = read::department(&value, &mut self.report) else { continue };
            let members = value["agents"].as_array().into_iter().flatten();
            let members = members.filter_map(|it| AgentId::new(read::reference(it)?)).collect();
            self.take_department(found, members, false).await?;
        }
        for value in self.small_list("applications").await? {
            if let Some(application) = read::application(&value, &mut self.report) {
                self.take_application(application).await?;
            }
        }
        Ok(())
    }

    /// Reads a whole list that is small enough for memory.
    async fn small_list(&mut self, path: &str) -> Result<Vec<Value>, Failed> {
        let mut all: Vec<Value> = Vec::new();
        loop {
            let page = format!("{path}?limit={PAGE}&offset={}", all.len());
            let Reply::Found(answer) = self.client.get(&page).await? else {
                self.watch.warn(&format!("the source has no {path}"));
                return Ok(all);
            };
            let (rows, total) = rows(&answer).ok_or_else(|| Failed::NoList(path.to_owned()))?;
            // A source that ignores the offset gives the first page again.
            let is_over = rows.first() == all.first() && !all.is_empty();
            if rows.is_empty() || is_over || all.len() as u64 >= SMALL_LIST_MAX {
                return Ok(all);
            }
            all.extend_from_slice(rows);
            if all.len() as u64 >= total {
                return Ok(all);
            }
        }
    }

    /// Refuses an organization in which other agents have the ids of the source's agents.
    async fn refuse_other_agents(&self, agents: &[Agent]) -> Result<(), Failed> {
        let limit = u32::try_from(SMALL_LIST_MAX).unwrap_or(u32::MAX);
        let here: Vec<Agent> = self.app.lists.list(self.org, 0, limit).await?;
        let mut others = Vec::new();
        for other in here {
            let Some(agent) = agents.iter().find(|it| it.id == other.id) else { continue };
            let emails = agent.email.as_deref().zip(other.email.as_deref());
            if emails.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other)) {
                continue;
            }
            let ids = vec![other.id.get()];
            if self.app.actions.taken(self.org, ImportKind::Agent, ids).await?.is_empty() {
                others.push(format!("{} ({})", other.name, other.id));
            }
        }
        if others.is_empty() {
            return Ok(());
        }
        others.truncate(NAMED_MAX);
        Err(Failed::AgentsTaken(others.join(", ")))
    }

    async fn take_agent(&mut self, agent: Agent, has_left: bool) -> Result<(), Failed> {
        let id = agent.id;
        let taken =
            self.app.actions.take_agent(self.caller, TakenAgent { agent, has_left }).await?;
        self.report.agents.count(taken);
        match taken {
            Taken::Kept(_) => self.team.strangers.insert(id),
            Taken::New | Taken::Changed | Taken::Same => self.team.agents.insert(id),
        };
        Ok(())
    }

    async fn take_department(
        &mut self,
        DepartmentRef { id, name }: DepartmentRef,
        agents: Vec<AgentId>,
        is_deleted: bool,
    ) -> Result<(), Failed> {
        let department = TakenDepartment { id, name, agents, is_deleted };
        let taken = self.app.actions.take_department(self.caller, department).await?;
        self.report.departments.count(taken);
        self.team.departments.insert(id);
        Ok(())
    }

    async fn take_application(&mut self, application: Application) -> Result<(), Failed> {
        let id = application.id;
        let taken = TakenApplication(application);
        let taken = self.app.actions.take_application(self.caller, taken).await?;
        self.report.applications.count(taken);
        self.team.applications.insert(id);
        Ok(())
    }

    /// Imports agents whom a chat names but the source's list lacks, as agents who have left.
    pub(super) async fn take_former_agents(&mut self, agents: Vec<Agent>) -> Result<(), Failed> {
        for agent in agents {
            let is_known = self.team.agents.contains(&agent.id);
            if !is_known && !self.team.strangers.contains(&agent.id) {
                self.take_agent(agent, true).await?;
            }
        }
        Ok(())
    }

    /// Imports a department and an application that a chat names but the source's lists lack.
    pub(super) async fn take_former(
        &mut self,
        department: Option<DepartmentRef>,
        application: ApplicationId,
    ) -> Result<(), Failed> {
        if let Some(it) = department
            && !self.team.departments.contains(&it.id)
        {
            self.take_department(it, Vec::new(), true).await?;
        }
        if !self.team.applications.contains(&application) {
            let name = format!("Application {application}");
            let (display_name, kind, active) = (None, "web".into(), false);
            let it = Application { id: application, name, display_name, kind, active };
            self.take_application(it).await?;
        }
        Ok(())
    }

    /// Finds an id greater than the ids of all customers of the source.
    pub(super) async fn top_customer(&mut self, mut top: i64) -> Result<i64, Failed> {
        loop {
            let filter = json!([{"field": "customers.id", "operator": ">=", "value": top}]);
            let search = json!({"filter": filter, "limit": 1});
            let Reply::Found(answer) = self.client.post("customers/search", &search).await? else {
                return Ok(top);
            };
            let more = rows(&answer).and_then(|(rows, _)| read::id(&rows.first()?["id"]));
            match more.filter(|id| *id >= top) {
                Some(id) => top = id.saturating_add(top / 64 + 1),
                None => return Ok(top),
            }
        }
    }

    /// Imports the customers of a window, a range of ids. Customers that were imported earlier and
    /// are missing in the window are handled as deleted in the source.
    pub(super) async fn take_customer_window(&mut self, window: &KeyWindow) -> Result<(), Failed> {
        self.take_customers(&window.rows).await?;
        let present: BTreeSet<i64> =
            window.rows.iter().filter_map(|row| read::id(&row["id"])).collect();
        let here = self.app.actions.customers_taken(self.org, (window.from, window.to)).await?;
        for id in here.into_iter().filter(|id| !present.contains(id)) {
            let Some(customer) = CustomerId::new(id) else { continue };
            if !self.options.prune {
                self.report.customers.gone += 1;
            } else if let Reply::Missing(_) = self.client.get(&format!("customers/{id}")).await? {
                self.remove_customer(customer).await?;
            }
        }
        Ok(())
    }

    async fn remove_customer(&mut self, customer: CustomerId) -> Result<(), Failed> {
        loop {
            let removed = self.app.actions.remove_taken_customer(self.caller, customer).await?;
            self.report.chats.removed += removed.chats;
            if removed.is_gone {
                self.report.customers.removed += 1;
                return Ok(());
            }
            if removed.chats == 0 {
                self.report.customers.gone += 1;
                return Ok(());
            }
        }
    }

    /// Imports the new and changed customers among the given customers.
    pub(super) async fn take_customers(&mut self, rows: &[Value]) -> Result<(), Failed> {
        let now = self.app.context.now();
        let mut batch: Vec<TakenCustomer> = Vec::new();
        let mut written = 0;
        for rows in rows.chunks(PAGE_ROWS) {
            let mut read: Vec<(TakenCustomer, Report)> = Vec::new();
            for row in rows {
                let mut noted = Report::default();
                match read::customer(row, now, &mut noted) {
                    Some(customer) => read.push((customer, noted)),
                    None => self.report.odd("a customer without an id, who was left out"),
                }
            }
            let ids = read.iter().map(|(it, _)| it.customer.id.get()).collect();
            let known = self.app.actions.taken(self.org, ImportKind::Customer, ids).await?;
            for (customer, noted) in read {
                let id = customer.customer.id.get();
                let before = known.binary_search_by_key(&id, |it| it.id);
                if before.is_ok_and(|at| known[at].checksum == customer.checksum) {
                    self.report.customers.same += 1;
                    continue;
                }
                self.report.odd_as(&noted);
                if written + customer.rows() > TAKEN_ROWS_MAX {
                    self.flush(&mut batch).await?;
                    written = 0;
                }
                written += customer.rows();
                batch.push(customer);
            }
        }
        self.flush(&mut batch).await
    }

    async fn flush(&mut self, batch: &mut Vec<TakenCustomer>) -> Result<(), Failed> {
        if batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(batch);
        for taken in self.app.actions.take_customers(self.caller, batch).await? {
            self.report.customers.count(taken);
            if let Taken::Kept(why) = taken {
                self.report.keep(why);
            }
        }
        Ok(())
    }

    /// Imports each of these customers that was not imported yet.
    pub(super) async fn take_missing_customers(
        &mut self,
        customers: BTreeSet<CustomerId>,
    ) -> Result<(), Failed> {
        let ids: Vec<i64> = customers.into_iter().map(CustomerId::get).collect();
        for ids in ids.chunks(PAGE_ROWS) {
            let known =
                self.app.actions.taken(self.org, ImportKind::Customer, ids.to_vec()).await?;
            let is_missing = |id: &&i64| known.binary_search_by_key(*id, |it| it.id).is_err();
            let missing: Vec<i64> = ids.iter().filter(is_missing).copied().collect();
            for ids in missing.chunks(ASKED_AT_ONCE) {
                let found = self.find_customers(ids).await?;
                self.take_customers(&found).await?;
            }
        }
        Ok(())
    }

    async fn find_customers(&mut self, ids: &[i64]) -> Result<Vec<Value>, Failed> {
        let is_asked = |row: &Value| read::id(&row["id"]).is_some_and(|id| ids.contains(&id));
        let mut found: Vec<Value> = Vec::new();
        if ids.len() > 1 {
            let filter = |id: &i64| json!({"field": "customers.id", "operator": "=", "value": id});
            let filter: Vec<Value> = ids.iter().map(filter).collect();
            let search = json!({"filter": filter, "comparison": "OR", "limit": PAGE});
            if let Reply::Found(answer) = self.client.post("customers/search", &search).await?
                && let Some((rows, _)) = rows(&answer)
            {
                found.extend(rows.iter().filter(|row| is_asked(row)).cloned());
            }
        }
        let have: BTreeSet<i64> = found.iter().filter_map(|row| read::id(&row["id"])).collect();
        for id in ids.iter().filter(|id| !have.contains(id)) {
            if let Reply::Found(customer) = self.client.get(&format!("customers/{id}")).await?
                && is_asked(&customer)
            {
                found.push(customer);
            }
        }
        Ok(found)
    }

    /// Imports all customers by offsets. Each page overlaps the previous page.
    pub(super) async fn customers_by_offsets(&mut self) -> Result<(), Failed> {
        let (mut offset, mut total) = (0, first(&mut self.client, "customers?limit=1").await?.1);
        while offset < total {
            let path = format!("customers?limit={PAGE}&offset={offset}");
            let Reply::Found(answer) = self.client.get(&path).await? else { return Ok(()) };
            let (rows, now) = rows(&answer).ok_or(Failed::NoList(path))?;
            if rows.is_empty() {
                return Ok(());
            }
            self.take_customers(rows).await?;
            (offset, total) = (offset + PAGE / 2, now);
            self.tell_offset(offset, total);
        }
        Ok(())
    }
}
