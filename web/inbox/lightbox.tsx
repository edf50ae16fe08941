// An image of a message, enlarged to the size of the window.

import type { FileRef } from "../core/shapes.ts";
import { Dialog } from "../ui/dialog.tsx";
import { t } from "./words.ts";

export function Lightbox({ file, close }: { file: FileRef; close: () => void }) {
  return (
    <Dialog
      title={<bdi class="cut">{file.name}</bdi>}
      close={close}
      closeText={t("Close#dialog")}
      width={920}
      class="lightbox"
    >
      <img src={file.url} alt={file.name} referrerpolicy="no-referrer" />
      <a class="link" href={file.url} download={file.name} rel="noopener noreferrer">
        {t("Download")}
      </a>
    </Dialog>
  );
}
