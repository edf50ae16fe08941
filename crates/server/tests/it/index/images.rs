//! Saved indexes, which a node writes when it closes, and the next node reads when it starts. A
//! saved index is used only for its own database, organization and history of changes (a failover
//! begins another history). Otherwise the index is built from rows. The answers never differ.

use std::fs;
use std::path::{Path, PathBuf};

use axum::http::Method;
use deskbell_app::index::IndexState;
use deskbell_app::index::limits::INDEX_CHANGES_AT_ONCE;
use deskbell_model::{OrgId, Origin};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::history::History;
use super::nodes::{Asked, Node, compare, every_list, some_searches};
use crate::objects::{customer, put};
use crate::search_random::rows::{Numbers, made_up};
use crate::sweeps::execute;

/// The id of a customer who is written without a change in the feed, and is therefore missing in
/// indexes built before this write.
const UNSEEN: i64 = 900;

/// A folder with an organization's saved index, a node without an index, which gives the expected
/// answers, and the random changes of the organization.
struct Saved<'t> {
    t: &'t Test,
    folder: TempDir,
    plain: Node,
    history: History<'t>,
}

impl<'t> Saved<'t> {
    async fn of(t: &'t Test) -> Self {
        put(t, made_up()).await;
        let plain = Node::over(t, None).await;
        let mut history = History::of(t, &plain, 11).await;
        history.seed(60).await;
        for _ in 0..60 {
            history.step(&plain).await;
        }
        let saved = Self { t, folder: tempfile::tempdir().unwrap(), plain, history };
        saved.start().await.close().await;
        saved
    }

    async fn start(&self) -> Node {
        Node::saving(self.t, self.folder.path()).await
    }

    fn file(&self) -> PathBuf {
        file(self.folder.path(), self.t.org)
    }

    async fn compare(&self, node: &Node, when: &str) {
        let mut numbers = Numbers(31);
        let mut asked = every_list(&self.plain, &self.t.key).await;
        asked.extend(some_searches(&mut numbers, 40, self.t.app.context.now().get()));
        let nodes = [self.plain.clone(), node.clone()];
        compare(&nodes, &self.t.key, &asked, when).await;
    }

    /// Writes a customer that is missing in a saved index, and present in an index built from rows.
    async fn write_unseen(&self) {
        let customers = vec![customer(UNSEEN)];
        let unseen = Put { customers, ..Put::default() };
        self.t.app.context.store.write(self.t.org, Origin::COMMAND, unseen).await.unwrap();
    }

    /// Asserts that a new node does not use the saved index.
    async fn assert_not_used(&self, when: &str) {
        let node = self.start().await;
        assert!(!is_from_image(self.t, &node).await, "{when}");
        self.compare(&node, when).await;
        node.close().await;
    }

    async fn finish(self) {
        self.plain.close().await;
    }
}

fn file(folder: &Path, org: OrgId) -> PathBuf {
    folder.join(format!("{}.index", org.get()))
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

/// Returns whether a node's index was made before [`Saved::write_unseen`].
async fn is_from_image(t: &Test, node: &Node) -> bool {
    assert_eq!(node.app.indexes.index_state(t.org), Some(IndexState::Ready));
    let condition = json!({"field": "customers.id", "operator": "=", "value": UNSEEN});
    let asked = Asked::search("/v1/customers/search", json!({"filter": [condition]}));
    let answer: Value = serde_json::from_slice(&node.ask(&t.key, &asked).await).unwrap();
    answer["total"] == 0
}

engines! {
    async fn an_index_is_read_from_its_file_once_and_follows_what_came_after(t: &Test) {
        let mut saved = Saved::of(t).await;
        assert_eq!(files(saved.folder.path()), 1);
        for round in 0..3 {
            for _ in 0..20 * round {
                saved.history.step(&saved.plain).await;
            }
            let node = saved.start().await;
            assert_eq!(files(saved.folder.path()), 0, "a running node leaves no file");
            saved.compare(&node, &format!("start {round}")).await;
            for _ in 0..10 {
                saved.history.step(&node).await;
            }
            saved.compare(&node, &format!("after start {round}")).await;
            node.close().await;
        }
        saved.write_unseen().await;
        let node = saved.start().await;
        assert!(is_from_image(t, &node).await, "what is not in the file comes from changes alone");
        // A node that ends without closing saves no index.
        node.app.context.store.close().await;
        assert_eq!(files(saved.folder.path()), 0);
        saved.assert_not_used("nothing was saved").await;
        saved.finish().await;
    }

    async fn a_damaged_file_is_never_used(t: &Test) {
        let saved = Saved::of(t).await;
        let whole = fs::read(saved.file()).unwrap();
        saved.write_unseen().await;
        let length = u64::try_from(whole.len()).unwrap();
        let mut numbers = Numbers(t.app.context.now().get().into());
        let mut place = || usize::try_from(numbers.below(length)).unwrap();
        let mut damaged = Vec::new();
        for _ in 0..24 {
            let (mut flipped, mut moved, place) = (whole.clone(), whole.clone(), place());
            flipped[place] ^= 1 << (place % 8);
            damaged.push(flipped);
            damaged.push(whole[..place].to_vec());
            moved.rotate_left(place);
            damaged.push(moved);
        }
        // A file of another layout, a file with one more byte, and an empty file.
        let mut layout = whole.clone();
        layout[8] += 1;
        damaged.extend([layout, [&whole[..], b"x"].concat(), Vec::new()]);
        for (number, damaged) in damaged.into_iter().filter(|it| *it != whole).enumerate() {
            fs::write(saved.file(), damaged).unwrap();
            let node = saved.start().await;
            assert!(!is_from_image(t, &node).await, "damage {number}");
            assert_eq!(files(saved.folder.path()), 0, "it is tried once");
            node.close().await;
        }
        saved.assert_not_used("after all damage").await;
        fs::write(saved.file(), &whole).unwrap();
        let node = saved.start().await;
        assert!(is_from_image(t, &node).await, "the file itself is fine");
        node.close().await;
        saved.finish().await;
    }

    async fn a_file_of_another_organization_or_of_none_is_never_used(t: &Test) {
        let saved = Saved::of(t).await;
        let (other, key) = t.another_organization().await;
        let made = t.call_as(&key, Method::POST, "/v1/customers", r#"{"name":"Other"}"#).await;
        assert_eq!(made.status, 201);
        let gone = OrgId::new(other.get() + 7).unwrap();
        fs::copy(saved.file(), file(saved.folder.path(), gone)).unwrap();
        fs::rename(saved.file(), file(saved.folder.path(), other)).unwrap();
        fs::write(saved.folder.path().join("5.writing"), "half").unwrap();
        saved.write_unseen().await;
        let node = saved.start().await;
        assert_eq!(files(saved.folder.path()), 0);
        assert_eq!(node.app.indexes.index_state(gone), None);
        let nodes = [saved.plain.clone(), node];
        for key in [&key, &t.key] {
            let lists = every_list(&nodes[0], key).await;
            compare(&nodes, key, &lists, "each has its own objects").await;
        }
        let [_, node] = nodes;
        node.close().await;
        saved.finish().await;
    }

    async fn a_file_of_another_history_or_of_a_later_copy_is_never_used(t: &Test) {
        let saved = Saved::of(t).await;
        let whole = fs::read(saved.file()).unwrap();
        let again = async |sql: &str, when: &str, is_used: bool| {
            fs::write(saved.file(), &whole).unwrap();
            execute(t, sql).await;
            let node = saved.start().await;
            assert_eq!(is_from_image(t, &node).await, is_used, "{when}");
            node.close().await;
        };
        saved.write_unseen().await;
        let last = "(SELECT seq FROM heads AS h WHERE h.org_id = changes.org_id)";
        let erase = format!("UPDATE changes SET payload = NULL WHERE seq = {last}");
        again("UPDATE heads SET history = history + 1", "another history", false).await;
        again("UPDATE heads SET history = history - 1", "the same one", true).await;
        let touch = format!("UPDATE changes SET at = at + 1 WHERE seq = {last}");
        again(&touch, "another change with this number", false).await;
        again(&touch.replace('+', "-"), "the same change", true).await;
        let other = format!("UPDATE changes SET payload = payload || ' ' WHERE seq = {last}");
        again(&other, "another change at the same time", false).await;
        again(&erase, "the change was erased", true).await;
        let older = format!("DELETE FROM changes WHERE seq = {last}");
        again(&older, "the last change is not kept", false).await;
        again("UPDATE heads SET seq = seq - 1", "an older copy", false).await;
        saved.finish().await;
    }

    async fn more_changes_than_are_worth_following_are_not_followed(t: &Test) {
        let mut saved = Saved::of(t).await;
        let whole = fs::read(saved.file()).unwrap();
        let many = INDEX_CHANGES_AT_ONCE;
        for (changes, is_used) in [(many / 4, true), (many, false)] {
            fs::write(saved.file(), &whole).unwrap();
            saved.history.import(1, changes.into()).await;
            if is_used {
                saved.write_unseen().await;
            }
            let node = saved.start().await;
            assert_eq!(is_from_image(t, &node).await, is_used, "{changes} changes");
            node.close().await;
        }
        saved.assert_not_used("many changes").await;
        saved.finish().await;
    }

    async fn a_folder_that_cannot_be_written_does_not_keep_a_node_from_closing(t: &Test) {
        let saved = Saved::of(t).await;
        let blocked = saved.folder.path().join("file");
        fs::write(&blocked, "not a folder").unwrap();
        for path in [blocked.clone(), blocked.join("below"), saved.folder.path().join("a/b")] {
            let node = Node::saving(t, &path).await;
            saved.compare(&node, "no folder").await;
            node.close().await;
        }
        assert_eq!(fs::read(&blocked).unwrap(), b"not a folder");
        saved.finish().await;
    }

    async fn a_node_without_indexes_removes_saved_ones(t: &Test) {
        let saved = Saved::of(t).await;
        fs::write(saved.folder.path().join("other"), "not ours").unwrap();
        let index = Node::saving_without_index(t, saved.folder.path()).await;
        index.app.indexes.keep_indexes().await;
        assert_eq!(files(saved.folder.path()), 1);
        index.close().await;
        saved.finish().await;
    }
}
