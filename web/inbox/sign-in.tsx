// Signing in: name and password, then the code of the second factor if the account has one.

import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../core/http.ts";
import { Button, Field } from "../ui/controls.tsx";
import { openDesk } from "./app.tsx";
import { desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { Outside } from "./outside.tsx";
import { session } from "./server.ts";
import { t } from "./words.ts";

export function SignIn() {
  const [step, setStep] = useState<"password" | "code" | "recovery">("password");
  const [login, setLogin] = useState("");
  return step === "password" ? (
    <Password login={login} setLogin={setLogin} next={() => setStep("code")} />
  ) : (
    <Code
      key={step}
      login={login}
      isRecovery={step === "recovery"}
      turn={() => setStep(step === "code" ? "recovery" : "code")}
      back={() => setStep("password")}
    />
  );
}

/** The state of a form, which is sent once at a time and shows an error until the next input. */
function useForm(work: () => Promise<void>) {
  const [wrong, setWrong] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event?: Event) => {
    event?.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setWrong(undefined);
    try {
      await work();
    } catch (failure) {
      const wait = failure instanceof Failure ? failure.retryAfterS : 0;
      setWrong(
        wait > 0 ? t("Too many tries. Try again in {s} s.", { s: wait }) : sentence(failure),
      );
    } finally {
      setBusy(false);
    }
  };
  return { wrong, setWrong, isBusy, submit };
}

function Password(props: { login: string; setLogin: (login: string) => void; next: () => void }) {
  const { login, setLogin, next } = props;
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const { wrong, setWrong, isBusy, submit } = useForm(async () => {
    // What an earlier session left is sent by its own agent alone.
    desk.value?.stop();
    desk.value = null;
    const { secondFactor } = await session.signIn(login.trim(), password);
    if (secondFactor) next();
    else await openDesk();
  });
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = t("Sign in");
    first.current?.focus();
  }, []);
  return (
    <Outside
      name="Deskbell"
      below={t("Forgot your password? An admin of this desk can send you a link.")}
    >
      <form class="form" onSubmit={submit}>
        <h1 class="title">{t("Sign in")}</h1>
        <Field
          form
          inputRef={first}
          label={t("Sign-in name")}
          autocomplete="username"
          value={login}
          onText={text => {
            setLogin(text);
            setWrong(undefined);
          }}
        />
        <Field
          form
          label={t("Password")}
          type={isShown ? "text" : "password"}
          autocomplete="current-password"
          value={password}
          wrong={wrong}
          onText={text => {
            setPassword(text);
            setWrong(undefined);
          }}
          end={
            <Button
              icon="eye"
              size="bar"
              label={isShown ? t("Hide the password") : t("Show the password")}
              pressed={isShown}
              onClick={() => setShown(!isShown)}
            />
          }
        />
        <Button kind="primary" size="form" wide submit>
          {isBusy ? t("Signing in") : t("Sign in")}
        </Button>
      </form>
    </Outside>
  );
}

function Code(props: { login: string; isRecovery: boolean; turn: () => void; back: () => void }) {
  const { login, isRecovery, turn, back } = props;
  const [code, setCode] = useState("");
  const form = useForm(async () => {
    await session.code(code.replace(/\s/g, ""));
    await openDesk();
  });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Outside
      name="Deskbell"
      below={t("No phone and no recovery code? An admin of this desk can reset the second factor.")}
    >
      <form class="form" onSubmit={form.submit}>
        <div>
          <h1 class="title">
            {isRecovery ? t("Enter a recovery code") : t("Enter the six digits")}
          </h1>
          <p class="quiet-2">
            {isRecovery
              ? t("Each of the ten codes works once.")
              : t("From the authenticator app of {name}. They change every 30 s.", { name: login })}
          </p>
        </div>
        <Field
          form
          mono
          inputRef={field}
          label={t("Code")}
          autocomplete="one-time-code"
          inputMode={isRecovery ? "text" : "numeric"}
          maxLength={isRecovery ? 32 : 7}
          value={code}
          wrong={form.wrong}
          onText={text => {
            setCode(text);
            form.setWrong(undefined);
          }}
        />
        <p class="hint">{t("You stay signed in until 12 hours pass without activity.")}</p>
        <Button kind="primary" size="form" wide submit>
          {t("Sign in")}
        </Button>
        <p class="two-ends">
          <button type="button" class="link" onClick={turn}>
            {isRecovery ? t("Use the app") : t("Use a recovery code")}
          </button>
          <button type="button" class="link" onClick={back}>
            {t("Another account")}
          </button>
        </p>
      </form>
    </Outside>
  );
}
