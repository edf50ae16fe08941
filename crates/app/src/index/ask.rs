//! Queries of an index. A query is repeated until the index is up to date and has all data of the
//! page. A large answer first waits for memory. A query that reads the texts of all customers runs
//! on a separate thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use deskbell_index::{CatchUpIds, Missing};
use deskbell_model::limits::ANSWER_IN_PLACE_BYTES_MAX;
use deskbell_model::{FeedPosition, OrgId};
use deskbell_query::Question;
use deskbell_storage::{Class, Engine};

use super::Indexes;
use super::follow::ReadCatchUp;
use super::{OrgIndex, State};
use crate::Answer;
use crate::error::{Error, Result};
use crate::index::limits::INDEX_TRIES_MAX;

/// The result of one attempt to answer from an index.
enum Looked {
    /// A cached answer.
    Answer(Answer),
    /// A new answer, with the position of the last change that the answer includes.
    Made(FeedPosition, Vec<u8>),
    /// The index first needs later changes, missing data or more memory for the answer.
    Wants(Missing),
    /// The index cannot answer now.
    No,
    /// The query panicked.
    Failed,
}

impl OrgIndex {
    /// Finds a cached answer that includes the changes up to `head`.
    fn cached(&self, question: &Question, head: FeedPosition) -> Option<Answer> {
        let place = self.whole_to().filter(|place| *place >= head)?;
        self.answers().find(place, question)
    }

    /// Tries once to answer from an index, with an answer of at most `bytes_max` bytes.
    fn look(
        &self,
        (question, catch_up): (&Question, Option<&CatchUpIds>),
        head: FeedPosition,
        bytes_max: usize,
    ) -> Looked {
        let state = self.read();
        let State::Ready(built) = &*state else { return Looked::No };
        if !built.is_whole {
            return Looked::No;
        }
        let place = built.place();
        if place < head {
            return Looked::Wants(Missing::default());
        }
        if let Some(answer) = self.answers().find(place, question) {
            return Looked::Answer(answer);
        }
        let index = &built.index;
        let answer = catch_unwind(AssertUnwindSafe(|| index.answer(question, catch_up, bytes_max)));
        drop(state);
        match answer {
            Ok(Ok(json)) => Looked::Made(place, json),
            Ok(Err(missing)) => Looked::Wants(missing),
            Err(_) => Looked::Failed,
        }
    }
}

impl Indexes {
    /// Returns a built index, and the last change that an answer must include; `None` when the
    /// database must answer.
    pub(super) async fn head(&self, org: OrgId) -> Result<Option<(Arc<OrgIndex>, FeedPosition)>> {
        if !self.settings.enabled {
            return Ok(None);
        }
        let kept = self.kept(org);
        let Some(known) = kept.place() else {
            self.try_again(&kept);
            return Ok(None);
        };
        let head = match self.context.store.engine() {
            // Only this process serves the file, and its writer announces each commit before the
            // request is answered. The commits of commands are found by polling.
            Engine::Sqlite => *kept.committed.borrow(),
            // Other nodes may have committed. The position was read after `known`, unlike that of
            // SQLite's writer, which may be older than the index.
            Engine::Postgres => {
                let head = self.context.last_change(org).await?;
                self.compare_history(org, known, head);
                head
            }
        };
        Ok(Some((kept, head)))
    }

    /// Answers a question from an index that includes every commit so far; `None` when the database
    /// must answer.
    ///
    /// # Errors
    /// [`Error::NoRoom`], [`Error::Rendering`], or when the database fails.
    pub(crate) async fn ask(&self, org: OrgId, question: &Question) -> Result<Option<Answer>> {
        let Some((kept, head)) = self.head(org).await? else { return Ok(None) };
        let (mut catch_up, mut bytes) = (None, None);
        for _ in 0..INDEX_TRIES_MAX {
            let asked = (question, catch_up.as_ref());
            let looked = match bytes.take() {
                None if question.scans_texts() => self.scan(org, &kept, asked, head).await?,
                None => kept.look(asked, head, ANSWER_IN_PLACE_BYTES_MAX),
                Some(bytes) => match self.look_apart(org, &kept, asked, head, bytes).await? {
                    Ok(answer) => return Ok(Some(answer)),
                    Err(looked) => looked,
                },
            };
            let missing = match looked {
                Looked::Answer(answer) => return Ok(Some(answer)),
                Looked::Made(place, json) => {
                    let answer = Answer::from(json);
                    kept.answers().keep(place, question, &answer);
                    return Ok(Some(answer));
                }
                Looked::Wants(missing) => missing,
                Looked::No => return Ok(None),
                Looked::Failed => {
                    self.drop_index(org, &kept, "answering failed");
                    return Ok(None);
                }
            };
            match (missing.catch_up, missing.room) {
                (Some(range), _) => {
                    catch_up = Some(
                        self.context.store.snapshot(Class::Page, ReadCatchUp(org, range)).await?,
                    );
                }
                (None, Some(room)) => bytes = Some(room),
                (None, None) => self.feed_index(org, &kept, Some(head), missing).await?,
            }
        }
        Ok(None)
    }

    /// Tries once to answer a query that reads the texts of all customers, on a blocking thread.
    /// The query waits for one of its organization's permits for long reads and for a permit for
    /// work on large answers. The query makes only small answers, which take no memory of the
    /// budget.
    async fn scan(
        &self,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        (question, catch_up): (&Question, Option<&CatchUpIds>),
        head: FeedPosition,
    ) -> Result<Looked> {
        if let Some(answer) = kept.cached(question, head) {
            return Ok(Looked::Answer(answer));
        }
        let turn = self.budget.turn(org).await;
        let (kept, question, catch_up) = (Arc::clone(kept), question.clone(), catch_up.cloned());
        let looking = self.budget.work(move || {
            let looked = kept.look((&question, catch_up.as_ref()), head, ANSWER_IN_PLACE_BYTES_MAX);
            // The permit is held until the work ends, even if nobody waits for the answer any more.
            drop(turn);
            looked
        });
        looking.await.ok_or(Error::Rendering)
    }

    /// Waits for memory for `bytes` bytes, and tries once to make a large answer.
    async fn look_apart(
        &self,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        (question, catch_up): (&Question, Option<&CatchUpIds>),
        head: FeedPosition,
        bytes: usize,
    ) -> Result<Result<Answer, Looked>> {
        let held = self.budget.take(org, bytes as u64).await.ok_or(Error::NoRoom)?;
        let (kept, question, catch_up) = (Arc::clone(kept), question.clone(), catch_up.cloned());
        let looking = self.budget.work(move || {
            match kept.look((&question, catch_up.as_ref()), head, bytes) {
                // The answer may be larger than estimated because of long names.
                Looked::Made(_, json) if json.len() > bytes => {
                    let room = Some(json.len());
                    Err(Looked::Wants(Missing { room, ..Missing::default() }))
                }
                Looked::Made(_, json) => {
                    let answer = Answer::permitted(json, held);
                    // Computes the digest on this thread instead of the request's thread.
                    let _ = answer.digest();
                    Ok(answer)
                }
                other => Err(other),
            }
        });
        looking.await.ok_or(Error::Rendering)
    }
}
