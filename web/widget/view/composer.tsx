/** The composer. Typed text is stored; Enter sends, Shift and Enter begin a new line. */

import { Component, createRef, type JSX } from "preact";
import { chatOf, TEXT_MAX } from "../core/state";
import type { Take } from "./files";
import { Icon } from "./icon";
import { lazy } from "./lazy";
import { known, lasting, more } from "./say";

const Attached = lazy(() => more(import("./files")).then(it => it.Attached));
const Emoji = lazy(() => import("./emoji").then(it => it.Emoji));

interface Props {
  closed: boolean;
}

interface State {
  emoji: boolean;
  /** True once the component for files is needed. */
  files: boolean;
}

export class Composer extends Component<Props, State> {
  override state = { emoji: false, files: false };
  /**
   * Files that were added before the component for files was loaded; null to open the file dialog.
   */
  given: FileList | null | undefined;
  area = createRef<HTMLTextAreaElement>();
  /** The open chat at the last rendering, to notice a change. */
  drawn = "";
  /** True if a chat was opened and the text field has no focus yet. */
  due = false;
  text = "";
  timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount(): void {
    document.addEventListener("dragenter", this.drag);
    addEventListener("focus", this.focus);
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const { s, text, wait } = this.now();
    const e = this.area.current;
    // It counts down while somebody waits.
    clearTimeout(this.timer);
    if (wait) this.timer = setTimeout(() => this.forceUpdate(), 1000);
    if (e && text !== this.text) {
      e.style.height = "auto";
      e.style.height = `${Math.min(e.scrollHeight, 160)}px`;
      this.text = text;
    }
    const drawn = `${s.open}${chatOf(s)}`;
    this.due ||= s.open && drawn !== this.drawn;
    this.drawn = drawn;
    this.focus();
  }

  /**
   * Focuses the text field of a newly opened chat, once the page has focused the frame.
   */
  focus = (): void => {
    if (!this.due || !document.hasFocus()) return;
    this.due = false;
    this.area.current?.focus();
  };

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
    document.removeEventListener("dragenter", this.drag);
    removeEventListener("focus", this.focus);
  }

  drag = (): void => this.setState({ files: true });

  /** Adds files, or opens the file dialog for null. */
  take: Take = given => {
    this.given = given;
    this.drag();
  };

  serve = (take: Take): void => {
    this.take = take;
    if (this.given !== undefined) take(this.given);
  };

  now() {
    const all = known();
    const chat = `${chatOf(all.s) ?? null}`;
    const text = all.s.drafts[chat] ?? "";
    const attached = all.s.attached[chat] ?? [];
    const files = attached.flatMap(it => it.file ?? []);
    const busy = attached.some(it => !it.file && !it.refused);
    const wait = Math.max(0, (all.s.limit?.until ?? 0) - Date.now() / 1000);
    const over = [...text].length > TEXT_MAX;
    const can = !!(text.trim() || files.length) && !over && !wait && !busy;
    return { ...all, chat, text, attached, files, wait, over, can };
  }

  send(): void {
    const { app, text, files, can } = this.now();
    if (!can) return;
    app.send(text.trim(), files);
    this.closeEmoji();
  }

  closeEmoji = (): void => {
    this.setState({ emoji: false });
    this.area.current?.focus();
  };

  override render(): JSX.Element {
    const { app, s, t, chat, text, attached, wait, over, can } = this.now();
    const { emoji, files } = this.state;
    const { closed } = this.props;
    return (
      <form
        class="composer"
        onSubmit={e => {
          e.preventDefault();
          this.send();
        }}
      >
        {wait ? (
          <p class="hint">
            <Icon of="clock" />
            {t(s.limit?.reason === "waiting_for_answer" ? "haveIt" : "manyAtOnce")}
          </p>
        ) : null}
        {over ? (
          <p class="fault">
            <Icon of="warn" /> {t("tooLong", { n: [...text].length, max: TEXT_MAX })}
          </p>
        ) : null}
        {emoji ? <Emoji area={this.area} close={this.closeEmoji} /> : null}
        {files || attached.length ? (
          <Attached of={attached} chat={chat} serve={this.serve} />
        ) : null}
        <div class="box">
          {s.fileMax ? (
            <button
              type="button"
              class="quiet"
              aria-label={t("attach")}
              onClick={() => this.take(null)}
            >
              <Icon of="clip" />
            </button>
          ) : null}
          <textarea
            ref={this.area}
            rows={1}
            dir={text ? "auto" : undefined}
            enterkeyhint="send"
            aria-label={t("write")}
            placeholder={
              wait
                ? t("againIn", { time: lasting(wait, s.language) })
                : t(closed ? "reopen" : "write")
            }
            value={text}
            onPaste={e => {
              const pasted = e.clipboardData?.files;
              if (!pasted?.length || !s.fileMax) return;
              e.preventDefault();
              this.take(pasted);
            }}
            onInput={e => app.draft(e.currentTarget.value)}
            onKeyDown={e => {
              if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
              e.preventDefault();
              this.send();
            }}
          />
          <button
            type="button"
            class="quiet"
            aria-label={t("emoji")}
            aria-expanded={emoji}
            aria-controls="emoji"
            onClick={() => this.setState({ emoji: !emoji })}
          >
            <Icon of="smile" />
          </button>
          <button type="submit" class="send" aria-label={t("send")} aria-disabled={!can}>
            <Icon of="send" />
          </button>
        </div>
      </form>
    );
  }
}
