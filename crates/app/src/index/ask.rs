//! Asking an index: as often as it takes to bring it up to what is committed, with what a page
//! lacks and, for a large one, once there is room for it.

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

/// The result of a look into an index.
enum Looked {
    /// This was given before.
    Answer(Answer),
    /// This is the answer as of that change.
    Made(FeedPosition, Vec<u8>),
    /// The index must be given later changes, or the data that is missing.
    Wants(Missing),
    /// The index cannot answer now.
    No,
    /// The index is broken.
    Failed,
}

impl OrgIndex {
    /// Looks for an answer that takes no more than so many bytes.
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
    /// The answer as of now, or `None` when the database has to give it.
    ///
    /// # Errors
    /// As the database says, which is asked for what is new.
    pub(crate) async fn ask(&self, org: OrgId, question: &Question) -> Result<Option<Answer>> {
        if !self.settings.enabled {
            return Ok(None);
        }
        let kept = self.kept(org);
        let Some(known) = kept.place() else { return Ok(None) };
        let head = self.head(org, &kept).await?;
        // A file's writer tells of a commit after everybody can see it; a server is asked later.
        if self.context.store.engine() == Engine::Postgres {
            self.compare_history(org, known, head);
        }
        let (mut catch_up, mut bytes) = (None, None);
        for _ in 0..INDEX_TRIES_MAX {
            let asked = (question, catch_up.as_ref());
            let looked = match bytes.take() {
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

    /// Looks for a large answer, once there is room for so many bytes.
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
                // Names may be longer than they were thought to be.
                Looked::Made(_, json) if json.len() > bytes => {
                    let room = Some(json.len());
                    Err(Looked::Wants(Missing { room, ..Missing::default() }))
                }
                Looked::Made(_, json) => {
                    let answer = Answer::held(json, held);
                    // Here, and not where it is asked for.
                    let _ = answer.digest();
                    Ok(answer)
                }
                other => Err(other),
            }
        });
        looking.await.ok_or(Error::Rendering)
    }
}
