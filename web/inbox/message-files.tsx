// The files of a message: images enlarge, everything else is downloaded. Links to bytes end after a
// while, so they are asked for when they are shown.

import { useEffect, useState } from "preact/hooks";
import type { FileLink } from "../core/files.ts";
import type { FileRef } from "../core/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { bytes } from "../ui/time.ts";
import { client } from "./server.ts";
import { t, words } from "./words.ts";

const INLINE = /^image\/(png|jpeg|gif|webp)$/;

/** Links are asked for again before they end. */
const KEPT_MS = 45 * 60_000;

const kept = new Map<number, { at: number; file: Promise<FileRef> }>();

function fileOf(id: number): Promise<FileRef> {
  const known = kept.get(id);
  if (known && Date.now() - known.at < KEPT_MS) return known.file;
  const file = client.get<FileRef>(`/files/${id}`);
  kept.set(id, { at: Date.now(), file });
  file.catch(() => kept.delete(id));
  return file;
}

export function MessageFiles({
  files,
  show,
}: {
  files: FileLink[];
  show: (file: FileRef) => void;
}) {
  if (files.length === 0) return null;
  return (
    <div class="files">
      {files.map(it => (
        <One key={it.id} link={it} show={show} />
      ))}
    </div>
  );
}

function One({ link, show }: { link: FileLink; show: (file: FileRef) => void }) {
  const [file, setFile] = useState<FileRef | null>(null);
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    let isHere = true;
    fileOf(link.id).then(
      it => isHere && setFile(it),
      () => isHere && setGone(true),
    );
    return () => {
      isHere = false;
    };
  }, [link.id]);
  if (file && INLINE.test(file.type)) {
    return (
      <button
        type="button"
        class="picture"
        onClick={() => show(file)}
        aria-label={t("Enlarge {name}", { name: file.name })}
      >
        <img
          src={file.url}
          alt={file.name}
          width={file.width ?? 240}
          height={file.height ?? 160}
          referrerpolicy="no-referrer"
        />
      </button>
    );
  }
  const inside = (
    <>
      <Icon name={link.isImage ? "image" : "file"} />
      <bdi class="cut">{file?.name ?? link.name}</bdi>
      {file && <span class="quiet-text">{bytes(file.bytes, words.language.value)}</span>}
    </>
  );
  if (!file || isGone) return <span class="file">{inside}</span>;
  return (
    <a class="file" href={file.url} download={file.name} rel="noopener noreferrer">
      {inside}
    </a>
  );
}
