//! Images of indexes, the files in which in-memory indexes are saved. An image is refused, or read
//! as an index that answers, follows changes and can be saved again.

use deskbell_index::{Delta, Image};
use deskbell_query::{
    ChatField, ChatSort, Condition, CustomerField, Filter, Predicate, Question, Search, Sorted,
};
use twox_hash::XxHash3_64;

/// The length of the beginning of an image, in bytes. `END` is the length of the end, and `ROW` the
/// length of a row in the table of sections.
const HEAD: usize = 16;
const END: usize = 12;
const ROW: usize = 16;

pub fn run(input: &[u8]) {
    read(input);
    if let Some(sealed) = sealed(input) {
        read(&sealed);
    }
}

fn read(bytes: &[u8]) {
    let Ok(image) = Image::open(bytes, bytes.len() as u64) else { return };
    let Ok(mut index) = image.load(7) else { return };
    let total = index.chats_total();
    for question in questions() {
        let _ = index.answer(&question, None, 1 << 20);
    }
    index.take(&Delta { seq: 8, ..Delta::default() }).unwrap();
    let mut again = Vec::new();
    index.save(image.stamp(), &mut again).unwrap();
    let image = Image::open(again.as_slice(), again.len() as u64).unwrap();
    assert_eq!(image.load(8).unwrap().chats_total(), total);
}

fn questions() -> Vec<Question> {
    let name = Predicate::Contains("a".to_owned());
    let only = |field| Condition { field, test: name.clone(), is_negated: false };
    let by_name = Filter::only(only(ChatField::CustomerName));
    let page = Sorted::default();
    let mut all = vec![
        Question::FindChats(Search { filter: by_name, page }),
        Question::FindCustomers(Search {
            filter: Filter::only(Condition {
                field: CustomerField::Company,
                test: Predicate::Null,
                is_negated: true,
            }),
            page: Sorted::default(),
        }),
        Question::Customers(Sorted::default()),
    ];
    let sorted = |sort| Question::Chats(Sorted { sort, ..Sorted::default() });
    all.extend(ChatSort::ALL.iter().map(|(sort, _)| sorted(*sort)));
    all
}

/// Returns the input with its checksums corrected; `None` if the input is too short for checksums.
fn sealed(input: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let bytes = input.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    let head = HEAD.checked_add(number(12)?)?;
    let end = input.len().checked_sub(END)?;
    let table = end.checked_sub(number(end)?.checked_mul(ROW)?)?;
    let mut sealed = input.to_vec();
    let mut start = head;
    for row in (table..end).step_by(ROW) {
        let bytes = u64::from_le_bytes(input.get(row..row + 8)?.try_into().ok()?);
        let next = start.checked_add(usize::try_from(bytes).ok()?)?;
        let sum = XxHash3_64::oneshot(input.get(start..next)?);
        sealed[row + 8..row + ROW].copy_from_slice(&sum.to_le_bytes());
        start = next;
    }
    let checked = [sealed.get(..head)?, sealed.get(table..end + 4)?].concat();
    sealed[end + 4..].copy_from_slice(&XxHash3_64::oneshot(&checked).to_le_bytes());
    Some(sealed)
}
