// The second factor: the codes of an authenticator app, and recovery codes in case the device is
// lost.

import { useState } from "preact/hooks";
import { encode } from "uqr";
import { Button, Field } from "../../ui/controls.tsx";
import { ask } from "../confirm.tsx";
import type { Desk } from "../desk.ts";
import { client, getMe } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import { CopyButton, Form, Frame } from "./frame.tsx";
import type { SectionProps } from "./page.tsx";

export function SecondFactor({ desk }: SectionProps) {
  return (
    <Frame title={t("Second factor")}>
      <SecondFactorSetup desk={desk} />
    </Frame>
  );
}

/** The content of the page for second factors, without the title. */
export function SecondFactorSetup({ desk }: { desk: Desk }) {
  const [isOn, setOn] = useState(desk.me.secondFactor);
  const [begun, setBegun] = useState<{ secret: string; address: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState("");
  const refresh = async () => {
    Object.assign(desk.me, await getMe());
    setOn(desk.me.secondFactor);
  };
  const begin = () => act(desk, async () => setBegun(await client.post("/me/totp")), null);
  const remove = async () => {
    const isSure = await ask({
      title: t("Turn the second factor off?"),
      text: t("Your password alone will sign you in."),
      act: t("Turn off"),
    });
    if (isSure)
      void act(desk, () => client.delete("/me/totp"), t("The second factor is off"), refresh);
  };
  const renew = () =>
    act(
      desk,
      async () => setCodes((await client.post<{ codes: string[] }>("/me/recovery")).codes),
      t("The old codes no longer work"),
    );
  return (
    <>
      {codes && <Codes codes={codes} />}
      {isOn && !begun && (
        <>
          <p class="with-icon">
            <span class="state">{t("On")}</span>
            <span class="quiet-2">
              {t("Signing in asks for six digits from your authenticator app.")}
            </span>
          </p>
          <div class="form-foot">
            <Button icon="refresh" onClick={() => void renew()}>
              {t("New recovery codes")}
            </Button>
            <Button kind="danger" onClick={() => void remove()}>
              {t("Turn off…")}
            </Button>
          </div>
        </>
      )}
      {!isOn && !begun && (
        <>
          <p class="quiet-2">
            {t(
              "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.",
            )}
          </p>
          <div>
            <Button kind="primary" onClick={() => void begin()}>
              {t("Set it up")}
            </Button>
          </div>
        </>
      )}
      {begun && (
        <Form
          act={t("Confirm")}
          off={code.trim() === "" ? t("Enter the code") : undefined}
          keep={async () => {
            const { codes } = await client.put<{ codes: string[] }>("/me/totp", {
              code: code.replace(/\s/g, ""),
            });
            setCodes(codes);
            setBegun(null);
            await refresh();
          }}
          more={
            <Button kind="quiet" onClick={() => setBegun(null)}>
              {t("Cancel")}
            </Button>
          }
        >
          <div class="qr-place">
            <Picture text={begun.address} />
            <div class="form">
              <p>{t("Scan this with your authenticator app.")}</p>
              <p class="hint">
                {t("Or type this into it:")} <code class="mono">{begun.secret}</code>
              </p>
              <div>
                <CopyButton text={begun.secret} />
              </div>
              <Field
                form
                mono
                label={t("The six digits that it shows")}
                inputMode="numeric"
                maxLength={7}
                autocomplete="one-time-code"
                value={code}
                onText={setCode}
              />
            </div>
          </div>
        </Form>
      )}
    </>
  );
}

/** A QR code as a single SVG path. */
function Picture({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  let path = "";
  data.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (isDark) path += `M${x} ${y}h1v1h-1z`;
    });
  });
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t("The secret as a picture")}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

function Codes({ codes }: { codes: string[] }) {
  return (
    <div class="secret codes" role="status">
      <p class="strong">{t("Recovery codes: each works once")}</p>
      <ul>
        {codes.map(it => (
          <li key={it} class="mono">
            {it}
          </li>
        ))}
      </ul>
      <p class="hint">{t("They are shown once. Keep them where your phone is not.")}</p>
      <CopyButton text={codes.join("\n")} />
    </div>
  );
}
