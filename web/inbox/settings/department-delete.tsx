// The deletion of a department: it explains the effects on agents and chats, and asks where to move
// the open chats.

import { useEffect, useState } from "preact/hooks";
import { go, settingsPath } from "../../core/router.ts";
import type { Department, View } from "../../core/shapes.ts";
import { Button, Select } from "../../ui/controls.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { Desk } from "../desk.ts";
import { sentence } from "../failures.ts";
import { act, askList, client } from "../server.ts";
import { t } from "../words.ts";

/** The maximal number of chats that the server changes at once. */
const AT_ONCE = 100;

/**
 * The view of a department's open chats, including snoozed chats and chats of blocked customers.
 */
const openOf = (id: number): View => ({ department: id, snoozed: null, blocked: null });

const ask = (id: number, limit: number) =>
  askList({ view: openOf(id), sort: "created", at: { offset: 0 }, limit, counts: [] });

/** Moves all open chats of a department; reports the number of chats left after each step. */
async function moveAll(from: number, to: number | null, tell: (left: number) => void) {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const { rows, total } = await ask(from, AT_ONCE);
    tell(total);
    // What does not move a second time is not asked for a third time.
    if (total === 0 || total >= before) return;
    before = total;
    await act(
      rows.map(it => it.id),
      { department: to },
    );
  }
}

export function DeleteDepartment(props: { desk: Desk; department: Department; close: () => void }) {
  const { desk, department, close } = props;
  const [n, setN] = useState<number | null>(null);
  const [to, setTo] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    ask(department.id, 1).then(
      it => setN(it.total),
      failure => setWrong(sentence(failure)),
    );
  }, [department.id]);
  const others = desk.team.value.departments.filter(it => it.id !== department.id);
  const remove = async () => {
    setBusy(true);
    setWrong("");
    try {
      await moveAll(department.id, to === "" ? null : Number(to), setN);
      await client.delete(`/departments/${department.id}`);
      await desk.reloadTeam();
      close();
      go(settingsPath("departments"), true);
      desk.say(t("{name} was deleted", { name: department.name }));
    } catch (failure) {
      setWrong(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t("Delete {name}?", { name: department.name })}
      close={close}
      closeText={t("Close#dialog")}
      foot={
        <>
          <Button onClick={close}>{t("Cancel")}</Button>
          <Button
            kind="destroy"
            off={isBusy || n === null ? t("A moment") : undefined}
            onClick={() => void remove()}
          >
            {t("Delete the department")}
          </Button>
        </>
      }
    >
      <p>
        {t(
          "Its agents leave it, and no chat enters it any more. Reports keep counting its closed chats.",
        )}
      </p>
      {n === 0 ? (
        <p class="quiet-2">{t("It has no open chats.")}</p>
      ) : (
        <Select
          label={n === null ? t("Its open chats go to") : t("Its {n} open chats go to", { n })}
          value={to}
          options={[
            ["", t("No department")],
            ...others.map(it => [String(it.id), it.name] as [string, string]),
          ]}
          onChange={setTo}
        />
      )}
      {wrong && (
        <p class="wrong" role="alert">
          <Icon name="warning" /> {wrong}
        </p>
      )}
    </Dialog>
  );
}
