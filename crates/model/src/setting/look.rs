//! The appearance of an application's widget, and the forms that the widget shows.

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
    /// A piece of data that a form asks for.
    FormFieldName {
        /// The visitor's name.
        Name = "name",
        /// The visitor's e-mail address.
        Email = "email",
        /// The visitor's phone number.
        Phone = "phone",
        /// The visitor's company.
        Company = "company",
    }
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// The data that the field asks for.
    pub name: FormFieldName,
    /// True if the visitor cannot send the form without this field.
    pub required: bool,
}

/// A form of the widget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// True if the form is shown.
    pub enabled: bool,
    /// The text above the form's fields.
    pub text: String,
    /// The fields, in the order in which they are shown.
    pub fields: Vec<FormField>,
}

/// The appearance of a widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The main colour, `#rrggbb` in lower case; the other colours are derived from the main
    /// colour.
    pub color: String,
    /// The corner of the page in which the widget's button is.
    pub position: Position,
    /// The distance of the widget's button from the side of the page, in pixels.
    pub offset_x: u32,
    /// The distance of the widget's button from the bottom of the page, in pixels.
    pub offset_y: u32,
    /// The title of the widget.
    pub title: String,
    /// The text that the widget shows before the first message.
    pub greeting: String,
    /// True if visitors see the names and pictures of agents.
    pub shows_agents: bool,
    /// True if the widget asks visitors to rate a closed chat.
    pub asks_rating: bool,
    /// The form that the widget shows before the first message.
    pub pre_chat: Form,
    /// The form that replaces the chat while no agent is present.
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
