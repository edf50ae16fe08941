//! Checks of the contract's section 6: the operators and values of every searchable field, and the
//! rows that searches find. The expected rows are computed from the created rows.
//!
//! The meaning of the fields is in `fields`; invalid input of any search is in `filters`.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Value, json};

use super::fields::{CHATS, CUSTOMERS, Field, Kind, List, Made};
use crate::check::{Check, module};
use crate::outcome::{Done, Outcome, Stop};
use crate::world::World;

const OPERATORS: [&str; 8] = ["=", "!=", ">", "<", ">=", "<=", "~", "!~"];

pub fn checks() -> Vec<Check> {
    [&CHATS, &CUSTOMERS].into_iter().flat_map(of_list).collect()
}

fn of_list(list: &'static List) -> Vec<Check> {
    let name = |what: &str| format!("{}.{what}", module(module_path!()));
    let mut checks = Vec::new();
    let rows: Rows = Rc::default();
    for field in list.fields {
        let Field { name: on, kind, .. } = field;
        let says = format!("{on} takes {} and no other operator", kind.operators().join(" "));
        checks.push(Check::of("6", &name("operators"), on, says, |w| operators(w, list, field)));
        let says = format!("{on} takes values of its type and no other: {}", kind.says());
        checks.push(Check::of("6", &name("values"), on, says, |w| values(w, list, field)));
        if field.pointer.is_empty() {
            continue;
        }
        let says = format!("{on} finds the rows it should, null and not null included");
        let rows = Rc::clone(&rows);
        checks.push(Check::of("6", &name("finds"), on, says, move |w| {
            let made = made(w, list, &rows)?;
            finds(w, list, field, &made)
        }));
    }
    checks
}

fn search(w: &World, list: &List, filter: &Value) -> Outcome<crate::expect::Answer> {
    w.post(list.path, &json!({"filter": filter}))
}

fn operators(w: &World, list: &List, field: &Field) -> Done {
    for operator in OPERATORS {
        let value = field.kind.sample();
        let filter = json!([{"field": field.name, "operator": operator, "value": value}]);
        let answer = search(w, list, &filter)?;
        if field.kind.operators().contains(&operator) {
            answer.ok()?;
        } else {
            answer.refuses("filter[0].operator")?;
        }
    }
    Ok(())
}

fn values(w: &World, list: &List, field: &Field) -> Done {
    let answer = |operator: &str, value: &Value| {
        search(w, list, &json!([{"field": field.name, "operator": operator, "value": value}]))
    };
    for good in field.kind.good() {
        answer("=", &good)?.ok()?;
    }
    for bad in field.kind.bad() {
        answer("=", &bad)?.refuses("filter[0].value")?;
    }
    // Null has no order and contains no text: only = and != are valid with null.
    for operator in field.kind.operators() {
        if !matches!(*operator, "=" | "!=") {
            answer(operator, &Value::Null)?.refuses("filter[0].value")?;
        }
    }
    Ok(())
}

/// The rows of a list, created once per run.
type Rows = Rc<RefCell<Option<Rc<Made>>>>;

fn made(w: &World, list: &List, rows: &Rows) -> Outcome<Rc<Made>> {
    if let Some(made) = rows.borrow().as_ref() {
        return Ok(Rc::clone(made));
    }
    let made = Rc::new((list.make)(w)?);
    *rows.borrow_mut() = Some(Rc::clone(&made));
    Ok(made)
}

fn finds(w: &World, list: &List, field: &Field, made: &Made) -> Done {
    // A text in another field than the tested field selects this run's rows.
    let scope = list.scopes.iter().find(|it| **it != field.name).copied().unwrap_or_default();
    let scope_field = list.fields.iter().find(|it| it.name == scope);
    let ours = json!({"field": scope, "operator": "~", "value": made.tag});
    let is_ours = |row: &Value| {
        let tag = Value::from(made.tag.as_str());
        scope_field.is_some_and(|it| it.holds(row, "~", &tag))
    };
    if !made.rows.iter().any(is_ours) {
        return Err(Stop::failed(list.path, format!("rows made with `{}`", made.tag), "none"));
    }
    let mut asked = field.questions(&made.rows);
    if asked.is_empty() {
        return Err(Stop::skipped(format!("no row could be given a value in {}", field.pointer)));
    }
    if field.kind != Kind::Agents {
        asked.extend([("=", Value::Null), ("!=", Value::Null)]);
    }
    for (operator, value) in asked {
        let expected: Vec<_> = made
            .rows
            .iter()
            .filter(|row| is_ours(row) && field.holds(row, operator, &value))
            .filter_map(|row| row["id"].as_i64())
            .collect();
        let own = json!({"field": field.name, "operator": operator, "value": value});
        let answer = search(w, list, &json!([ours, own]))?;
        answer.ok()?.at("/total").is(expected.len())?;
        answer.rows_in_any_order(expected)?;
    }
    Ok(())
}
