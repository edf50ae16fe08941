import type { Catalog } from "../../../ui/words.ts";

/**
 * The German texts of the pages for setting up a new organization, for agents and for second
 * factors.
 */
const words: Catalog = {
  "This agent does not exist": "Diesen Agenten gibt es nicht",
  "Invite an agent": "Agenten einladen",
  Role: "Rolle",
  State: "Zustand",
  on: "an",
  deactivated: "deaktiviert",
  active: "aktiv",
  "not yet signed in": "noch nie angemeldet",
  "Send this link to {name}. It works once, for 24 hours, and is shown once.":
    "Schicken Sie diesen Link an {name}. Er gilt einmal, 24 Stunden lang, und wird einmal gezeigt.",
  Done: "Fertig",
  "Invite one more": "Noch jemanden einladen",
  "Create invitation": "Einladung erstellen",
  "Customers see it beside replies.": "Kunden sehen ihn neben Antworten.",
  "Only colleagues see it. Optional.": "Das sieht nur Ihr Team. Freiwillig.",
  "Link created": "Ein Link wurde erstellt",
  "{name} cannot sign in any more": "{name} kann sich nicht mehr anmelden",
  "{name} can sign in again": "{name} kann sich wieder anmelden",
  "A link lets {name} choose a new password and removes the second factor.":
    "Mit einem Link wählt {name} ein neues Passwort; der zweite Faktor entfällt.",
  "{name} has not signed in yet.": "{name} hat sich noch nie angemeldet.",
  "Create a password link": "Link für ein neues Passwort erstellen",
  Deactivate: "Deaktivieren",
  Activate: "Aktivieren",
  On: "An",
  "Turn the second factor off?": "Zweiten Faktor abschalten?",
  "Your password alone will sign you in.": "Dann genügt Ihr Passwort zum Anmelden.",
  "Turn off": "Abschalten",
  "The second factor is off": "Der zweite Faktor ist aus",
  "The old codes no longer work": "Die alten Codes gelten nicht mehr",
  "Signing in asks for six digits from your authenticator app.":
    "Die Anmeldung fragt nach sechs Ziffern aus Ihrer Authenticator-App.",
  "New recovery codes": "Neue Wiederherstellungscodes",
  "Turn off…": "Abschalten …",
  "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.":
    "Mit einem zweiten Faktor genügt ein gestohlenes Passwort nicht: Die Anmeldung fragt auch nach sechs Ziffern aus einer App auf Ihrem Telefon.",
  "Set it up": "Einrichten",
  "Enter the code": "Code eingeben",
  "Scan this with your authenticator app.": "Scannen Sie das mit Ihrer Authenticator-App.",
  "Or type this into it:": "Oder geben Sie das dort ein:",
  "The six digits that it shows": "Die sechs Ziffern, die sie zeigt",
  "The secret as a picture": "Das Geheimnis als Bild",
  "Recovery codes: each works once": "Wiederherstellungscodes: jeder gilt einmal",
  "They are shown once. Keep them where your phone is not.":
    "Sie werden einmal gezeigt. Bewahren Sie sie dort auf, wo Ihr Telefon nicht ist.",
  "Put the bell on your site": "Deskbell in Ihre Website einbauen",
  "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.":
    "Fügen Sie das auf jeder Seite vor </body> ein. Auch ein Snippet von HelpCrunch funktioniert, sobald sein Skript von hier kommt.",
  "Waiting for the widget. Open a page of your site, and this changes by itself.":
    "Wartet auf das Widget. Öffnen Sie eine Seite Ihrer Website, dann ändert sich dies von selbst.",
  "The widget works.": "Das Widget funktioniert.",
  "Loaded {time} ago": "Geladen vor {time}",
  "Loaded just now": "Gerade geladen",
  "Protect your account": "Ihr Konto schützen",
  "You can do this later, under Settings.": "Das geht auch später, unter Einstellungen.",
  "Customers write to you from there.": "Von dort schreiben Ihnen Kunden.",
  "Invite colleagues": "Team einladen",
  "A link for each of them: it works once, for 24 hours.":
    "Ein Link je Person: Er gilt einmal, 24 Stunden lang.",
  "Import your data": "Daten mitbringen",
  "Customers and chats from HelpCrunch or another desk.":
    "Kunden und Chats von HelpCrunch oder einem anderen System.",
  "Open the inbox": "Posteingang öffnen",
  Continue: "Weiter",
  "Skip the rest": "Den Rest überspringen",
  "No site yet: {command} creates one.": "Noch keine Website: {command} legt eine an.",
  "Run the import on the server while the desk runs:":
    "Ein Import läuft auf dem Server, während Deskbell läuft:",
  "You can stop it and start again: nothing is imported twice. {command} explains the format.":
    "Sie können ihn anhalten und neu beginnen: Nichts wird doppelt importiert. {command} erklärt das Format.",
  "Your site": "Ihre Website",
  Import: "Import",
  "can wait": "kann warten",
  "Step {n} of {all}": "Schritt {n} von {all}",
  "Ask an admin of this desk for another link, or run {command}.":
    "Bitten Sie einen Admin um einen neuen Link, oder führen Sie {command} aus.",
  "This link does not work": "Dieser Link gilt nicht",
  "{n} more characters": { one: "noch {n} Zeichen", other: "noch {n} Zeichen" },
  "This page was opened by a link. It works once, for 24 hours.":
    "Diese Seite wurde mit einem Link geöffnet. Er gilt einmal, 24 Stunden lang.",
  "Choose a new password": "Neues Passwort wählen",
  "Welcome, {name}": "Willkommen, {name}",
  "All other sessions of {name} end.": "Alle anderen Sitzungen von {name} enden.",
  "Everything here can be changed later.": "Alles hier lässt sich später ändern.",
  "Or an e-mail address. Only colleagues see it.":
    "Oder eine E-Mail-Adresse. Das sieht nur Ihr Team.",
  "12 characters or more. A sentence is fine.": "Mindestens 12 Zeichen. Ein Satz ist gut.",
};

export default words;
