// Files of messages, as every page shows them: which stand in place, how large, and what is done to
// an image before it is sent.

/** What a message says, followed by the names of its files, as the server's previews have it. */
export function said(message: Record<string, unknown>): string {
  const { text, files } = message;
  const names = Array.isArray(files) ? files.map(it => String((it as { name: unknown }).name)) : [];
  return [typeof text === "string" ? text : "", names.join("\n")].filter(Boolean).join("\n\n");
}

/** Whether a file of this type is shown in place. Everything else could be a program. */
export const isShown = (type: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(type);

export interface Size {
  width?: number | null | undefined;
  height?: number | null | undefined;
}

/** The size at which an image stands from the start, so that nothing moves when it comes. */
export function fitted({ width, height }: Size, most: { width: number; height: number }) {
  const [w, h] = [width || most.width, height || Math.round((most.width * 2) / 3)];
  const scale = Math.min(1, most.width / w, most.height / h);
  return { width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round(h * scale)) };
}

/** Whether a link to a file's bytes has ended, or is about to. */
export const hasEnded = (file: { urlExpiresAt?: number }, nowMs = Date.now()): boolean =>
  !!file.urlExpiresAt && file.urlExpiresAt * 1000 < nowMs + 60_000;

/** Larger images are scaled down to this many pixels on the longer side. */
const SIDE_MAX = 2560;

/** An image drawn anew: without place, camera and time, and not larger than a screen. Anything else
 * stays as it is. */
export async function cleaned(file: Blob): Promise<Blob> {
  if (!/^image\/(png|jpeg|webp)$/.test(file.type)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const { width, height } = fitted(image, { width: SIDE_MAX, height: SIDE_MAX });
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    image.close();
    const made = await new Promise<Blob | null>(done => canvas.toBlob(done, file.type, 0.9));
    return made ?? file;
  } catch {
    return file;
  }
}
