//! The size of a data set, as passed to `deskbell seed`.

use std::fmt;

/// The size of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The number of chats.
    pub chats: u64,
    /// The average number of messages per chat.
    pub messages_per_chat: u64,
    /// The seed of the random data.
    pub seed: u64,
}

impl Plan {
    /// A plan with many chats and few messages, for measuring lists.
    #[must_use]
    pub const fn of_chats(chats: u64) -> Self {
        Self { chats, messages_per_chat: if chats > 100_000 { 1 } else { 4 }, seed: 1 }
    }

    pub(crate) fn name(self) -> String {
        format!("{}_{}_{}", self.chats, self.messages_per_chat, self.seed)
    }

    pub(crate) fn arguments(self) -> [String; 7] {
        let Self { chats, messages_per_chat, seed } = self;
        let numbers = [chats, messages_per_chat, seed].map(|number| number.to_string());
        let [chats, messages, seed] = numbers;
        let names = ["--chats", "--messages-per-chat", "--seed"].map(str::to_owned);
        let [a, b, c] = names;
        ["seed".to_owned(), a, chats, b, messages, c, seed]
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`deskbell {}`", self.arguments().join(" "))
    }
}
