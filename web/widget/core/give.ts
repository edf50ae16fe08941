/** The upload of a file with progress reports, which `fetch` lacks. */

import { type Raw, refusal } from "./http";

/** Uploads bytes and reports the share that was sent; returns the JSON of the answer. */
export const give = (
  url: string,
  token: string | null,
  { bytes, progress, stop }: Raw,
): Promise<unknown> =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = it => progress(it.loaded / Math.max(1, it.total));
    request.onloadend = () => {
      let json: unknown = null;
      try {
        json = JSON.parse(request.responseText);
      } catch {
        // A proxy's page is no answer of ours.
      }
      const { status } = request;
      if (status >= 200 && status < 300) done(json);
      else fail(refusal(status, json, request.getResponseHeader("Retry-After")));
    };
    stop.addEventListener("abort", () => request.abort());
    request.send(bytes);
  });
