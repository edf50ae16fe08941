//! The table of the fields by which lists are sorted and searched (contract §4, §6). This module
//! depends on neither columns nor tables.

use crate::filter::Operator;

macro_rules! sorts {
    ($($(#[$meta:meta])* $Sort:ident[$count:literal] in $list:literal {
        $($(#[$doc:meta])* $Key:ident = $key:literal),* $(,)?
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $Sort { $($(#[$doc])* $Key),* }

        impl $Sort {
            /// Every sort, with its name in the contract.
            pub const ALL: [(Self, &'static str); $count] =
                [$((Self::$Key, concat!($list, ".", $key))),*];

            /// Reads the exact name of a sort; `None` for another text.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
            }

            /// Reads the name of a sort in a search, with or without the list's prefix (such as
            /// `chats.`).
            #[must_use]
            pub fn parse_in_search(name: &str) -> Option<Self> {
                match name { $($key => Some(Self::$Key),)* _ => Self::parse(name) }
            }
        }
    )*};
}

sorts! {
    /// A field by which the list of chats can be sorted.
    ChatSort[4] in "chats" {
        /// The time of creation, the default.
        #[default]
        CreatedAt = "createdAt",
        /// The time of the customer's last message.
        LastCustomerMessageAt = "lastCustomerMessageAt",
        /// The time of the last message of a customer or agent.
        LastMessageAt = "lastMessageAt",
        /// The time of closing.
        ClosedAt = "closedAt",
    }

    /// A field by which the list of customers can be sorted.
    CustomerSort[3] in "customers" {
        /// The time of creation, the default.
        #[default]
        CreatedAt = "createdAt",
        /// The time of the first visit.
        FirstSeen = "firstSeen",
        /// The time of the last visit.
        LastSeen = "lastSeen",
    }
}

/// The kind of a field's values, which decides the operators and values that a search can combine
/// with the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// The id of another object.
    Id,
    /// A list of ids; a predicate holds if one of the ids satisfies the predicate.
    Ids,
    /// A time.
    Date,
    /// A chat's status.
    Status,
    /// A chat's rating.
    Rating,
    /// A text.
    Text,
    /// An e-mail address, compared without regard to case.
    Email,
    /// A customer's tags.
    Tags,
}

impl FieldKind {
    /// Tells whether a field of this kind accepts this operator.
    #[must_use]
    pub const fn takes(self, operator: Operator) -> bool {
        match operator {
            Operator::Equal => true,
            Operator::NotEqual => !matches!(self, Self::Tags),
            Operator::Greater | Operator::Less | Operator::AtLeast | Operator::AtMost => {
                matches!(self, Self::Id | Self::Date)
            }
            Operator::Contains | Operator::Lacks => matches!(self, Self::Text | Self::Email),
        }
    }
}

/// The fields of one kind of object.
pub trait Field: Copy + 'static {
    /// Every field with a name in the contract, with its kind and its name.
    const ALL: &'static [(Self, FieldKind, &'static str)];

    /// Reads the exact name of a field; `None` for another text.
    #[must_use]
    fn parse(name: &str) -> Option<(Self, FieldKind)> {
        let found = Self::ALL.iter().find(|(.., known)| *known == name);
        found.map(|(field, kind, _)| (*field, *kind))
    }
}

macro_rules! fields {
    ($($(#[$meta:meta])* $Fields:ident {
        $($(#[$doc:meta])* $Field:ident: $FieldKind:ident = $name:literal),* $(,)?
        $(; $($(#[$unnamed_doc:meta])* $Unnamed:ident),* $(,)?)?
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $Fields {
            $($(#[$doc])* $Field,)*
            $($($(#[$unnamed_doc])* $Unnamed,)*)?
        }

        impl Field for $Fields {
            const ALL: &'static [(Self, FieldKind, &'static str)] =
                &[$((Self::$Field, FieldKind::$FieldKind, $name)),*];
        }
    )*};
}

fields! {
    /// A field of chats that a search can filter on.
    ChatField {
        /// The assigned agent.
        Assignee: Id = "chats.assignee",
        /// The agents who wrote in the chat.
        Agents: Ids = "chats.agents",
        /// The assigned department.
        Department: Id = "chats.department",
        /// The chat's customer.
        Customer: Id = "chats.customer",
        /// The time of creation.
        CreatedAt: Date = "chats.createdAt",
        /// The time of the last change of the chat or its messages.
        UpdatedAt: Date = "chats.updatedAt",
        /// The time of closing.
        ClosedAt: Date = "chats.closedAt",
        /// The time of the last message of a customer or agent.
        LastMessageAt: Date = "chats.lastMessageAt",
        /// The time of the customer's last message.
        LastCustomerMessageAt: Date = "chats.lastCustomerMessageAt",
        /// The chat's status.
        Status: Status = "chats.status",
        /// The customer's rating.
        Rating: Rating = "chats.rating",
        /// The customer's e-mail address.
        CustomerEmail: Email = "chats.customer.email",
        /// The customer's id in the organization's own system.
        CustomerUserId: Text = "chats.customer.userId",
        /// The customer's name.
        CustomerName: Text = "chats.customer.name",
        /// The customer's tags.
        CustomerTags: Tags = "chats.customer.tagsData",
    }

    /// A field of customers that a search can filter on.
    CustomerField {
        /// The customer's id.
        Id: Id = "customers.id",
        /// The time of the last visit.
        LastSeen: Date = "customers.lastSeen",
        /// The time of the first visit.
        FirstSeen: Date = "customers.firstSeen",
        /// The time of creation.
        CreatedAt: Date = "customers.createdAt",
        /// The customer's name.
        Name: Text = "customers.name",
        /// The customer's e-mail address.
        Email: Email = "customers.email",
        /// The customer's company.
        Company: Text = "customers.company",
        /// The customer's phone number.
        Phone: Text = "customers.phone",
        /// The code of the customer's country.
        CountryCode: Text = "customers.countryCode",
        /// The customer's city.
        City: Text = "customers.city",
        /// The code of the customer's region.
        RegionCode: Text = "customers.regionCode",
        /// The customer's id in the organization's own system.
        UserId: Text = "customers.userId",
        /// The customer's language.
        Locale: Text = "customers.locale",
        /// The id in Telegram, if the customer came through Telegram.
        TelegramId: Text = "customers.telegramId",
        /// The id in Facebook, if the customer came through Facebook.
        FacebookId: Text = "customers.facebookId",
        /// The id in Instagram, if the customer came through Instagram.
        InstagramId: Text = "customers.instagramId",
        /// The id in Viber, if the customer came through Viber.
        ViberId: Text = "customers.viberId",
        /// The id in WhatsApp, if the customer came through WhatsApp.
        WhatsappId: Text = "customers.whatsappId",
        /// The customer's tags.
        Tags: Tags = "customers.tagsData";
        /// All fields in which agents search for a text, with [`crate::Predicate::Contains`]. The
        /// text must be a part of the name, the e-mail address, the phone number, the userId, the
        /// company, the city, the id in a channel, the notes, a value of the custom data or a
        /// tag's name; or it must be the whole code of the country, the region or the language.
        Anything,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sort_is_read_by_its_name_and_in_searches_by_its_bare_name_too() {
        assert_eq!(ChatSort::parse("chats.closedAt"), Some(ChatSort::ClosedAt));
        assert_eq!(ChatSort::parse("closedAt"), None);
        assert_eq!(ChatSort::parse_in_search("chats.closedAt"), Some(ChatSort::ClosedAt));
        assert_eq!(ChatSort::parse_in_search("closedAt"), Some(ChatSort::ClosedAt));
        assert_eq!(CustomerSort::parse("customers.lastSeen"), Some(CustomerSort::LastSeen));
        assert_eq!(CustomerSort::parse_in_search("chats.createdAt"), None);
        assert_eq!(CustomerSort::parse_in_search("lastseen"), None);
    }

    #[test]
    fn operators_go_with_what_a_field_holds() {
        let taken = |kind: FieldKind| {
            let names = Operator::ALL.iter().filter(|(operator, _)| kind.takes(*operator));
            names.map(|(_, name)| *name).collect::<Vec<_>>().join(" ")
        };
        for kind in [FieldKind::Id, FieldKind::Date] {
            assert_eq!(taken(kind), "= != > < >= <=");
        }
        for kind in [FieldKind::Ids, FieldKind::Status, FieldKind::Rating] {
            assert_eq!(taken(kind), "= !=");
        }
        for kind in [FieldKind::Text, FieldKind::Email] {
            assert_eq!(taken(kind), "= != ~ !~");
        }
        assert_eq!(taken(FieldKind::Tags), "=");
    }

    proptest! {
        #[test]
        fn a_sort_is_read_by_its_name_in_the_same_letters_and_by_nothing_near_it(
            (sort, name) in prop::sample::select(&ChatSort::ALL),
            at in any::<prop::sample::Index>(),
            other in any::<char>(),
        ) {
            prop_assert_eq!(ChatSort::parse(name), Some(sort));
            let at = at.index(name.len());
            let mut near: Vec<char> = name.chars().collect();
            near[at] = other;
            let near: String = near.into_iter().collect();
            prop_assert_eq!(ChatSort::parse(&near).is_some(), near == name);
            prop_assert_eq!(ChatSort::parse(&name[..at]), None);
            prop_assert_eq!(ChatSort::parse(&format!("{name}{other}")), None);
        }
    }
}
