// The page of a link: an invitation, the first start, or a new password. The token is after `#`,
// and is removed from the URL at once.

import { useEffect, useState } from "preact/hooks";
import { Failure } from "../core/http.ts";
import { go } from "../core/router.ts";
import { Button, Field } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { openDesk } from "./app.tsx";
import { sentence } from "./failures.ts";
import { Outside } from "./outside.tsx";
import { session } from "./server.ts";
import { refused } from "./settings/refused.ts";
import { WelcomeFrame } from "./welcome-frame.tsx";
import { t, words } from "./words.ts";

const PASSWORD_MIN = 12;

type Invited = Awaited<ReturnType<typeof session.look>>;

export function Welcome({ token: given }: { token: string }) {
  const [token] = useState(given);
  const [invited, setInvited] = useState<Invited | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    history.replaceState(null, "", location.pathname);
    session.look(token).then(setInvited, setFailure);
  }, [token]);
  if (failure) {
    // What to do about it stands below.
    const isUsed = failure instanceof Failure && failure.code === "link_expired";
    return (
      <Outside
        name="Deskbell"
        below={words.pieces("Ask an admin of this desk for another link, or run {command}.", {
          command: <code>deskbell agent invite</code>,
        })}
      >
        <div class="form">
          <h1 class="title">{t("This link does not work")}</h1>
          <p>{isUsed ? t("It was used, or is older than 24 hours.") : sentence(failure)}</p>
          <a class="button button-plain button-form" href="/inbox/sign-in">
            {t("Sign in")}
          </a>
        </div>
      </Outside>
    );
  }
  if (!invited) return <main class="outside" aria-busy="true" />;
  return <Accept token={token} invited={invited} />;
}

function Accept({ token, invited }: { token: string; invited: Invited }) {
  const isKnown = invited.login !== null;
  const isFirst = invited.role === "admin" && !isKnown;
  const [login, setLogin] = useState(invited.login ?? invited.email ?? "");
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const [wrong, setWrong] = useState<{ login?: string; password?: string }>({});
  const isLong = [...password].length >= PASSWORD_MIN;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!isLong) {
      setWrong({ password: t("{n} more characters", { n: PASSWORD_MIN - [...password].length }) });
      return;
    }
    try {
      await session.accept(token, isKnown ? undefined : login.trim(), password);
      const { secondFactor } = await session.signIn((invited.login ?? login).trim(), password);
      if (secondFactor) {
        go("/inbox/sign-in", true);
      } else {
        go(isFirst ? "/inbox/setup/second-factor" : "/inbox/mine", true);
        await openDesk();
      }
    } catch (failure) {
      const isLogin =
        failure instanceof Failure &&
        (failure.code === "login_taken" || failure.items[0]?.pointer === "/login");
      setWrong(isLogin ? { login: refused(failure) } : { password: refused(failure) });
    }
  };
  return (
    <WelcomeFrame
      step={isFirst ? "you" : null}
      foot={t("This page was opened by a link. It works once, for 24 hours.")}
    >
      <form class="form welcome-form" onSubmit={submit}>
        <div>
          <h1 class="display">
            {isKnown ? t("Choose a new password") : t("Welcome, {name}", { name: invited.name })}
          </h1>
          <p class="quiet-2">
            {isKnown
              ? t("All other sessions of {name} end.", { name: invited.name })
              : t("Everything here can be changed later.")}
          </p>
        </div>
        <Field
          form
          label={t("Sign-in name")}
          hint={isKnown ? undefined : t("Or an e-mail address. Only colleagues see it.")}
          autocomplete="username"
          disabled={isKnown}
          value={login}
          wrong={wrong.login}
          onText={text => {
            setLogin(text);
            setWrong({});
          }}
        />
        <Field
          form
          label={t("Password")}
          hint={t("12 characters or more. A sentence is fine.")}
          type={isShown ? "text" : "password"}
          autocomplete="new-password"
          value={password}
          wrong={wrong.password}
          fine={isLong ? t("Long enough") : undefined}
          onText={text => {
            setPassword(text);
            setWrong({});
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
        <div>
          <Button kind="primary" size="form" submit>
            {t("Continue")} <Icon name="right" />
          </Button>
        </div>
      </form>
    </WelcomeFrame>
  );
}
