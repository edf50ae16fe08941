//! The cached answers of an index. While nothing changes, a repeated request for a page gets the
//! cached bytes.

use std::collections::VecDeque;

use deskbell_model::FeedPosition;
use deskbell_model::limits::INDEX_ANSWERS_MAX;
use deskbell_query::Question;

use crate::Answer;
use crate::index::limits::INDEX_ANSWER_BYTES_MAX;

/// The cached answers. All of them include the changes up to the same position in the feed.
#[derive(Debug, Default)]
pub(super) struct Answers {
    at: FeedPosition,
    /// The cached questions with their answers, the most recently used first.
    given: VecDeque<(Question, Answer)>,
}

impl Answers {
    /// Finds the cached answer to a question, if the cached answers include the changes exactly up
    /// to `at`.
    pub(super) fn find(&mut self, at: FeedPosition, question: &Question) -> Option<Answer> {
        if self.at != at {
            return None;
        }
        let place = self.given.iter().position(|(known, _)| known == question)?;
        if place > 0 {
            let found = self.given.remove(place)?;
            self.given.push_front(found);
        }
        self.given.front().map(|(_, answer)| answer.clone())
    }

    /// Caches an answer that includes the changes up to `at`, unless the answer is large or older
    /// than the cached answers.
    pub(super) fn keep(&mut self, at: FeedPosition, question: &Question, answer: &Answer) {
        if self.at < at {
            self.clear();
            self.at = at;
        }
        if self.at == at && answer.size() <= INDEX_ANSWER_BYTES_MAX as u64 {
            self.given.truncate(INDEX_ANSWERS_MAX - 1);
            self.given.push_front((question.clone(), answer.clone()));
        }
    }

    /// Removes all answers; the next cached answer may have any position in the feed.
    pub(super) fn clear(&mut self) {
        self.given.clear();
        self.at = FeedPosition::default();
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::History;
    use deskbell_query::{Limit, Sorted};

    use super::*;

    fn question(limit: u64) -> Question {
        let mut page = Sorted::default();
        page.page.limit = Limit::new(limit).unwrap();
        Question::Chats(page)
    }

    fn at(seq: i64) -> FeedPosition {
        FeedPosition { history: History::default(), seq }
    }

    fn found(answers: &mut Answers, seq: i64, limit: u64) -> Option<Vec<u8>> {
        answers.find(at(seq), &question(limit)).map(|answer| answer.into_bytes().to_vec())
    }

    #[test]
    fn an_answer_is_given_again_until_something_changes() {
        let mut answers = Answers::default();
        let json = Answer::from(b"{}".to_vec());
        answers.keep(at(7), &question(1), &json);
        assert_eq!(found(&mut answers, 7, 1), Some(b"{}".to_vec()));
        assert_eq!(found(&mut answers, 7, 2), None);
        assert_eq!(found(&mut answers, 8, 1), None);
        answers.keep(at(8), &question(2), &json);
        assert_eq!(found(&mut answers, 7, 1), None);
        // An answer that arrives late, with an older last change, is not cached.
        answers.keep(at(7), &question(1), &json);
        assert_eq!(found(&mut answers, 8, 1), None);
        assert_eq!(found(&mut answers, 8, 2), Some(b"{}".to_vec()));
        answers.clear();
        assert_eq!(found(&mut answers, 8, 2), None);
    }

    #[test]
    fn what_was_not_asked_for_lately_goes_and_what_is_large_is_not_kept() {
        let mut answers = Answers::default();
        let json = Answer::from(b"{}".to_vec());
        let many = u64::try_from(INDEX_ANSWERS_MAX).unwrap();
        for limit in 1..=many {
            answers.keep(at(1), &question(limit), &json);
        }
        assert!(answers.find(at(1), &question(1)).is_some());
        answers.keep(at(1), &question(many + 1), &json);
        assert!(answers.find(at(1), &question(1)).is_some());
        assert!(answers.find(at(1), &question(2)).is_none());
        let large = Answer::from(vec![b' '; INDEX_ANSWER_BYTES_MAX + 1]);
        answers.keep(at(1), &question(2), &large);
        assert!(answers.find(at(1), &question(2)).is_none());
    }

    #[test]
    fn an_answer_of_another_history_is_none_whatever_its_number() {
        let mut answers = Answers::default();
        let json = Answer::from(b"{}".to_vec());
        let after_it = FeedPosition { history: History { id: 0, timeline: 2 }, seq: 5 };
        answers.keep(at(7), &question(1), &json);
        answers.keep(after_it, &question(2), &json);
        assert!(answers.find(after_it, &question(2)).is_some());
        // An answer that arrives late, from the old history, is not cached.
        answers.keep(at(8), &question(1), &json);
        assert!(answers.find(FeedPosition { seq: 8, ..after_it }, &question(1)).is_none());
        assert!(answers.find(after_it, &question(2)).is_some());
    }
}
