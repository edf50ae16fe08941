// Files that are being attached to a message: images are scaled and lose their metadata, each file
// shows its progress, and a failed upload shows the reason.

import { cleaned, isShown } from "../core/files.ts";
import { randomId } from "../core/http.ts";
import type { FileRef } from "../core/shapes.ts";
import { Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { bytes } from "../ui/time.ts";
import { sentence } from "./failures.ts";
import { upload } from "./server.ts";
import { t, words } from "./words.ts";

export interface Attaching {
  key: string;
  name: string;
  share: number;
  wrong: string;
  preview: string;
  abort: () => void;
  /** Repeats the upload after a failure. */
  again: () => void;
}

const BYTES_MAX = 25 * 1024 * 1024;

export function attach(
  file: File,
  on: { show: (one: Attaching) => void; done: (one: Attaching, ref: FileRef) => void },
  key = randomId(),
): void {
  const stop = new AbortController();
  const isImage = isShown(file.type);
  const one: Attaching = {
    key,
    name: file.name || t("Image"),
    share: 0,
    wrong: "",
    preview: isImage ? URL.createObjectURL(file) : "",
    abort: () => stop.abort(),
    again: () => attach(file, on, key),
  };
  on.show(one);
  const work = async () => {
    const sent = await cleaned(file);
    if (sent.size > BYTES_MAX) {
      const language = words.language.value;
      throw new Error(
        t("{size}, at most {most} fit", {
          size: bytes(sent.size, language),
          most: bytes(BYTES_MAX, language),
        }),
      );
    }
    const ref = await upload(sent, one.name, share => on.show({ ...one, share }), stop.signal);
    on.done(one, ref);
  };
  work()
    .catch(error => on.show({ ...one, wrong: sentence(error) }))
    .finally(() => one.preview && setTimeout(() => URL.revokeObjectURL(one.preview), 60_000));
}

export function AttachedFiles(props: {
  files: FileRef[];
  attaching: Attaching[];
  remove: (file: FileRef) => void;
  cancel: (one: Attaching) => void;
}) {
  const { files, attaching, remove, cancel } = props;
  if (files.length + attaching.length === 0) return null;
  const language = words.language.value;
  return (
    <div class="attached">
      {files.map(file => (
        <span class="attached-file" key={file.id}>
          {isShown(file.type) ? <img src={file.url} alt="" /> : <Icon name="file" />}
          <bdi class="cut">{file.name}</bdi>
          <span class="quiet-text">{bytes(file.bytes, language)}</span>
          <Button
            size="bar"
            icon="close"
            label={t("Remove {name}", { name: file.name })}
            onClick={() => remove(file)}
          />
        </span>
      ))}
      {attaching.map(one => (
        <span
          class={`attached-file${one.wrong ? " attached-wrong" : ""}`}
          key={one.key}
          role={one.wrong ? "alert" : undefined}
        >
          {one.wrong ? (
            <Icon name="warning" />
          ) : one.preview ? (
            <img src={one.preview} alt="" />
          ) : (
            <Icon name="file" />
          )}
          <bdi class="cut">{one.name}</bdi>
          {one.wrong && <span class="cut">{one.wrong}</span>}
          {!one.wrong && (
            <progress
              value={one.share}
              max={1}
              aria-label={t("Sending {name}", { name: one.name })}
            />
          )}
          {one.wrong && (
            <Button
              size="bar"
              icon="refresh"
              label={t("Send {name} again", { name: one.name })}
              onClick={one.again}
            />
          )}
          <Button
            size="bar"
            icon="close"
            label={t("Remove {name}", { name: one.name })}
            onClick={() => cancel(one)}
          />
        </span>
      ))}
    </div>
  );
}
