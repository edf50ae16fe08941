//! The build script. It writes two lists as Rust source from the files in `src/migrations`. The
//! first list has the migrations, with the numbers and titles in their file names. The second list
//! has the tables that all migrations together create, with their columns.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::{env, fs, io};

const FOLDER: &str = "src/migrations";

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(io::stdout(), "cargo::rerun-if-changed={FOLDER}")?;
    let files = fs::read_dir(FOLDER)?.map(|file| fs::canonicalize(file?.path()));
    let mut files = files.collect::<io::Result<Vec<_>>>()?;
    files.sort();
    let mut list = String::from("&[");
    let mut tables = Tables::new();
    for file in files {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let (number, title) = name.split_once('_').ok_or("a migration is called NNNN_<title>")?;
        let (version, title) = (number.parse::<i64>()?, title.replace('_', " "));
        list += &format!(
            "Migration {{ version: {version}, name: {title:?}, template: include_str!({file:?}) }},"
        );
        change(&mut tables, &fs::read_to_string(&file)?);
    }
    let folder = env::var("OUT_DIR")?;
    fs::write(format!("{folder}/migrations.rs"), list + "]")?;
    fs::write(format!("{folder}/tables.rs"), source(&tables)?)?;
    Ok(())
}

/// The columns of a table with their types, in order, and the columns of the primary key.
#[derive(Default)]
struct Table {
    columns: Vec<(String, String)>,
    key: Vec<String>,
}

type Tables = BTreeMap<String, Table>;

/// Applies a migration's statements about tables and columns to `tables`. A test compares the
/// tables after all migrations with both engines' schemas.
fn change(tables: &mut Tables, migration: &str) {
    let lines = migration.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text = lines.collect::<Vec<_>>().join(" ");
    for statement in text.split(';') {
        let words: Vec<&str> = statement.split_whitespace().collect();
        match words.as_slice() {
            ["CREATE", "TABLE", name, ..] => {
                tables.insert((*name).to_owned(), created(statement));
            }
            ["ALTER", "TABLE", name, change @ ..] => {
                alter(tables.entry((*name).to_owned()).or_default(), change);
            }
            _ => {}
        }
    }
}

fn created(statement: &str) -> Table {
    let mut table = Table::default();
    let body = statement.split_once('(').map_or("", |(_, body)| body);
    let (columns, rest) = body.split_once("CONSTRAINT").unwrap_or((body, ""));
    for column in columns.split(',') {
        if let [name, kind, ..] = column.split_whitespace().collect::<Vec<_>>().as_slice() {
            table.columns.push(((*name).to_owned(), kind_of(kind)));
        }
    }
    let key = rest.split_once("PRIMARY KEY (").and_then(|(_, key)| key.split_once(')'));
    table.key = key.map_or("", |(key, _)| key).split(',').map(|it| it.trim().to_owned()).collect();
    table
}

fn alter(table: &mut Table, change: &[&str]) {
    match change {
        ["ADD", "COLUMN", name, kind, ..] => {
            table.columns.push(((*name).to_owned(), kind_of(kind)));
        }
        ["DROP", "COLUMN", name] => table.columns.retain(|(column, _)| column != name),
        ["RENAME", "COLUMN", from, "TO", to] => {
            let renamed = table.columns.iter_mut().filter(|(column, _)| column == from);
            renamed.for_each(|(column, _)| *column = (*to).to_owned());
        }
        _ => {}
    }
}

/// Returns the variant of `ColumnType` for a column's type: `Int` for `{int}`, `Text` for `{text}`.
fn kind_of(word: &str) -> String {
    if word == "{int}" { "Int" } else { "Text" }.to_owned()
}

/// Returns the tables as input of the macro `tables!` in `tables.rs`: the organization's column,
/// the other columns of the primary key, and all remaining columns.
fn source(tables: &Tables) -> Result<String, std::fmt::Error> {
    let mut source = String::from("tables! {\n");
    for (name, table) in tables {
        let org = if name == "organizations" { "id" } else { "org_id" };
        let is_key = |column: &str| table.key.iter().any(|it| it == column);
        write!(source, "    {name} by {org} {{ key")?;
        for key in table.key.iter().filter(|key| *key != org) {
            for (column, kind) in table.columns.iter().filter(|(column, _)| column == key) {
                write!(source, " {column}: {kind}")?;
            }
        }
        write!(source, "; other")?;
        for (column, kind) in &table.columns {
            if column != org && !is_key(column) {
                write!(source, " {column}: {kind}")?;
            }
        }
        writeln!(source, "; }}")?;
    }
    Ok(source + "}\n")
}
