// The site of a customer of ours: of another origin than the desk, with each generation of HelpCrunch's snippets, whose
// URL alone was changed.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EVENTS } from "../../demo/events.ts";
import type { Desk } from "../harness/test.ts";

/** The content and headers of a page of the site. */
export interface SitePage {
  /** The widget's snippet on the page, as HTML. */
  snippet: string;
  /** Additional HTTP headers, such as a content security policy. */
  headers?: Record<string, string>;
  /** The value of the page's `color-scheme`. */
  scheme?: string;
  lang?: string;
}

export interface Site {
  url: string;
  page(page: SitePage): string;
  close(): void;
}

/** A script that records the widget's events and the errors thrown in the page. */
const LISTEN = `window.heard=[];window.thrown=[];addEventListener("error",e=>thrown.push(e.message));
window.listen=()=>${JSON.stringify(EVENTS)}.forEach(n=>HelpCrunch(n,e=>heard.push([n,e.detail,e])));`;

/** Starts a site, on a free port of `localhost`. */
export async function start(): Promise<Site> {
  const pages = new Map<string, SitePage>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname.split("/")[1] ?? "";
    const page = pages.get(path);
    response.writeHead(page ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      ...page?.headers,
    });
    response.end(page && html(page));
  });
  await new Promise<void>(done => server.listen(0, "127.0.0.1", done));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    page(page) {
      const name = `p${pages.size}`;
      pages.set(name, page);
      return `${url}/${name}`;
    },
    close: () => server.close(),
  };
}

function html({ snippet, scheme = "", lang = "en" }: SitePage): string {
  const [ground, ink] = scheme === "dark" ? ["#161513", "#ece4d6"] : ["#f6f1e8", "#26221c"];
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>Mono, green and brass</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<script nonce="n">${LISTEN}${scheme && `document.documentElement.style.colorScheme="${scheme}"`}</script></head>
<body><script nonce="n">Object.assign(document.body.style,{margin:0,font:"18px/1.5 Georgia,serif",background:"${ground}",color:"${ink}"})</script>
<h1>Mono, green and brass</h1><p>€189.00</p>
${snippet}
</body></html>`;
}

// The stubs are HelpCrunch's own.

const STUB =
  "(function(w,d){if(!w.helpcrunchSettings.organization){return;}var i=function(){i.c(arguments)};i.q=[];i.c=function(args){i.q.push(args)};w.HelpCrunch=i;var l=function(){var s=d.createElement('script');s.async=1;s.type='text/javascript';s.src=URL_HERE;(d.body||d.head).appendChild(s);};if(d.readyState==='complete'||w.helpcrunchSettings.loadImmediately){l();}else if(w.attachEvent){w.attachEvent('onload',l);}else{w.addEventListener('load',l,false);}})(window,document);";

const OLD_STUB =
  "(function(w,d){w.HelpCrunch=function(){w.HelpCrunch.q.push(arguments)};w.HelpCrunch.q=[];function r(){var s=d.createElement('script');s.async=1;s.type='text/javascript';s.src=URL_HERE;(d.body||d.head).appendChild(s);}if(w.attachEvent){w.attachEvent('onload',r)}else{w.addEventListener('load',r,false)}})(window,document);";

const script = (code: string) => `<script nonce="n">${code}</script>`;
const stub = (code: string, url: string) => code.replace("URL_HERE", JSON.stringify(url));

/** The paths from which the generations (versions) of the snippet load the script. */
export type Path = "/sdk.js" | "/widget/" | "/compiled/sdk.js";

/** A snippet of the newest two generations: `helpcrunchSettings` and the stub. */
export function settings(desk: Desk, more: object = {}, path: Path = "/sdk.js"): string {
  const all = { organization: desk.domain, appId: `${desk.application}`, ...more };
  const code = stub(STUB, desk.server.url + path);
  return script(`window.helpcrunchSettings=${JSON.stringify(all)};${code}listen();`);
}

/**
 * A snippet as HelpCrunch's two older generations of snippets have it: the stub and a call of
 * `init`.
 */
export function init(desk: Desk, path: Path, more: object = {}): string {
  const all = { applicationId: desk.application, applicationSecret: "c2VjcmV0", ...more };
  const call = `HelpCrunch("init",${JSON.stringify(desk.domain)},${JSON.stringify(all)});`;
  return script(
    `${stub(OLD_STUB, desk.server.url + path)}${call}HelpCrunch("showChatWidget");listen();`,
  );
}

/**
 * A snippet with a plain script tag, for pages whose content security policy allows only scripts of
 * the server.
 */
export function tag(desk: Desk, more: object = {}): string {
  const all = { organization: desk.domain, appId: `${desk.application}`, ...more };
  return `${script(`window.helpcrunchSettings=${JSON.stringify(all)};window.HelpCrunch=function(){HelpCrunch.q.push(arguments)};HelpCrunch.q=[];listen();`)}
<script async src="${desk.server.url}/sdk.js"></script>`;
}

/** Each generation of the snippet, the newest first; only the newest has the application's UUID. */
export const GENERATIONS: Record<string, (desk: Desk, uuid: string) => string> = {
  newest: (desk, uuid) => settings(desk, { appId: uuid }),
  second: desk =>
    settings(desk, { loadImmediately: true, user: { email: "ann@example.com" } }, "/widget/"),
  third: desk => init(desk, "/widget/"),
  oldest: desk => init(desk, "/compiled/sdk.js"),
};
