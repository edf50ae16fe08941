/**
 * Signs in to the demonstration with the name and the password behind `#`, which the server prints as it starts, and
 * opens the inbox. Only a server of the demonstration has this page: elsewhere a link could sign somebody in as another.
 */

const [, printed = "", password = ""] = /^#(.+):(.+)$/.exec(location.hash) ?? [];
const login = decoded(printed);
history.replaceState(null, "", location.pathname);

/** The name as it was printed: the browser encodes letters beyond ASCII. */
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
