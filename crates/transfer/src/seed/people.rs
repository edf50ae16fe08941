//! The people of generated data: agents, departments, customers, and the customers' tags.

use deskbell_app::actions::bulk::NewCustomer;
use deskbell_app::actions::{agents, applications, departments};
use deskbell_app::{App, Caller, Error};
use deskbell_model::{
    Agent, Application, ApplicationId, Customer, CustomerId, Department, GeoLocation, OrgId, Role,
    Scalar, Seconds, Tag,
};
use deskbell_storage::customers::CustomerRow;
use deskbell_wire as wire;

use super::shop;
use crate::splitmix::SplitMix;

/// The greatest number of a customer's tags.
pub(super) const TAGS_MAX: usize = 3;
/// The earliest time of a customer's first visit: 2023-11-14T22:13:20Z.
const FIRST_SEEN: u32 = 1_700_000_000;

const AGENTS: [(&str, Role); 12] = [
    ("Amara Okafor", Role::Admin),
    ("Bruno Keller", Role::Agent),
    ("Chiara Rossi", Role::Agent),
    ("Dmitri Volkov", Role::Superviser),
    ("Elif Yılmaz", Role::Agent),
    ("Farid Haddad", Role::AgentChatOnly),
    ("Greta Lindqvist", Role::Agent),
    ("Hiro Tanaka", Role::Agent),
    ("Inés Moreno", Role::Superviser),
    ("Jonas Weiß", Role::Agent),
    ("Kavya Iyer", Role::AgentChatOnly),
    ("Liam Byrne", Role::Agent),
];

const DEPARTMENTS: [&str; 4] = ["Support", "Sales", "Billing", "Onboarding"];

const TAGS: [(&str, &str); 8] = [
    ("vip", "#d4a017"),
    ("trial", "#3a7bd5"),
    ("churn risk", "#c0392b"),
    ("newsletter", "#27ae60"),
    ("partner", "#8e44ad"),
    ("beta", "#16a085"),
    ("enterprise", "#2c3e50"),
    ("student", "#e67e22"),
];

const FIRST_NAMES: [&str; 16] = [
    "Ada", "Björn", "Carla", "Deniz", "Emil", "Fatima", "Gor", "Hanna", "Ivan", "Jūratė", "Kofi",
    "Lucía", "Mei", "Nour", "Oskar", "Priya",
];
const LAST_NAMES: [&str; 16] = [
    "Andersen",
    "Bauer",
    "Costa",
    "Dubois",
    "Eriksen",
    "Ferrari",
    "García",
    "Hoang",
    "Ito",
    "Jansen",
    "Kovács",
    "Lefèvre",
    "Mbeki",
    "Novák",
    "O’Neill",
    "Petrov",
];
const COMPANIES: [&str; 6] =
    ["Bluefin Labs", "Northwind Tea", "Kiosk & Co", "Orbit Logistics", "Studio Grün", "Pixelhaus"];
const PLACES: [(&str, &str, &str); 6] = [
    ("DE", "BE", "Berlin"),
    ("FR", "IDF", "Paris"),
    ("US", "CA", "Oakland"),
    ("BR", "SP", "São Paulo"),
    ("JP", "13", "Tokyo"),
    ("UA", "30", "Kyiv"),
];

pub(super) async fn agents(app: &App, org: OrgId) -> Result<Vec<Agent>, Error> {
    let mut made = Vec::new();
    for (name, role) in AGENTS {
        let at = app.context.now();
        let first = name.split(' ').next().unwrap_or(name).to_lowercase();
        let email = Some(format!("{first}@desk.example"));
        let add = agents::Add { id: None, name: name.into(), email, role, at };
        made.push(app.actions.add_agent(Caller::command(org), add).await?);
    }
    Ok(made)
}

pub(super) async fn departments(
    app: &App,
    org: OrgId,
    agents: &[Agent],
    is_shop: bool,
) -> Result<Vec<Department>, Error> {
    let mut made = Vec::new();
    let names = if is_shop { shop::DEPARTMENTS } else { DEPARTMENTS };
    for (place, name) in names.into_iter().enumerate() {
        let at = app.context.now();
        let agents = agents.iter().skip(place).step_by(DEPARTMENTS.len()).map(|it| it.id).collect();
        let add = departments::Add { id: None, name: name.into(), agents, at };
        made.push(app.actions.add_department(Caller::command(org), add).await?);
    }
    Ok(made)
}

/// Returns the organization's first application, or creates an application.
pub(super) async fn application(app: &App, org: OrgId) -> Result<ApplicationId, Error> {
    if let Some(first) = app.lists.list::<Application>(org, 0, 1).await?.first() {
        return Ok(first.id);
    }
    let at = app.context.now();
    let (name, kind) = ("demo".into(), "web".into());
    let add = applications::Add { id: None, name, display_name: None, kind, at };
    Ok(app.actions.add_application(Caller::command(org), add).await?.id)
}

pub(super) fn tags(is_shop: bool) -> Vec<(String, String)> {
    let tags = if is_shop { shop::TAGS } else { TAGS };
    tags.iter().map(|(name, color)| ((*name).into(), (*color).into())).collect()
}

/// Generates the customer with this number. `is_shop` is true for a customer of the made-up shop.
pub(super) fn customer(seed: u64, number: u64, tags: &[Tag], is_shop: bool) -> NewCustomer {
    let mut dice = SplitMix::new(seed, number.wrapping_mul(2) + 1);
    let first = dice.of(&FIRST_NAMES).unwrap_or("Ada");
    let last = dice.of(&LAST_NAMES).unwrap_or("Bauer");
    let seen = Seconds::new(FIRST_SEEN).plus(dice.below(60_000_000));
    let mut customer = Customer::new(PROVISIONAL, seen);
    customer.name = (!dice.one_in(12)).then(|| format!("{first} {last}"));
    customer.email = (!dice.one_in(5)).then(|| format!("customer{number}@mail.example"));
    customer.user_id = dice.one_in(2).then(|| "user-".into());
    customer.company = dice.one_in(3).then(|| dice.of(&COMPANIES).unwrap_or("").to_owned());
    customer.phone = dice.one_in(4).then(|| format!("+1555{:07}", dice.below(10_000_000)));
    customer.first_seen = Some(seen);
    customer.last_seen = Some(seen.plus(dice.below(2_000_000)));
    if let Some((country, region, city)) = dice.of(&PLACES.each_ref()) {
        customer.location = GeoLocation {
            country_code: Some((*country).into()),
            region_code: Some((*region).into()),
            city: Some((*city).into()),
        };
    }
    customer.locale = dice.of(&["en", "de", "fr", "pt", "ja", "uk"]).map(str::to_owned);
    customer.notes = dice.one_in(10).then(|| "Prefers to be called in the morning".into());
    customer.unsubscribed = dice.one_in(20);
    customer.blocked = dice.one_in(200);
    customer.custom_data = custom_data(&mut dice, is_shop);
    let mut custom_data = Vec::new();
    wire::customers::custom_data(&mut custom_data, &customer.custom_data);
    let custom_data = String::from_utf8_lossy(&custom_data).into_owned();
    let tags = worn(&mut dice, tags);
    NewCustomer { row: CustomerRow { customer, custom_data }, tags }
}

/// A placeholder for the id that a customer gets when it is stored.
const PROVISIONAL: CustomerId = match CustomerId::new(1) {
    Some(id) => id,
    None => unreachable!(),
};

fn custom_data(dice: &mut SplitMix, is_shop: bool) -> Vec<(String, Scalar)> {
    if dice.one_in(3) {
        return Vec::new();
    }
    if is_shop {
        let orders = 1 + dice.below(9);
        let last =
            format!("{}-{}", 40_000 + dice.below(8_999), ["A", "B"][usize::from(orders > 4)]);
        return vec![
            ("orders".into(), Scalar::Int(i64::from(orders))),
            ("last_order".into(), Scalar::Text(last)),
            ("spent_eur".into(), Scalar::Int(i64::from(orders * (60 + dice.below(140))))),
        ];
    }
    let plan = dice.of(&["free", "team", "business"]).unwrap_or("free");
    vec![
        ("plan".into(), Scalar::Text(plan.into())),
        ("seats".into(), Scalar::Int(i64::from(1 + dice.below(80)))),
        ("trial".into(), Scalar::Bool(dice.one_in(4))),
    ]
}

/// Picks up to three different tags for a customer.
fn worn(dice: &mut SplitMix, tags: &[Tag]) -> Vec<Tag> {
    let count = dice.below(4);
    let mut worn: Vec<Tag> = Vec::new();
    for _ in 0..count {
        let found = dice.of(&tags.iter().collect::<Vec<_>>()).cloned();
        worn.extend(found.filter(|tag| !worn.contains(tag)));
    }
    worn.truncate(TAGS_MAX);
    worn
}
