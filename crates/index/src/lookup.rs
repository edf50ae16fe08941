//! The objects to which many chats and customers refer: agents, departments, tags. Each object has
//! a code (a small number). The object's JSON is stored only once, so that a new name or colour
//! changes a single place.

use std::collections::BTreeMap;

use deskbell_model::{AgentRef, DepartmentRef, Tag};
use deskbell_query::fold;
use deskbell_wire as wire;

use crate::dict_column::{Dict, DictCode};
use crate::encoding::{Decoder, Encoder};
use crate::slot::at;

/// The approximate overhead of a stored text or of a stored JSON, in bytes.
const TEXT_BYTES: usize = 48;

/// Objects of one kind, each with its code and its JSON.
#[derive(Debug, Default)]
pub(crate) struct DictJson {
    pub(crate) codes: Dict,
    parts: Vec<Box<[u8]>>,
}

impl DictJson {
    fn put(&mut self, id: i64, write: impl FnOnce(&mut Vec<u8>)) -> DictCode {
        let code = self.codes.take(id);
        let mut json = Vec::new();
        write(&mut json);
        if self.parts.len() <= at(code) {
            self.parts.resize(at(code) + 1, Box::default());
        }
        self.parts[at(code)] = json.into();
        code
    }

    /// Returns the JSON of the object with this code; `null` for the code of no object.
    pub(crate) fn part(&self, code: DictCode) -> &[u8] {
        match self.parts.get(at(code)) {
            Some(part) if !part.is_empty() => part,
            _ => b"null",
        }
    }

    pub(crate) fn id(&self, code: DictCode) -> Option<i64> {
        self.codes.all().find(|(_, known)| *known == code).map(|(id, _)| id)
    }

    fn bytes(&self) -> usize {
        let parts = self.parts.iter().map(|part| part.len() + TEXT_BYTES);
        self.codes.bytes() + parts.sum::<usize>()
    }

    /// Returns the code of an id; 0 for no id.
    pub(crate) fn code(&mut self, id: Option<i64>) -> DictCode {
        id.map_or(0, |id| self.codes.take(id))
    }
}

/// The agents, departments and tags, by code, and the tags by name.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    pub(crate) agents: DictJson,
    pub(crate) departments: DictJson,
    pub(crate) tags: DictJson,
    /// The tags by name, each with its code and its folded name.
    tags_by_name: BTreeMap<String, (DictCode, Box<str>)>,
}

impl Lookup {
    const fn dicts(&mut self) -> [&mut Dict; 3] {
        [&mut self.agents.codes, &mut self.departments.codes, &mut self.tags.codes]
    }

    pub(crate) fn save(&mut self, to: &mut Encoder) {
        self.dicts().into_iter().for_each(|dict| dict.save(to));
    }

    /// Reads the ids of all objects from a section of a saved index. The caller must add the
    /// objects' JSON afterwards.
    pub(crate) fn load(&mut self, from: &mut Decoder<'_>) -> Option<()> {
        self.dicts().into_iter().try_for_each(|dict| dict.load(from))
    }

    pub(crate) fn codes_max(&mut self) -> usize {
        self.dicts().into_iter().map(|dict| dict.len()).max().unwrap_or_default()
    }

    pub(crate) fn put_agent(&mut self, agent: &AgentRef) {
        self.agents.put(agent.id.get(), |out| wire::write(out, agent));
    }

    pub(crate) fn put_department(&mut self, found: &DepartmentRef) {
        self.departments.put(found.id.get(), |out| wire::write(out, found));
    }

    pub(crate) fn put_tag(&mut self, tag: &Tag) {
        let code = self.tags.put(tag.id.get(), |out| wire::write(out, tag));
        self.tags_by_name.insert(tag.name.clone(), (code, fold(&tag.name).into()));
    }

    pub(crate) fn bytes(&self) -> usize {
        let all = [&self.agents, &self.departments, &self.tags];
        let names = self.tags_by_name.iter();
        let names = names.map(|(name, (_, folded))| name.len() + folded.len() + 2 * TEXT_BYTES);
        all.into_iter().map(DictJson::bytes).sum::<usize>() + names.sum::<usize>()
    }

    pub(crate) fn tag(&self, name: &str) -> Option<DictCode> {
        self.tags_by_name.get(name).map(|(code, _)| *code)
    }

    /// Returns the tags whose folded names contain a text.
    pub(crate) fn tags_containing(&self, folded: &str) -> impl Iterator<Item = DictCode> {
        let tags = self.tags_by_name.values();
        tags.filter(move |(_, name)| name.contains(folded)).map(|(code, _)| *code)
    }
}
