//! The description as one HTML page, without scripts or external resources, rendered from the
//! OpenAPI document.

use serde_json::{Map, Value};

use super::shapes::{escaped, fields, items, kind, prose, shape, text};

const STYLE: &str = include_str!("style.css");

/// Renders the description of an interface from its OpenAPI document, as one HTML page.
#[must_use]
pub fn render(document: &Value) -> String {
    let page = Page { document, html: String::new() };
    page.whole()
}

struct Page<'a> {
    document: &'a Value,
    html: String,
}

impl Page<'_> {
    fn whole(mut self) -> String {
        let document = self.document;
        let title = escaped(text(&document["info"]["title"]));
        let version = escaped(text(&document["info"]["version"]));
        self.push(&format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <title>{title} {version}</title><style>{STYLE}</style></head><body>\
             <h1>{title} {version}</h1>{}\
             <p><a href=\"openapi.json\">openapi.json</a> is this page for programs \
             (OpenAPI {}).</p><nav><ul>",
            prose(text(&document["info"]["description"])),
            escaped(text(&document["openapi"])),
        ));
        for tag in items(&document["tags"]) {
            let name = escaped(text(&tag["name"]));
            self.push(&format!("<li><a href=\"#{name}\">{name}</a></li>"));
        }
        self.push("<li><a href=\"#shapes\">Shapes of JSON</a></li></ul></nav>");
        for tag in items(&document["tags"]) {
            let (name, says) = (text(&tag["name"]), text(&tag["description"]));
            let id = escaped(name);
            self.push(&format!("<h2 id=\"{id}\">{id}</h2>{}", prose(says)));
            self.operations(name);
        }
        self.push("<h2 id=\"shapes\">Shapes of JSON</h2>");
        for (name, schema) in fields(&document["components"]["schemas"]) {
            let name = escaped(name);
            let (about, shape) = (prose(text(&schema["description"])), shape(schema));
            self.push(&format!(
                "<details id=\"shape-{name}\"><summary><code>{name}</code></summary>\
                 {about}{shape}</details>"
            ));
        }
        self.push("</body></html>\n");
        self.html
    }

    fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Returns the value to which a `$ref` refers; any other value is returned unchanged.
    fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        let pointer = value["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        pointer.and_then(|it| self.document.pointer(it)).unwrap_or(value)
    }

    fn operations(&mut self, tag: &str) {
        let document = self.document;
        for (path, methods) in fields(&document["paths"]) {
            for (method, operation) in fields(methods) {
                if items(&operation["tags"]).any(|it| it == tag) {
                    self.operation(method, path, operation);
                }
            }
        }
    }

    fn operation(&mut self, method: &str, path: &str, operation: &Value) {
        let id = escaped(text(&operation["operationId"]));
        let (method, path) = (escaped(&method.to_uppercase()), escaped(path));
        let summary = escaped(text(&operation["summary"]));
        self.push(&format!(
            "<details id=\"{id}\"><summary><code class=\"method\">{method}</code>\
             <code>{path}</code> {summary}</summary>{}",
            prose(text(&operation["description"])),
        ));
        self.parameters(operation);
        let body = fields(&operation["requestBody"]["content"]).next().map(|(_, body)| body);
        let body = body.unwrap_or(&Value::Null);
        if !body.is_null() {
            self.push(&format!("<h4>Body: {}</h4>", kind(&body["schema"])));
        }
        self.call(&method, &path, operation, &body["example"]);
        self.push("<h4>Answers</h4>");
        for (status, response) in fields(&operation["responses"]) {
            self.answer(status, response);
        }
        self.push("</details>");
    }

    fn parameters(&mut self, operation: &Value) {
        let mut rows = String::new();
        for parameter in items(&operation["parameters"]) {
            let parameter = self.resolved(parameter);
            let default = match &parameter["schema"]["default"] {
                Value::Null => String::new(),
                value => format!("; {} by default", escaped(&value.to_string())),
            };
            rows.push_str(&format!(
                "<tr><td><code>{}</code></td><td>{}</td><td>{}{default}</td><td>{}</td></tr>",
                escaped(text(&parameter["name"])),
                escaped(text(&parameter["in"])),
                kind(&parameter["schema"]),
                prose(text(&parameter["description"])),
            ));
        }
        if !rows.is_empty() {
            self.push(&format!("<table>{rows}</table>"));
        }
    }

    /// Writes the operation's request as a `curl` command.
    fn call(&mut self, method: &str, path: &str, operation: &Value, example: &Value) {
        let mut command = String::from("curl");
        if method != "GET" {
            command.push_str(&format!(" -X {method}"));
        }
        if operation["security"] != Value::Array(Vec::new()) {
            command.push_str(" -H \"Authorization: Bearer $KEY\"");
        }
        command.push_str(&format!(" \"$URL{}\"", path.replace("{id}", "1")));
        if !example.is_null() {
            let quoted = example.to_string().replace('\'', "'\\''");
            command.push_str(&escaped(&format!(" \\\n  -d '{quoted}'")));
        }
        self.push(&format!("<pre><code>{command}</code></pre>"));
    }

    fn answer(&mut self, status: &str, response: &Value) {
        let response = self.resolved(response).clone();
        let says = escaped(text(&response["description"]));
        self.push(&format!("<details><summary><code>{}</code> {says}", escaped(status)));
        let headers: Vec<_> = fields(&response["headers"]).map(|(name, _)| escaped(name)).collect();
        self.push(&format!("</summary><p>Headers: {}</p>", headers.join(", ")));
        for (media, content) in fields(&response["content"]) {
            self.push(&format!("<p>{}: {}</p>", escaped(media), kind(&content["schema"])));
            let single = Map::from_iter([("".to_owned(), content["example"].clone())]);
            let examples = content["examples"].as_object().unwrap_or(&single);
            for example in examples.values().filter(|it| !it.is_null()) {
                let example = self.resolved(example);
                let value = example.get("value").filter(|_| !content["examples"].is_null());
                let value = value.unwrap_or(example);
                let shown = match value {
                    Value::String(text) if media != "application/json" => text.clone(),
                    other => format!("{other:#}"),
                };
                self.push(&format!("<pre><code>{}</code></pre>", escaped(&shown)));
            }
        }
        self.push("</details>");
    }
}
