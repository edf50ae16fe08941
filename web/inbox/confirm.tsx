// Questions before changes that cannot be undone, and the password before sensitive changes.

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Button, Field } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { client, session } from "./server.ts";
import { t } from "./words.ts";

interface Question {
  title: string;
  text: string;
  act: string;
  answer: (isSure: boolean) => void;
}

const question = signal<Question | null>(null);
const stepUp = signal<((isDone: boolean) => void) | null>(null);

/** Asks the agent to confirm a change that cannot be undone; resolves with the answer. */
export function ask(about: Omit<Question, "answer">): Promise<boolean> {
  return new Promise(done => {
    question.value = {
      ...about,
      answer: isSure => {
        question.value = null;
        done(isSure);
      },
    };
  });
}

export function Confirm({ desk }: { desk: Desk }) {
  useEffect(() => {
    client.onStepUp = () =>
      new Promise(done => {
        stepUp.value = isDone => {
          stepUp.value = null;
          done(isDone);
        };
      });
  }, []);
  const asked = question.value;
  if (stepUp.value) return <StepUp desk={desk} done={stepUp.value} />;
  if (!asked) return null;
  return (
    <Dialog
      title={asked.title}
      close={() => asked.answer(false)}
      closeText={t("Close#dialog")}
      foot={
        <>
          <Button onClick={() => asked.answer(false)}>{t("Cancel")}</Button>
          <Button kind="destroy" onClick={() => asked.answer(true)}>
            {asked.act}
          </Button>
        </>
      }
    >
      <p>{asked.text}</p>
    </Dialog>
  );
}

function StepUp({ desk, done }: { desk: Desk; done: (isDone: boolean) => void }) {
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState<string>();
  const submit = async (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    try {
      await session.confirm(password);
      done(true);
    } catch (failure) {
      setWrong(sentence(failure));
    }
  };
  return (
    <Dialog
      title={t("Confirm that it is you")}
      close={() => done(false)}
      closeText={t("Close#dialog")}
      foot={
        <>
          <Button onClick={() => done(false)}>{t("Cancel")}</Button>
          <Button kind="primary" submit form="step-up">
            {t("Confirm")}
          </Button>
        </>
      }
    >
      <form id="step-up" onSubmit={submit}>
        <Field
          label={t("Password of {name}", { name: desk.me.login ?? desk.me.agent.name })}
          hint={t("Asked again before keys, agents and second factors are changed.")}
          type="password"
          autocomplete="current-password"
          value={password}
          onText={setPassword}
          wrong={wrong}
          autofocus
        />
      </form>
    </Dialog>
  );
}
