//! Objects of the contract, each declared once: [`object!`] makes an object's writer, pieces and
//! JSON Schema from a list of keys, types, values and descriptions. This module knows no resource.

use deskbell_model::{
    ActorKind, AgentId, ApplicationId, Audience, BroadcastType, ChatId, CreatedWith, CustomerId,
    DeliveryId, DepartmentId, EventId, FileId, KeyId, Kind, MediaType, MessageId, MessageKind,
    OrgId, Rating, Right, Role, Scope, Seconds, Seq, SessionId, SettingId, SettingKind, Side,
    Status, Timestamp, Via, WebhookEvent, WebhookId,
};
use serde_json::Value;

use crate::json::{self, array, int, null, string, timestamp};
use crate::schema::{self, about, at, boolean, count, id, or_null, reference, seconds, text, word};

/// A value that can be written as JSON.
pub trait ToJson {
    /// Pushes the value's JSON.
    fn write(&self, out: &mut Vec<u8>);
}

/// A type whose JSON has a schema.
pub(crate) trait HasSchema {
    /// Returns the JSON Schema of every value of the type.
    fn schema() -> Value;
}

/// Pushes a value's JSON.
pub fn write<T: ToJson + ?Sized>(out: &mut Vec<u8>, value: &T) {
    value.write(out);
}

/// JSON that was rendered earlier, in place of a value.
pub trait Rendered {
    /// Pushes the rendered JSON.
    fn splice(self, out: &mut Vec<u8>);
}

impl Rendered for &[u8] {
    fn splice(self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

/// The rendered items of an array.
#[derive(Clone, Copy, Debug)]
pub struct Items<I>(pub I);

impl<'a, I: IntoIterator<Item = &'a [u8]>> Rendered for Items<I> {
    fn splice(self, out: &mut Vec<u8>) {
        array(out, self.0, |out, item| out.extend_from_slice(item));
    }
}

/// An object that [`object!`] declares.
pub(crate) trait Object: HasSchema {
    /// The name of the object's schema; empty for a schema that is inlined.
    const NAME: &'static str;
    /// The description of the object; empty without a description.
    const ABOUT: &'static str;

    /// Returns the schema of each key, in the order in which the keys are written.
    fn fields() -> schema::Named;
}

/// Returns the name of an object's schema, and the schema.
pub(crate) fn named<T: Object>() -> (&'static str, Value) {
    (T::NAME, definition::<T>())
}

/// Returns an object's schema in full.
pub(crate) fn definition<T: Object>() -> Value {
    let object = schema::object(T::fields());
    if T::ABOUT.is_empty() { object } else { about(object, T::ABOUT) }
}

/// Returns an object's schema for use in other schemas: a reference if the schema has a name,
/// otherwise the schema itself.
pub(crate) fn referred<T: Object>() -> Value {
    if T::NAME.is_empty() { definition::<T>() } else { reference(T::NAME) }
}

/// Opens the object that starts at byte `start`: replaces the comma before the first field by a
/// brace.
pub(crate) fn open(out: &mut [u8], start: usize) {
    if let Some(first) = out.get_mut(start) {
        *first = b'{';
    }
}

/// Declares an object: `"Name" for Source as source { "key": Type = source.value; … }`, each value
/// optionally followed by `=> "a description"` and `, like "an example"`.
///
/// An object that is rendered in pieces has own fields (`piece`), and fields that show other
/// objects (`joined`). `write_pieces` renders the pieces, which can be cached. `splice` writes the
/// object from its pieces and from the JSON of the other objects in `Joined`.
macro_rules! object {
    (
        $name:literal $(=> $about:literal)? for $type:ty as $it:ident
        $(, $own:ident = $base:ident$(.$part:tt)+)? { $($fields:tt)* }
    ) => {
        impl $crate::object::ToJson for $type {
            fn write(&self, out: &mut Vec<u8>) {
                let ($it, start) = (self, out.len());
                $(let $own = &$base$(.$part)+;)?
                $crate::object::fields!(write out { $($fields)* });
                $crate::object::open(out, start);
                out.push(b'}');
            }
        }

        impl $crate::object::HasSchema for $type {
            fn schema() -> serde_json::Value {
                $crate::object::referred::<Self>()
            }
        }

        impl $crate::object::Object for $type {
            const NAME: &'static str = $name;
            const ABOUT: &'static str = concat!($($about)?);

            fn fields() -> $crate::schema::Named {
                let mut all = Vec::new();
                $crate::object::fields!(describe all { $($fields)* });
                all
            }
        }
    };
    (
        $name:literal for $type:ty as $it:ident,
        pieces of $Own:ty as $own:ident = $base:ident$(.$part:tt)+, joined by $Joined:ty {$(
            piece $piece:ident { $($fields:tt)* }
            $(
                joined $first:ident { $first_key:literal: $($first_field:tt)* }
                $(joined $joined:ident { $key:literal: $($field:tt)* })*
            )?
        )*}
    ) => {
        $crate::object::object! {
            $name for $type as $it, $own = $base$(.$part)+ {
                $($($fields)* $($first_key: $($first_field)* $($key: $($field)*)*)?)*
            }
        }

        /// The number of the object's pieces, the parts that are rendered separately.
        pub const PIECES: usize = [$(stringify!($piece)),*].len();

        /// Renders the object's pieces (parts that can be cached) one after the other, each
        /// followed by the next key. Returns the end of each piece.
        pub fn write_pieces(out: &mut Vec<u8>, $own: &$Own) -> [usize; PIECES] {
            let start = out.len();
            let mut ends = [$({
                $crate::object::fields!(write out { $($fields)* });
                $($crate::json::raw(out, concat!(",\"", $first_key, "\":"));)?
                out.len() - start
            }),*];
            $crate::object::open(out, start);
            out.push(b'}');
            ends[PIECES - 1] += 1;
            ends
        }

        /// Writes the object from its pieces and the JSON of other objects; the bytes equal the
        /// bytes that `write` writes.
        #[inline]
        pub fn splice(out: &mut Vec<u8>, [$($piece),*]: [&[u8]; PIECES], others: $Joined) {
            $(
                out.extend_from_slice($piece);
                $(
                    $crate::object::Rendered::splice(others.$first, out);
                    $(
                        $crate::json::raw(out, concat!(",\"", $key, "\":"));
                        $crate::object::Rendered::splice(others.$joined, out);
                    )*
                )?
            )*
        }
    };
}

/// Writes the fields of an object, or collects their schemas.
macro_rules! fields {
    (write $out:ident {$(
        $key:literal: $type:ty = $value:expr $(=> $about:literal)? $(, like $example:literal)?;
    )*}) => {$(
        $crate::json::raw($out, concat!(",\"", $key, "\":"));
        <$type as $crate::object::ToJson>::write(&$value, $out);
    )*};
    (describe $all:ident {$(
        $key:literal: $type:ty = $value:expr $(=> $about:literal)? $(, like $example:literal)?;
    )*}) => {$(
        let schema = <$type as $crate::object::HasSchema>::schema();
        $(let schema = $crate::schema::about(schema, $about);)?
        $(let schema = $crate::schema::like(schema, $example);)?
        $all.push(($key, schema));
    )*};
}

/// Declares types whose JSON is not an object, each with its writer and its schema.
macro_rules! values {
    (|$value:ident, $out:ident| $($type:ty => $write:expr, $schema:expr;)*) => {$(
        impl $crate::object::ToJson for $type {
            fn write(&self, $out: &mut Vec<u8>) {
                let $value = self;
                $write;
            }
        }

        impl $crate::object::HasSchema for $type {
            fn schema() -> serde_json::Value {
                $schema
            }
        }
    )*};
}

values! { |value, out|
    str => string(out, value), text();
    String => string(out, value), text();
    bool => json::bool(out, *value), boolean();
    u32 => int(out, *value), count();
    u64 => int(out, *value), count();
    Seconds => int(out, value.get()), seconds();
    Timestamp => timestamp(out, *value), at();
    MessageKind => string(out, value.as_str()), text();
    Status => string(out, value.as_str()), reference("Status");
    Rating => string(out, value.as_str()), reference("Rating");
}

macro_rules! ids {
    ($($Id:ty),*) => { values! { |value, out| $($Id => int(out, value.get()), id();)* } };
}

ids!(
    AgentId,
    ApplicationId,
    ChatId,
    CustomerId,
    DeliveryId,
    DepartmentId,
    EventId,
    FileId,
    KeyId,
    MessageId,
    OrgId,
    Seq,
    SessionId,
    SettingId,
    WebhookId
);

macro_rules! names {
    ($($Name:ty),*) => {
        values! { |value, out| $(
            $Name => string(out, value.as_str()), word(<$Name>::ALL.iter().map(|it| it.as_str()));
        )* }
    };
}

names!(
    ActorKind,
    BroadcastType,
    CreatedWith,
    MediaType,
    Right,
    Role,
    Scope,
    SettingKind,
    Side,
    Via,
    WebhookEvent
);

values! { |value, out|
    // Programs receive only these kinds.
    Kind => string(out, value.as_str()), word(public_kinds().map(Kind::as_str));
}

/// Returns the kinds of changes that every holder of a key receives.
pub(crate) fn public_kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| Audience::Public.hears(*kind))
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl<T: HasSchema + ?Sized> HasSchema for &T {
    fn schema() -> Value {
        T::schema()
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => null(out),
        }
    }
}

impl<T: HasSchema> HasSchema for Option<T> {
    fn schema() -> Value {
        or_null(T::schema())
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut Vec<u8>) {
        array(out, self, |out, item| item.write(out));
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.as_slice().write(out);
    }
}

impl<T: HasSchema> HasSchema for Vec<T> {
    fn schema() -> Value {
        schema::array(T::schema())
    }
}

pub(crate) use {fields, object, values};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub(super) struct Own(u32);
    struct Whole(Own, String);
    pub(super) struct Joined<T> {
        other: T,
    }

    object! {
        "Whole" for Whole as whole,
        pieces of Own as own = whole.0, joined by Joined<impl Rendered> {
            piece opening { "a": u32 = own.0 => "The first.", like 5; }
            joined other { "b": String = whole.1; }
            piece closing { "c": Option<u32> = None; }
        }
    }

    #[test]
    fn pieces_and_the_json_of_others_make_the_object() {
        let whole = Whole(Own(7), "\"x\"".to_owned());
        let [mut written, mut kept, mut other, mut spliced] = [const { Vec::new() }; 4];
        whole.write(&mut written);
        let [first, second] = write_pieces(&mut kept, &whole.0);
        whole.1.write(&mut other);
        let pieces = [&kept[..first], &kept[first..second]];
        splice(&mut spliced, pieces, Joined { other: other.as_slice() });
        assert_eq!(spliced, written);
        assert_eq!(String::from_utf8(written).unwrap(), r#"{"a":7,"b":"\"x\"","c":null}"#);
    }

    #[test]
    fn a_schema_has_the_keys_in_the_order_in_which_they_are_written() {
        let (name, schema) = named::<Whole>();
        let keys = schema["properties"].as_object().unwrap().keys();
        assert_eq!(name, "Whole");
        assert!(keys.eq(["a", "b", "c"]));
        assert_eq!(schema["required"], json!(["a", "b", "c"]));
        assert_eq!(schema["properties"]["a"]["examples"], json!([5]));
        assert_eq!(Whole::schema(), reference("Whole"));
    }
}
