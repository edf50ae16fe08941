//! The one table of the fields that lists can be sorted by and searched by (contract §4, §6).
//! Where a field is kept is not known here.

use crate::filter::Operator;

macro_rules! sorts {
    ($($(#[$meta:meta])* $Sort:ident[$count:literal] in $list:literal {
        $($(#[$doc:meta])* $Key:ident = $key:literal),* $(,)?
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $Sort { $($(#[$doc])* $Key),* }

        impl $Sort {
            /// Every sort with its name in the contract.
            pub const ALL: [(Self, &'static str); $count] =
                [$((Self::$Key, concat!($list, ".", $key))),*];

            /// Reads a sort by its name, in the same letters; `None` for another text.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
            }

            /// The same, or its name without the list's: what the body of a search may say.
            #[must_use]
            pub fn parse_in_search(name: &str) -> Option<Self> {
                match name { $($key => Some(Self::$Key),)* _ => Self::parse(name) }
            }
        }
    )*};
}

sorts! {
    /// What chats are sorted by.
    ChatSort[4] in "chats" {
        /// When it began, the default.
        #[default]
        CreatedAt = "createdAt",
        /// The last message of its customer.
        LastCustomerMessageAt = "lastCustomerMessageAt",
        /// The last message of customer or agent.
        LastMessageAt = "lastMessageAt",
        /// When it was closed.
        ClosedAt = "closedAt",
    }

    /// What customers are sorted by.
    CustomerSort[3] in "customers" {
        /// When it was recorded, the default.
        #[default]
        CreatedAt = "createdAt",
        /// When it was first seen.
        FirstSeen = "firstSeen",
        /// When it was last seen.
        LastSeen = "lastSeen",
    }
}

/// What a field holds, and so which operators and values it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// The id of another object.
    Id,
    /// The ids of several, one of which is asked for.
    Ids,
    /// A time.
    Date,
    /// A chat's status.
    Status,
    /// A chat's rating.
    Rating,
    /// A text.
    Text,
    /// An e-mail address: the same in any case.
    Email,
    /// A customer's tags.
    Tags,
}

impl FieldKind {
    /// Whether it may be asked for with this operator.
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
    /// Every field with what it holds and its name in the contract.
    const ALL: &'static [(Self, FieldKind, &'static str)];

    /// Reads a field by its name, in the same letters; `None` for another text.
    #[must_use]
    fn parse(name: &str) -> Option<(Self, FieldKind)> {
        let found = Self::ALL.iter().find(|(.., known)| *known == name);
        found.map(|(field, kind, _)| (*field, *kind))
    }
}

macro_rules! fields {
    ($($(#[$meta:meta])* $Fields:ident {
        $($(#[$doc:meta])* $Field:ident: $FieldKind:ident = $name:literal),* $(,)?
    })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $Fields { $($(#[$doc])* $Field),* }

        impl Field for $Fields {
            const ALL: &'static [(Self, FieldKind, &'static str)] =
                &[$((Self::$Field, FieldKind::$FieldKind, $name)),*];
        }
    )*};
}

fields! {
    /// What chats are searched by.
    ChatField {
        /// Who is to answer.
        Assignee: Id = "chats.assignee",
        /// Who wrote in it.
        Agents: Ids = "chats.agents",
        /// Which department is to answer.
        Department: Id = "chats.department",
        /// Whose it is.
        Customer: Id = "chats.customer",
        /// When it began.
        CreatedAt: Date = "chats.createdAt",
        /// The last change of the chat or its messages.
        UpdatedAt: Date = "chats.updatedAt",
        /// When it was closed.
        ClosedAt: Date = "chats.closedAt",
        /// The last message of customer or agent.
        LastMessageAt: Date = "chats.lastMessageAt",
        /// The last message of its customer.
        LastCustomerMessageAt: Date = "chats.lastCustomerMessageAt",
        /// Where it stands.
        Status: Status = "chats.status",
        /// How the customer rated it.
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

    /// What customers are searched by.
    CustomerField {
        /// Its id.
        Id: Id = "customers.id",
        /// When it was last seen.
        LastSeen: Date = "customers.lastSeen",
        /// When it was first seen.
        FirstSeen: Date = "customers.firstSeen",
        /// When it was recorded.
        CreatedAt: Date = "customers.createdAt",
        /// Its name.
        Name: Text = "customers.name",
        /// Its e-mail address.
        Email: Email = "customers.email",
        /// Its company.
        Company: Text = "customers.company",
        /// Its phone number.
        Phone: Text = "customers.phone",
        /// Its country's code.
        CountryCode: Text = "customers.countryCode",
        /// Its city.
        City: Text = "customers.city",
        /// Its region's code.
        RegionCode: Text = "customers.regionCode",
        /// Its id in the organization's own system.
        UserId: Text = "customers.userId",
        /// Its language.
        Locale: Text = "customers.locale",
        /// Its id in Telegram, if it came from there.
        TelegramId: Text = "customers.telegramId",
        /// Its id in Facebook, if it came from there.
        FacebookId: Text = "customers.facebookId",
        /// Its id in Instagram, if it came from there.
        InstagramId: Text = "customers.instagramId",
        /// Its id in Viber, if it came from there.
        ViberId: Text = "customers.viberId",
        /// Its id in WhatsApp, if it came from there.
        WhatsappId: Text = "customers.whatsappId",
        /// Its tags.
        Tags: Tags = "customers.tagsData",
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
