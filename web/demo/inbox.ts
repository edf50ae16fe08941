/**
 * Signs in to the demo server with the name and the password after `#` in the URL, and opens the
 * inbox. The server prints this URL when it starts. Only a demo server has this page: on another
 * server, a link could sign somebody in to another person's account.
 */

const [, printed = "", password = ""] = /^#(.+):(.+)$/.exec(location.hash) ?? [];
const login = decoded(printed);
history.replaceState(null, "", location.pathname);

/** Decodes a name or a password from the URL. */
function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A `%` of the name itself, which the browser leaves as it is.
    return encoded;
  }
}

function failed(): void {
  const says = document.getElementById("says");
  if (says)
    says.textContent = "This link is of an earlier run: open the one that the server printed last.";
}

fetch("/app/v1/session", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ login, password }),
}).then(answer => (answer.ok ? location.replace("/inbox/all") : failed()), failed);
