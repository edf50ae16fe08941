//! The requirements of operations as types, so that no handler can forget the check.

use deskbell_model::Right;

/// The requirement of an operation: a right, optionally with a recently entered password.
pub trait Needs: Send + Sync + 'static {
    /// The required right; `None` if every agent may call the operation.
    const RIGHT: Option<Right>;
    /// True if the agent must have entered the password recently.
    const CONFIRMED: bool = false;
    /// True if the body is a file, which may be larger than other bodies.
    const TAKES_FILE: bool = false;
}

/// The requirement of the right `R`, for an operation whose body is a file.
#[derive(Clone, Copy, Debug)]
pub struct WithFile<R>(std::marker::PhantomData<R>);

impl<R: Needs> Needs for WithFile<R> {
    const RIGHT: Option<Right> = R::RIGHT;
    const CONFIRMED: bool = R::CONFIRMED;
    const TAKES_FILE: bool = true;
}

/// The requirement of the right `R` and of a recently entered password.
#[derive(Clone, Copy, Debug)]
pub struct SteppedUp<R>(std::marker::PhantomData<R>);

impl<R: Needs> Needs for SteppedUp<R> {
    const RIGHT: Option<Right> = R::RIGHT;
    const CONFIRMED: bool = true;
}

/// The requirement of no right: every agent may call the operation.
#[derive(Clone, Copy, Debug)]
pub struct Any;

impl Needs for Any {
    const RIGHT: Option<Right> = None;
}

macro_rules! rights {
    ($($Right:ident),* $(,)?) => {$(
        #[doc = concat!("The right [`Right::", stringify!($Right), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub struct $Right;

        impl Needs for $Right {
            const RIGHT: Option<Right> = Some(Right::$Right);
        }
    )*};
}
rights!(
    Messages,
    Chats,
    Customers,
    CustomerLists,
    CustomerMerges,
    CustomerErasure,
    OwnCanned,
    SharedCanned,
    OwnReports,
    AllReports,
    Staff,
    Webhooks,
    Keys,
    Organization,
    Audit,
);
