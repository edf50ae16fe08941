//! Ids: whole numbers from 1 to 9223372036854775807, unique in their organization (contract §2,
//! §3). Each kind of object has a separate type of id, so that the compiler refuses the wrong kind
//! of id.

/// Reads an id from a path or a query: only digits, from 1 to 9223372036854775807.
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
            /// Creates the id with this number; `None` for a number below 1.
            #[must_use]
            pub const fn new(id: i64) -> Option<Self> {
                if id >= 1 { Some(Self(id)) } else { None }
            }

            /// Reads an id written only in digits; `None` for other texts, and for numbers out of
            /// range.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                digits(text).map(Self)
            }

            /// Returns the id as a number.
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
    /// The id of an organization, the owner of all other objects.
    OrgId;
    /// The id of an API key.
    KeyId;
    /// The id of an agent.
    AgentId;
    /// The id of an application: a site or app in which the widget runs.
    ApplicationId;
    /// The id of a chat.
    ChatId;
    /// The id of a customer.
    CustomerId;
    /// The id of a delivery to a webhook.
    DeliveryId;
    /// The id of a department.
    DepartmentId;
    /// The id of an event of a customer.
    EventId;
    /// The id of a file.
    FileId;
    /// The id of one run of an import.
    ImportId;
    /// The id of a message.
    MessageId;
    /// The id of a session of an agent.
    SessionId;
    /// The id of a setting.
    SettingId;
    /// The id of a customer tag.
    TagId;
    /// The id of a webhook.
    WebhookId;
    /// The number of a change of an organization. The numbers are consecutive, in commit order.
    Seq;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    fn text() -> impl Strategy<Value = String> {
        let largest = i128::from(i64::MAX);
        prop_oneof![
            "[0-9]{0,40}",
            "0{0,9}[0-9]{1,20}",
            "0{0,3}[0-2]",
            "[-+ ]?[0-9]{1,3}[.e_ ]?[0-9]{0,2}",
            (largest - 3..=largest + 3).prop_map(|number| number.to_string()),
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn what_is_read_is_the_number_that_the_digits_say_if_an_i64_holds_it(text in text()) {
            let is_digits = !text.is_empty() && text.chars().all(|c| "0123456789".contains(c));
            // A text of forty digits may exceed even `u128`; then no id is expected.
            let number = if is_digits { text.parse::<u128>().ok() } else { None };
            let number = number.filter(|number| (1..=i64::MAX as u128).contains(number));
            let read = ChatId::parse(&text).map(|id| u128::from(id.get().unsigned_abs()));
            prop_assert_eq!(read, number);
        }

        #[test]
        fn an_id_reads_back_from_its_own_text_whatever_zeros_stand_before(
            number in 1..=i64::MAX,
            zeros in "0{0,30}",
        ) {
            let id = CustomerId::new(number).unwrap();
            prop_assert_eq!(CustomerId::parse(&format!("{zeros}{id}")), Some(id));
        }
    }
}
