/**
 * Signs in to the demonstration with the name and the password behind `#`, which the server prints as it starts, and
 * opens the inbox. Only a server of the demonstration has this page: elsewhere a link could sign somebody in as another.
 */

const [, login = "", password = ""] = /^#(.+):(.+)$/.exec(location.hash) ?? [];
history.replaceState(null, "", location.pathname);

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
