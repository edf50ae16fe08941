//! Canned responses, and the variables in their texts.

/// A canned response: a prepared text that an agent inserts by typing the response's shortcut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    /// The word that an agent types to insert the response; unique among the responses of one
    /// owner.
    pub shortcut: String,
    /// The text of the response, with variables such as `{{customer.name}}`.
    pub text: String,
}

/// The names of the variables that a text may have. A variable is written in double braces,
/// optionally with a default for an empty value: `{{customer.name|there}}`.
pub const VARIABLES: [&str; 9] = [
    "agent.name",
    "chat.id",
    "customer.company",
    "customer.email",
    "customer.firstName",
    "customer.name",
    "customer.phone",
    "customer.userId",
    "department.name",
];

/// Returns the rule that the variables in a text break, worded as the end of a sentence; `None` if
/// all variables are valid. Two opening braces without closing braces are plain text.
#[must_use]
pub fn variable_error(text: &str) -> Option<&'static str> {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("{{") {
        let (inside, behind) = behind.split_once("}}")?;
        let name = inside.split_once('|').map_or(inside, |(name, _)| name);
        if !VARIABLES.contains(&name.trim()) {
            return Some(
                "there is no such variable; there are agent.name, chat.id, customer.company, \
                 customer.email, customer.firstName, customer.name, customer.phone, \
                 customer.userId and department.name",
            );
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_known_variables_alone() {
        for good in [
            "",
            "Hello",
            "Hello {{customer.name}}, {{ agent.name }} here",
            "Hi {{customer.firstName|there}}",
            "a } b { c {x} {{ d",
        ] {
            assert_eq!(variable_error(good), None, "{good}");
        }
        for bad in ["{{name}}", "{{}}", "{{customer.name}} {{customer.Name}}", "{{{chat.id}}}"] {
            assert!(variable_error(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn the_reason_names_every_variable() {
        let reason = variable_error("{{x}}").unwrap();
        assert!(VARIABLES.iter().all(|name| reason.contains(name)));
    }
}
