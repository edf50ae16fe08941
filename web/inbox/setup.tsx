// The steps of the first run after the password: a second factor, the snippet with a live check,
// colleagues, and the import of data. Every step can be skipped.

import type { ComponentChildren } from "preact";
import { go } from "../core/router.ts";
import { Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import type { Desk } from "./desk.ts";
import { client, type Page } from "./server.ts";
import { Invite } from "./settings/agents.tsx";
import { Ready, useLoaded } from "./settings/frame.tsx";
import { SecondFactorSetup } from "./settings/second-factor.tsx";
import { SiteSnippet } from "./settings/snippet.tsx";
import { finish, STEPS, type Step, WelcomeFrame } from "./welcome-frame.tsx";
import { t, words } from "./words.ts";

/** The path of the page that follows a step of setting up a new organization. */
function after(step: Step): string {
  const next = STEPS[STEPS.indexOf(step) + 1];
  return next ? `/inbox/setup/${next}` : "/inbox/mine";
}

export function Setup({ desk, step }: { desk: Desk; step: Step }) {
  const texts: Record<Step, [string, string]> = {
    you: ["", ""],
    "second-factor": [t("Protect your account"), t("You can do this later, under Settings.")],
    site: [t("Put the bell on your site"), t("Customers write to you from there.")],
    colleagues: [
      t("Invite colleagues"),
      t("A link for each of them: it works once, for 24 hours."),
    ],
    import: [t("Import your data"), t("Customers and chats from HelpCrunch or another desk.")],
  };
  const [title, text] = texts[step];
  if (desk.me.secondFactor) finish("second-factor");
  const bodies: Record<Step, ComponentChildren> = {
    you: null,
    "second-factor": <SecondFactorSetup desk={desk} />,
    site: <FirstSite desk={desk} />,
    colleagues: <Invite desk={desk} made={() => finish("colleagues")} />,
    import: <Import />,
  };
  return (
    <WelcomeFrame step={step}>
      <div class="setup">
        <div>
          <h1 class="display">{title}</h1>
          <p class="quiet-2">{text}</p>
        </div>
        {bodies[step]}
        <div class="setup-foot">
          <Button
            size="form"
            kind={step === "import" ? "primary" : "plain"}
            onClick={() => go(after(step))}
          >
            {step === "import" ? t("Open the inbox") : t("Continue")} <Icon name="right" />
          </Button>
          {step !== "import" && (
            <a class="link" href="/inbox/mine">
              {t("Skip the rest")}
            </a>
          )}
        </div>
      </div>
    </WelcomeFrame>
  );
}

function FirstSite({ desk }: { desk: Desk }) {
  const loaded = useLoaded(() => client.get<Page<{ id: number }>>("/applications"));
  return (
    <Ready of={loaded}>
      {({ data }) =>
        data[0] ? (
          <SiteSnippet desk={desk} id={data[0].id} arrived={() => finish("site")} />
        ) : (
          <p>
            {words.pieces("No site yet: {command} creates one.", {
              command: <code>deskbell application add</code>,
            })}
          </p>
        )
      }
    </Ready>
  );
}

function Import() {
  return (
    <section class="form">
      <p>{t("Run the import on the server while the desk runs:")}</p>
      <div class="code" dir="ltr">
        <pre class="scroll">deskbell import transcripts FILE.jsonl</pre>
      </div>
      <p class="hint">
        {words.pieces(
          "You can stop it and start again: nothing is imported twice. {command} explains the format.",
          { command: <code>deskbell import --help</code> },
        )}
      </p>
    </section>
  );
}
