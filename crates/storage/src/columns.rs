//! Conversions between the columns of a row and Rust values. An error for an invalid value contains
//! the column's number.

use deskbell_model::report::Metric;
use deskbell_model::{
    ActorKind, AgentId, AllowedSites, AppUuid, ApplicationId, BroadcastType, Channel, ChatId,
    CreatedWith, CustomerId, DeliveryId, DepartmentId, EventId, FileId, ImportId, KeyId, Kind,
    MediaType, MessageChannel, MessageId, MessageKind, OrgId, Rating, Role, Scope, Seconds, Secret,
    Seq, SessionId, SettingId, SettingKind, Side, Status, TagId, Timestamp, Via, WebhookEvent,
    WebhookId,
};

use crate::error::{Error, Result};
use crate::row::{Param, Row};

/// The columns of a row, read from first to last.
#[derive(Debug)]
pub struct Columns<'r, R> {
    row: &'r R,
    next: usize,
}

impl<'r, R: Row> Columns<'r, R> {
    pub(crate) fn new(row: &'r R) -> Self {
        Self { row, next: 0 }
    }

    fn step(&mut self) -> usize {
        let column = self.next;
        self.next += 1;
        column
    }

    fn bad(&self, what: &str) -> Error {
        Error::corrupt(format!("column {} is {what}", self.next))
    }

    pub(crate) fn get<T: Value>(&mut self) -> Result<T> {
        T::read(self)
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>> {
        let column = self.step();
        self.row.int(column)
    }

    pub(crate) fn int(&mut self) -> Result<i64> {
        self.opt_int()?.ok_or_else(|| self.bad("null"))
    }

    pub(crate) fn count(&mut self) -> Result<u64> {
        u64::try_from(self.int()?).map_err(|_| self.bad("negative"))
    }

    pub(crate) fn small(&mut self) -> Result<u32> {
        u32::try_from(self.int()?).map_err(|_| self.bad("no small number"))
    }

    pub(crate) fn opt_small(&mut self) -> Result<Option<u32>> {
        let Some(number) = self.opt_int()? else { return Ok(None) };
        u32::try_from(number).map(Some).map_err(|_| self.bad("no small number"))
    }

    pub(crate) fn bool(&mut self) -> Result<bool> {
        match self.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.bad("neither 0 nor 1")),
        }
    }

    pub(crate) fn opt_str(&mut self) -> Result<Option<&'r str>> {
        let column = self.step();
        self.row.text(column)
    }

    pub(crate) fn str(&mut self) -> Result<&'r str> {
        self.opt_str()?.ok_or_else(|| self.bad("null"))
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        self.str().map(str::to_owned)
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>> {
        Ok(self.opt_str()?.map(str::to_owned))
    }

    /// Reads the next column as the name of an enumeration's value; `parse` converts the name.
    pub(crate) fn word<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        parse(self.str()?).ok_or_else(|| self.bad("an unknown word"))
    }

    pub(crate) fn opt_word<T>(
        &mut self,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(word) = self.opt_str()? else { return Ok(None) };
        parse(word).map(Some).ok_or_else(|| self.bad("an unknown word"))
    }

    pub(crate) fn id<T: Id>(&mut self) -> Result<T> {
        T::from_i64(self.int()?).ok_or_else(|| self.bad("no id"))
    }

    pub(crate) fn opt_id<T: Id>(&mut self) -> Result<Option<T>> {
        let Some(id) = self.opt_int()? else { return Ok(None) };
        T::from_i64(id).map(Some).ok_or_else(|| self.bad("no id"))
    }

    pub(crate) fn seconds(&mut self) -> Result<Seconds> {
        Seconds::from_i64(self.int()?).ok_or_else(|| self.bad("no time"))
    }

    pub(crate) fn opt_seconds(&mut self) -> Result<Option<Seconds>> {
        let Some(at) = self.opt_int()? else { return Ok(None) };
        Seconds::from_i64(at).map(Some).ok_or_else(|| self.bad("no time"))
    }

    pub(crate) fn timestamp(&mut self) -> Result<Timestamp> {
        Timestamp::from_millis(self.int()?).ok_or_else(|| self.bad("no time"))
    }

    pub(crate) fn opt_timestamp(&mut self) -> Result<Option<Timestamp>> {
        let Some(at) = self.opt_int()? else { return Ok(None) };
        Timestamp::from_millis(at).map(Some).ok_or_else(|| self.bad("no time"))
    }
}

/// A type that is read from a row. Tests compare `COLUMNS` with the columns of every statement that
/// returns rows of this type.
pub trait FromRow: Sized + Send {
    /// The columns' names, in order.
    const COLUMNS: &'static [&'static str];

    /// Reads the columns in the order of `COLUMNS`.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a column holds an invalid value.
    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self>;
}

/// The row type of statements that return no rows.
#[derive(Debug)]
pub enum Nothing {}

impl FromRow for Nothing {
    const COLUMNS: &'static [&'static str] = &[];

    fn from_row<R: Row>(_: &mut Columns<'_, R>) -> Result<Self> {
        Err(Error::Internal("a row from a statement that returns none".into()))
    }
}

impl FromRow for i64 {
    const COLUMNS: &'static [&'static str] = &["value"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.int()
    }
}

impl FromRow for String {
    const COLUMNS: &'static [&'static str] = &["value"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.text()
    }
}

/// A type stored in one column.
pub(crate) trait Value: Sized {
    fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self>;

    fn param(&self) -> Param<'_>;
}

macro_rules! values {
    ($($T:ty: $read:ident $(or $opt:ident)?, |$it:ident| $param:expr;)*) => {$(
        impl Value for $T {
            fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
                columns.$read()
            }

            fn param(&self) -> Param<'_> {
                let $it = self;
                Param::from($param)
            }
        }

        $(impl Value for Option<$T> {
            fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
                columns.$opt()
            }

            fn param(&self) -> Param<'_> {
                self.as_ref().map_or(Param::Null, Value::param)
            }
        })?
    )*};
}
values! {
    bool: bool, |it| *it;
    i64: int or opt_int, |it| *it;
    u64: count, |it| *it;
    u32: small or opt_small, |it| *it;
    String: text or opt_text, |it| it;
    Seconds: seconds or opt_seconds, |it| *it;
    Timestamp: timestamp or opt_timestamp, |it| *it;
}

macro_rules! words {
    ($($Word:ty),* $(,)?) => {$(
        impl Value for $Word {
            fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
                columns.word(<$Word>::parse)
            }

            fn param(&self) -> Param<'_> {
                Param::Text(self.as_str())
            }
        }

        impl Value for Option<$Word> {
            fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
                columns.opt_word(<$Word>::parse)
            }

            fn param(&self) -> Param<'_> {
                self.as_ref().map_or(Param::Null, Value::param)
            }
        }
    )*};
}
impl Value for Secret {
    fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.text().map(Self::new)
    }

    fn param(&self) -> Param<'_> {
        Param::Text(self.reveal())
    }
}

impl Value for Option<Secret> {
    fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(columns.opt_text()?.map(Secret::new))
    }

    fn param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, Value::param)
    }
}

impl Value for AppUuid {
    fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.word(Self::parse)
    }

    fn param(&self) -> Param<'_> {
        Param::Text(self.as_str())
    }
}

impl Value for AllowedSites {
    fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.word(Self::parse)
    }

    fn param(&self) -> Param<'_> {
        Param::Text(self.lines())
    }
}

impl Value for MessageKind {
    fn read<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self::of(columns.str()?))
    }

    fn param(&self) -> Param<'_> {
        Param::Text(self.as_str())
    }
}

words!(
    ActorKind,
    BroadcastType,
    Channel,
    CreatedWith,
    Kind,
    MediaType,
    MessageChannel,
    Metric,
    Rating,
    Role,
    Scope,
    SettingKind,
    Side,
    Status,
    Via,
    WebhookEvent
);

/// An id, stored as a number.
pub trait Id: Sized {
    /// Returns the id with this number; `None` below 1.
    fn from_i64(id: i64) -> Option<Self>;
}

macro_rules! ids {
    ($($Id:ty),*) => {$(
        impl Id for $Id {
            fn from_i64(id: i64) -> Option<Self> {
                <$Id>::new(id)
            }
        }

        impl From<$Id> for Param<'_> {
            fn from(id: $Id) -> Self {
                Param::Int(id.get())
            }
        }

        values! { $Id: id or opt_id, |it| *it; }
    )*};
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
    ImportId,
    KeyId,
    MessageId,
    OrgId,
    Seq,
    SessionId,
    SettingId,
    TagId,
    WebhookId
);

/// Makes an array of parameters from values of the model.
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::row::Param::from($value)),*] };
}
pub(crate) use params;
