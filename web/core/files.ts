// The files of messages on all pages: the types that are shown inline, the sizes of images, and the
// changes to an image before its upload.

/** The text of a message, followed by the names of its files. */
export function said(message: Record<string, unknown>): string {
  const { text, files } = message;
  const names = Array.isArray(files) ? files.map(it => String((it as { name: unknown }).name)) : [];
  return [typeof text === "string" ? text : "", names.join("\n")].filter(Boolean).join("\n\n");
}

/**
 * Tells whether files of this type are shown inline. A file of any other type could be a program.
 */
export const isShown = (type: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(type);

export interface Size {
  width?: number | null | undefined;
  height?: number | null | undefined;
}

/**
 * The size of an image on the page, known before the image has loaded, so that the layout does not
 * move.
 */
export function fitted({ width, height }: Size, most: { width: number; height: number }) {
  const [w, h] = [width || most.width, height || Math.round((most.width * 2) / 3)];
  const scale = Math.min(1, most.width / w, most.height / h);
  return { width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round(h * scale)) };
}

/** Returns true if the link to a file's bytes has expired, or is about to expire. */
export const hasEnded = (file: { urlExpiresAt?: number }, nowMs = Date.now()): boolean =>
  !!file.urlExpiresAt && file.urlExpiresAt * 1000 < nowMs + 60_000;

/** The greatest width and height of an uploaded image, in pixels; larger images are scaled down. */
const SIDE_MAX = 2560;

/** The largest square in the middle of an image. */
export const middle = ({ width, height }: { width: number; height: number }) => {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
};

/**
 * A part of an image, drawn at another size; null if the browser cannot encode images of the wanted
 * type.
 */
function drawn(
  image: ImageBitmap,
  part: { x: number; y: number; width: number; height: number },
  { width, height }: { width: number; height: number },
  type: string,
): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context) context.imageSmoothingQuality = "high";
  context?.drawImage(image, part.x, part.y, part.width, part.height, 0, 0, width, height);
  image.close();
  return new Promise(done => canvas.toBlob(done, type, 0.9));
}

/**
 * Removes the metadata of an image, such as place, camera and time, and reduces the image to
 * `SIDE_MAX`. A file that is no image is returned unchanged.
 */
export async function cleaned(file: Blob): Promise<Blob> {
  if (!/^image\/(png|jpeg|webp)$/.test(file.type)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const { width, height } = image;
    const size = fitted(image, { width: SIDE_MAX, height: SIDE_MAX });
    return (await drawn(image, { x: 0, y: 0, width, height }, size, file.type)) ?? file;
  } catch {
    return file;
  }
}

/** The greatest width and height of an agent's picture, in pixels. */
const PICTURE_SIDE = 256;

/** The middle of an image as a small square; null if the browser cannot decode the file. */
export async function squared(file: Blob): Promise<Blob | null> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const part = middle(image);
    const side = Math.min(part.width, PICTURE_SIDE);
    return await drawn(image, part, { width: side, height: side }, "image/webp");
  } catch {
    return null;
  }
}
