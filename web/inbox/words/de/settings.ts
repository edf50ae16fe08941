import type { Catalog } from "../../../ui/words.ts";
import channels from "./channels.ts";
import firstRun from "./first-run.ts";

/** The words of the settings. */
const words: Catalog = {
  ...channels,
  ...firstRun,
  "Enter a name": "Ein Name fehlt",
  "New response": "Neuer Textbaustein",
  "No canned responses": "Keine Textbausteine",
  "Write here once what you often answer, and insert it with / in a reply.":
    "Was Sie immer wieder schreiben, schreiben Sie hier einmal und fügen es mit / in die Antwort ein.",
  "Find a response": "Textbaustein suchen",
  Shortcut: "Kürzel",
  Text: "Text",
  Owner: "Von wem",
  "Delete /{name}?": "/{name} löschen?",
  "Nobody can insert it any more. Messages already sent stay.":
    "Niemand kann ihn mehr einfügen. Was gesendet wurde, bleibt.",
  Delete: "Löschen",
  Deleted: "Gelöscht",
  "Delete…": "Löschen …",
  "Add the response": "Textbaustein hinzufügen",
  "Enter a shortcut and a text": "Kürzel und Text fehlen",
  "What you type after / in a reply.": "Wird in der Antwort nach / getippt.",
  "Filled in when inserted; after | comes the text in case there is nothing:":
    "Beim Einfügen ausgefüllt; nach | steht der Text, falls nichts bekannt ist:",
  "For everybody": "Für alle",
  "New department": "Neue Abteilung",
  "No departments": "Keine Abteilungen",
  "A department has its own chats, and its agents see them all.":
    "Eine Abteilung bekommt eigene Chats, und ihre Agenten sehen sie alle.",
  "Add the department": "Abteilung hinzufügen",
  "Customers may see it.": "Kunden können ihn sehen.",
  "Reply target and hours": "Antwortziel und Öffnungszeiten",
  "Reply target, minutes": "Antwort innerhalb von Minuten",
  "Waiting is measured against it. Empty: the organization's target.":
    "Daran wird das Warten gemessen. Leer: wie die Organisation.",
  "Own opening hours": "Eigene Öffnungszeiten",
  "Agent, chats only": "Agent, nur Chats",
  Supervisor: "Supervisor",
  Admin: "Admin",
  "Your name": "Ihr Name",
  "Customers see it beside your replies.": "Kunden sehen ihn neben Ihren Antworten.",
  "This device": "Dieses Gerät",
  Theme: "Erscheinungsbild",
  "Same as the system": "Wie das System",
  Light: "Hell",
  Dark: "Dunkel",
  "Same as the browser": "Wie der Browser",
  "Change the password": "Passwort ändern",
  "Enter both passwords": "Beide Felder sind nötig",
  "Current password": "Jetziges Passwort",
  "New password": "Neues Passwort",
  "12 characters or more. A sentence is fine. Your other sessions end.":
    "Mindestens 12 Zeichen. Ein Satz ist gut. Ihre anderen Sitzungen enden.",
  "Long enough": "Lang genug",
  Sound: "Ton",
  "A bell when a customer writes to you or in an unassigned chat. Only one tab rings.":
    "Eine Klingel, wenn ein Kunde Ihnen oder niemandem schreibt. Nur ein Tab spielt sie.",
  "Your browser mutes sounds until you click somewhere on the page.":
    "Der Browser lässt Töne erst zu, wenn Sie irgendwo klicken.",
  "Play it": "Anhören",
  "On the desktop": "Auf dem Desktop",
  "Your browser blocks notifications from this page. Allow them in its settings.":
    "Der Browser blockiert Benachrichtigungen dieser Seite. Erlauben Sie sie in seinen Einstellungen.",
  "A notification for each chat while you are elsewhere.":
    "Eine Benachrichtigung für jeden Chat, während Sie anderswo sind.",
  "Quiet hours": "Ruhezeiten",
  "No sound and no notifications. Counts still change.":
    "Kein Ton, keine Benachrichtigungen. Es wird weiter gezählt.",
  From: "Von",
  Until: "Bis",
  "Rows of the list": "Zeilen der Liste",
  "Comfortable: three lines, with department and tags":
    "Bequem: drei Zeilen, mit Abteilung und Tags",
  "Compact: one line, more chats": "Kompakt: eine Zeile, mehr Chats",
  "Keys such as E and S act at once outside of text fields.":
    "Tasten wie E und S wirken sofort, außer in Feldern.",
  "Enter sends": "Eingabetaste sendet",
  "If off, Enter starts a new line, and Ctrl or ⌘ with Enter sends.":
    "Sonst beginnt sie eine Zeile, und Strg oder ⌘ mit der Eingabetaste sendet.",
  "Show all keys": "Alle Tasten zeigen",
  "Time zone": "Zeitzone",
  "Such as Europe/Berlin.": "Etwa Europe/Berlin.",
  "Every week": "Jede Woche",
  Holidays: "Feiertage",
  "Closed on these days unless you add hours.":
    "An diesen Tagen geschlossen, sofern keine Zeiten angegeben sind.",
  Date: "Datum",
  "Add a holiday": "Feiertag hinzufügen",
  closed: "geschlossen",
  from: "von",
  until: "bis",
  "Remove these hours": "Diese Zeiten entfernen",
  "Add hours": "Zeiten hinzufügen",
  "Open now": "Jetzt geöffnet",
  "Closed until {when}": "Geschlossen bis {when}",
  "Waiting is measured against it, unless a department has its own target.":
    "Daran wird das Warten gemessen, auch in Abteilungen ohne eigenes Ziel.",
  "Time zone of reports": "Zeitzone der Berichte",
  "Always open": "Immer geöffnet",
  "Your role does not open this page": "Ihre Rolle öffnet diese Seite nicht",
  "Ask an admin of this desk.": "Ein Admin kann es.",
  "Unknown device": "Unbekanntes Gerät",
  "Signed out there": "Dort abgemeldet",
  "Sign out everywhere else": "Überall sonst abmelden",
  "A session ends after 12 hours without use, and after 14 days at the latest.":
    "Eine Sitzung endet nach 12 Stunden ohne Nutzung, spätestens nach 14 Tagen.",
  Device: "Gerät",
  Address: "Adresse",
  "Signed in": "Angemeldet",
  "Last used": "Zuletzt genutzt",
  "this one": "diese hier",
  "New view": "Neue Ansicht",
  "No saved views": "Keine gespeicherten Ansichten",
  "A view such as “German, unassigned” saves conditions under a name and shows their count in the navigation.":
    "Eine Ansicht wie „Deutsch, nicht zugewiesen“ merkt sich Bedingungen unter einem Namen, mit Anzahl, in der Navigation.",
  "Add the view": "Ansicht hinzufügen",
  Assignee: "Zuständig",
  "Anybody or nobody": "Jemand oder niemand",
  "Whoever opens the view": "Wer die Ansicht öffnet",
  "Any or none": "Beliebige oder keine",
  None: "Keine",
  Any: "Beliebige",
  "None chosen: all open chats.": "Nichts gewählt: alle offenen.",
  "Tag of the customer": "Tag des Kunden",
  "The customer waits for a reply": "Der Kunde wartet auf eine Antwort",
  "Nobody has read it yet": "Noch von niemandem gelesen",
  Save: "Speichern",
  "{name} was deleted": "{name} wurde gelöscht",
  "Its {n} open chats go to": {
    one: "Ihr {n} offener Chat geht an",
    other: "Ihre {n} offenen Chats gehen an",
  },
  "Its open chats go to": "Ihre offenen Chats gehen an",
  "Its agents leave it, and no chat enters it any more. Reports keep counting its closed chats.":
    "Ihre Agenten verlassen sie, und kein Chat kommt mehr hinein. Berichte zählen ihre geschlossenen Chats weiter.",
  "It has no open chats.": "Sie hat keine offenen Chats.",
  "Delete {name}?": "{name} löschen?",
  "Delete the department": "Abteilung löschen",
  "A moment": "Einen Moment",
};

export default words;
