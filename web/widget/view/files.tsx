/** The files of messages, and the files that wait to be sent. */

import { Component, createRef, type JSX } from "preact";
import { fitted, hasEnded, isShown } from "../../core/files";
import { bytes } from "../../ui/time";
import type { Attaching, FileRef } from "../core/types";
import { again, attach, FILES_MAX, isTooLarge, remove } from "./attach";
import style from "./files.css?inline";
import { Icon } from "./icon";
import { known, lasting } from "./say";
import { wear } from "./wear";

wear(style);

const FILE = "M6 3h8l4 4v14H6zM14 3v4h4";
/** The largest size of an image in the conversation, in pixels. */
const MOST = { width: 240, height: 320 };

interface Given {
  given: FileRef;
}

class One extends Component<Given, { file: FileRef; gone: boolean }> {
  override state = { file: this.props.given, gone: false };

  override componentDidUpdate({ given }: Given): void {
    if (given.url !== this.props.given.url) this.setState({ file: this.props.given, gone: false });
  }

  /** Requests a new link to the file's bytes, since links expire. */
  async renew(): Promise<FileRef | null> {
    const { visit } = known().app.core;
    const asked = visit.ask("GET", `files/${this.state.file.id}`) as Promise<FileRef>;
    const file = await asked.catch(() => null);
    this.setState(file ? { file } : { gone: true });
    return file;
  }

  override render(): JSX.Element {
    const { s } = known();
    const { file, gone } = this.state;
    if (isShown(file.type) && !gone)
      return (
        <a class="picture" href={file.url} target="_blank" rel="noopener noreferrer">
          <img
            src={file.url}
            alt={file.name}
            {...fitted(file, MOST)}
            loading="lazy"
            referrerpolicy="no-referrer"
            onError={() => (hasEnded(file) ? this.renew() : this.setState({ gone: true }))}
          />
        </a>
      );
    const load = async (e: MouseEvent) => {
      if (!hasEnded(file)) return;
      e.preventDefault();
      const fresh = await this.renew();
      if (fresh) location.assign(fresh.url);
    };
    return (
      <a class="file" href={file.url} download={file.name} rel="noopener noreferrer" onClick={load}>
        <Icon d={FILE} />
        <bdi>{file.name}</bdi>
        <bdi class="size">{bytes(file.bytes, s.language)}</bdi>
      </a>
    );
  }
}

export function Files({ of }: { of: FileRef[] }): JSX.Element | null {
  if (!of.length) return null;
  return (
    <div class="files">
      {of.map(it => (
        <One key={it.id} given={it} />
      ))}
    </div>
  );
}

interface Sent {
  it: Attaching;
  chat: string;
}

/** Shows a file that waits to be sent, with its error, if any. */
class Before extends Component<Sent> {
  preview = isShown(this.props.it.type) ? URL.createObjectURL(this.props.it.raw) : "";

  override componentWillUnmount(): void {
    URL.revokeObjectURL(this.preview);
  }

  override render(): JSX.Element {
    const { app, s, t } = known();
    const { it, chat } = this.props;
    const { status = 0, until = 0 } = it.refused ?? {};
    const wait = until - Date.now() / 1000;
    const passes = it.refused && (!status || status === 401 || status === 429 || status >= 500);
    const size = bytes(it.bytes, s.language);
    const fault = () => {
      if (isTooLarge(it, s.fileMax))
        return t("tooLarge", { size, max: bytes(s.fileMax, s.language) });
      if (status === 429 && wait > 0) return t("againIn", { time: lasting(wait, s.language) });
      return t(status === 403 ? "blocked" : passes ? "failed" : "fileRefused");
    };
    return (
      <li class={it.refused ? "wrong" : undefined}>
        {this.preview ? <img src={this.preview} alt="" /> : <Icon d={FILE} />}
        <span class="what">
          <bdi>{it.name}</bdi>
          {it.refused ? (
            <span class="fault" role="alert">
              {fault()}
            </span>
          ) : it.file ? (
            <bdi class="size">{size}</bdi>
          ) : (
            <progress value={it.share} max={1} aria-label={t("sending")} />
          )}
        </span>
        {passes ? (
          <button type="button" class="link" onClick={() => again(app, chat, it)}>
            {t("again")}
          </button>
        ) : null}
        <button
          type="button"
          class="quiet"
          aria-label={`${t("remove")}: ${it.name}`}
          onClick={() => remove(app, chat, it)}
        >
          <Icon of="close" />
        </button>
      </li>
    );
  }
}

/** A function that adds files, or opens the file dialog for null. */
export type Take = (given: FileList | null) => void;

interface All {
  of: Attaching[];
  chat: string;
  serve(take: Take): void;
}

const DRAGS = ["dragover", "dragleave", "drop"] as const;

/** Shows the files that wait to be sent, and accepts dropped and chosen files. */
export class Attached extends Component<All, { many: boolean; dropping: boolean }> {
  override state = { many: false, dropping: false };
  picker = createRef<HTMLInputElement>();

  override componentDidMount(): void {
    for (const it of DRAGS) document.addEventListener(it, this.drag);
    this.props.serve(given => (given ? this.add(given) : this.picker.current?.click()));
  }

  override componentWillUnmount(): void {
    for (const it of DRAGS) document.removeEventListener(it, this.drag);
  }

  add(given: Iterable<File>): void {
    const { app, t } = known();
    this.setState({ many: !attach(app, this.props.chat, t("attach"), given) });
  }

  drag = (e: DragEvent): void => {
    if (!e.dataTransfer?.types.includes("Files")) return;
    e.preventDefault();
    // It leaves one element after the other; beside the window there is none.
    if (e.type === "dragleave" && e.relatedTarget) return;
    this.setState({ dropping: e.type === "dragover" && !!known().s.fileMax });
    if (e.type === "drop") this.add(e.dataTransfer.files);
  };

  override render(): JSX.Element {
    const { t } = known();
    const { of, chat } = this.props;
    const { many, dropping } = this.state;
    return (
      <>
        <input
          ref={this.picker}
          type="file"
          multiple
          hidden
          onChange={e => {
            this.add(e.currentTarget.files ?? []);
            e.currentTarget.value = "";
          }}
        />
        {many && of.length >= FILES_MAX ? (
          <p class="fault">
            <Icon of="warn" /> {t("tooMany", { max: FILES_MAX })}
          </p>
        ) : null}
        {dropping ? <p class="drop">{t("drop")}</p> : null}
        {of.length ? (
          <ul class="attached">
            {of.map(it => (
              <Before key={it.key} it={it} chat={chat} />
            ))}
          </ul>
        ) : null}
      </>
    );
  }
}
