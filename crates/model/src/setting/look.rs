//! The look of an application's widget, and the forms that it shows.

use crate::names;

names! {
    /// The corner of the page in which the widget's button is.
    Position {
        /// The lower right corner.
        Right = "right",
        /// The lower left corner.
        Left = "left",
    }
}

names! {
    /// A thing that a form asks for.
    FormFieldName {
        /// The name.
        Name = "name",
        /// The e-mail address.
        Email = "email",
        /// The phone number.
        Phone = "phone",
        /// The company.
        Company = "company",
    }
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// The thing that it asks for.
    pub name: FormFieldName,
    /// True if the form cannot be sent without it.
    pub required: bool,
}

/// A form of the widget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// True if the form is shown.
    pub enabled: bool,
    /// The text above the fields.
    pub text: String,
    /// The fields, in the order in which they are shown.
    pub fields: Vec<FormField>,
}

/// The look of a widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The colour, `#rrggbb` in lower case; the others follow from it.
    pub color: String,
    /// The corner of the button.
    pub position: Position,
    /// The distance from the side of the page, in pixels.
    pub offset_x: u32,
    /// The distance from the bottom of the page, in pixels.
    pub offset_y: u32,
    /// The title.
    pub title: String,
    /// The text before the first message.
    pub greeting: String,
    /// True if visitors see the names and pictures of agents.
    pub shows_agents: bool,
    /// True if visitors are asked to rate a closed chat.
    pub asks_rating: bool,
    /// The form before the first message.
    pub pre_chat: Form,
    /// The form in place of a chat while nobody is there.
    pub offline: Form,
}

impl Default for Look {
    fn default() -> Self {
        let email = FormField { name: FormFieldName::Email, required: true };
        Self {
            color: "#0f6a53".to_owned(),
            position: Position::Right,
            offset_x: 24,
            offset_y: 24,
            title: String::new(),
            greeting: String::new(),
            shows_agents: true,
            asks_rating: true,
            pre_chat: Form::default(),
            offline: Form { enabled: true, text: String::new(), fields: vec![email] },
        }
    }
}
