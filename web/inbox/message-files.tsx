// The files of a message: images are shown and can be enlarged, other files are downloaded. Links
// to bytes expire, and are then requested again.

import { useEffect, useState } from "preact/hooks";
import { fitted, hasEnded, isShown } from "../core/files.ts";
import type { FileRef } from "../core/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { bytes } from "../ui/time.ts";
import { client } from "./server.ts";
import { t, words } from "./words.ts";

/** The largest size of an image in the thread, in pixels. */
const MOST = { width: 240, height: 320 };

const again = (file: FileRef) => client.get<FileRef>(`/files/${file.id}`);

interface Props {
  files: FileRef[];
  /** Enlarges an image; if absent, images cannot be enlarged. */
  show?: (file: FileRef) => void;
}

export function MessageFiles({ files, show }: Props) {
  if (files.length === 0) return null;
  return (
    <div class="files">
      {files.map(it => (
        <One key={it.id} given={it} {...(show ? { show } : {})} />
      ))}
    </div>
  );
}

function One({ given, show }: { given: FileRef } & Pick<Props, "show">) {
  const [file, setFile] = useState(given);
  const [isGone, setGone] = useState(false);
  useEffect(() => setFile(given), [given]);
  const renew = () => again(file).then(setFile, () => setGone(true));
  const inside = (
    <>
      <Icon name={isShown(file.type) ? "image" : "file"} />
      <bdi class="cut">{file.name}</bdi>
      <span class="quiet-text">{bytes(file.bytes, words.language.value)}</span>
    </>
  );
  if (isGone) return <span class="file">{inside}</span>;
  if (isShown(file.type)) {
    const image = (
      <img
        src={file.url}
        alt={file.name}
        {...fitted(file, MOST)}
        loading="lazy"
        referrerpolicy="no-referrer"
        onError={() => (hasEnded(file) ? void renew() : setGone(true))}
      />
    );
    if (!show) return <span class="picture">{image}</span>;
    return (
      <button
        type="button"
        class="picture"
        onClick={() => show(file)}
        aria-label={t("Enlarge {name}", { name: file.name })}
      >
        {image}
      </button>
    );
  }
  const load = async (event: MouseEvent) => {
    if (!hasEnded(file)) return;
    event.preventDefault();
    const fresh = await again(file).catch(() => null);
    if (fresh) location.assign(fresh.url);
    else setGone(true);
  };
  return (
    <a
      class="file"
      href={file.url}
      download={file.name}
      rel="noopener noreferrer"
      onClick={event => void load(event)}
    >
      {inside}
    </a>
  );
}
