//! Ids: whole numbers from 1 to 9223372036854775807, unique in their organization (contract §2,
//! §3). Each kind of object has its own type, so that one cannot be given for another.

/// Reads an id from a path or a query: digits alone, from 1 to 9223372036854775807.
fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|id| *id >= 1)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $Name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Name(i64);

        impl $Name {
            /// The id with this number; `None` below 1.
            #[must_use]
            pub const fn new(id: i64) -> Option<Self> {
                if id >= 1 { Some(Self(id)) } else { None }
            }

            /// Reads an id written in digits alone; `None` for anything else or out of range.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                digits(text).map(Self)
            }

            /// Its number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// An organization: the owner of everything else.
    OrgId;
    /// An API key.
    KeyId;
    /// An agent.
    AgentId;
    /// An application: a site or app the widget runs in.
    ApplicationId;
    /// A chat.
    ChatId;
    /// A customer.
    CustomerId;
    /// A department.
    DepartmentId;
    /// An event of a customer.
    EventId;
    /// A message.
    MessageId;
    /// A customer tag.
    TagId;
    /// The number of a change: dense, in commit order, per organization.
    Seq;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_digits_alone_from_1_to_the_largest_i64() {
        assert_eq!(ChatId::parse("1").map(ChatId::get), Some(1));
        assert_eq!(ChatId::parse("007").map(ChatId::get), Some(7));
        assert_eq!(ChatId::parse("9223372036854775807").map(ChatId::get), Some(i64::MAX));
        for bad in ["", "0", "-1", "+1", " 1", "1 ", "1.0", "1e3", "x", "9223372036854775808", "１"]
        {
            assert_eq!(ChatId::parse(bad), None, "{bad:?}");
        }
    }
}
