import type { Catalog } from "../../../ui/words.ts";
import channels from "./channels.ts";
import firstRun from "./first-run.ts";

/** The words of the settings. */
const words: Catalog = {
  ...channels,
  ...firstRun,
  "Enter a name": "Il faut un nom",
  "New response": "Nouvelle réponse",
  "No canned responses": "Aucune réponse type",
  "Write here once what you often answer, and insert it with / in a reply.":
    "Écrivez ici une fois ce que vous répétez souvent, puis insérez-le avec / dans la réponse.",
  "Find a response": "Rechercher une réponse",
  Shortcut: "Raccourci",
  Text: "Texte",
  Owner: "À qui",
  "Delete /{name}?": "Supprimer /{name} ?",
  "Nobody can insert it any more. Messages already sent stay.":
    "Personne ne pourra plus l’insérer. Ce qui a été envoyé reste.",
  Delete: "Supprimer",
  Deleted: "Supprimé",
  "Delete…": "Supprimer…",
  "Add the response": "Ajouter la réponse",
  "Enter a shortcut and a text": "Il faut un raccourci et un texte",
  "What you type after / in a reply.": "Se tape après / dans la réponse.",
  "Filled in when inserted; after | comes the text in case there is nothing:":
    "Remplis à l’insertion ; après | vient le texte s’il n’y a rien :",
  "For everybody": "Pour tous",
  "New department": "Nouveau service",
  "No departments": "Aucun service",
  "A department has its own chats, and its agents see them all.":
    "Un service reçoit ses propres chats, et ses agents les voient tous.",
  "Add the department": "Ajouter le service",
  "Customers may see it.": "Les clients peuvent le voir.",
  "Reply target and hours": "Objectif de réponse et horaires",
  "Reply target, minutes": "Répondre en, minutes",
  "Waiting is measured against it. Empty: the organization's target.":
    "L’attente est mesurée par rapport à lui. Vide : comme l’organisation.",
  "Own opening hours": "Horaires propres",
  "Agent, chats only": "Agent, chats seulement",
  Supervisor: "Superviseur",
  Admin: "Admin",
  "Your name": "Votre nom",
  "Customers see it beside your replies.": "Les clients le voient à côté de vos réponses.",
  "This device": "Cet appareil",
  Theme: "Thème",
  "Same as the system": "Comme le système",
  Light: "Clair",
  Dark: "Sombre",
  "Same as the browser": "Comme le navigateur",
  "Change the password": "Changer le mot de passe",
  "Enter both passwords": "Les deux champs sont requis",
  "Current password": "Mot de passe actuel",
  "New password": "Nouveau mot de passe",
  "12 characters or more. A sentence is fine. Your other sessions end.":
    "12 caractères ou plus. Une phrase convient. Vos autres sessions se terminent.",
  "Long enough": "Assez long",
  Sound: "Son",
  "A bell when a customer writes to you or in an unassigned chat. Only one tab rings.":
    "Une sonnerie quand un client vous écrit ou n’écrit à personne. Un seul onglet la joue.",
  "Your browser mutes sounds until you click somewhere on the page.":
    "Le navigateur coupe les sons jusqu’à ce que vous cliquiez quelque part.",
  "Play it": "Écouter",
  "On the desktop": "Sur le bureau",
  "Your browser blocks notifications from this page. Allow them in its settings.":
    "Le navigateur bloque les notifications de cette page. Autorisez-les dans ses paramètres.",
  "A notification for each chat while you are elsewhere.":
    "Une notification par chat, quand vous regardez ailleurs.",
  "Quiet hours": "Heures de silence",
  "No sound and no notifications. Counts still change.":
    "Ni son ni notifications. Les compteurs continuent.",
  From: "De",
  Until: "À",
  "Rows of the list": "Lignes de la liste",
  "Comfortable: three lines, with department and tags":
    "Confortables : trois lignes, avec service et étiquettes",
  "Compact: one line, more chats": "Compactes : une ligne, plus de chats",
  "Keys such as E and S act at once outside of text fields.":
    "Des touches comme E et S agissent aussitôt, hors des champs.",
  "Enter sends": "Entrée envoie",
  "If off, Enter starts a new line, and Ctrl or ⌘ with Enter sends.":
    "Sinon, Entrée passe à la ligne, et Ctrl ou ⌘ avec Entrée envoie.",
  "Show all keys": "Afficher toutes les touches",
  "Time zone": "Fuseau horaire",
  "Such as Europe/Berlin.": "Par exemple Europe/Paris.",
  "Every week": "Chaque semaine",
  Holidays: "Jours fériés",
  "Closed on these days unless you add hours.":
    "Fermé ces jours-là, sauf si des heures sont indiquées.",
  Date: "Date",
  "Add a holiday": "Ajouter un jour férié",
  closed: "fermé",
  from: "de",
  until: "à",
  "Remove these hours": "Retirer cet intervalle",
  "Add hours": "Ajouter des heures",
  "Open now": "Ouvert en ce moment",
  "Closed until {when}": "Fermé jusqu’à {when}",
  "Waiting is measured against it, unless a department has its own target.":
    "L’attente est mesurée par rapport à lui, aussi dans les services sans objectif propre.",
  "Time zone of reports": "Fuseau horaire des rapports",
  "Always open": "Toujours ouvert",
  "Your role does not open this page": "Votre rôle n’ouvre pas cette page",
  "Ask an admin of this desk.": "Un admin le peut.",
  "Unknown device": "Appareil inconnu",
  "Signed out there": "Session fermée là-bas",
  "Sign out everywhere else": "Fermer toutes les autres sessions",
  "A session ends after 12 hours without use, and after 14 days at the latest.":
    "Une session se termine après 12 heures sans utilisation, et au plus tard après 14 jours.",
  Device: "Appareil",
  Address: "Adresse",
  "Signed in": "Connexion",
  "Last used": "Dernière utilisation",
  "this one": "celle-ci",
  "New view": "Nouvelle vue",
  "No saved views": "Aucune vue enregistrée",
  "A view such as “German, unassigned” saves conditions under a name and shows their count in the navigation.":
    "Une vue comme « allemand, non attribués » garde des conditions sous un nom, avec leur nombre, dans la navigation.",
  "Add the view": "Ajouter la vue",
  Assignee: "Responsable",
  "Anybody or nobody": "Quelqu’un ou personne",
  "Whoever opens the view": "La personne qui regarde",
  "Any or none": "N’importe lequel ou aucun",
  None: "Aucun",
  Any: "N’importe lequel",
  "None chosen: all open chats.": "Aucun choix : tous les ouverts.",
  "Tag of the customer": "Étiquette du client",
  "The customer waits for a reply": "Le client attend une réponse",
  "Nobody has read it yet": "Personne ne l’a encore lu",
  Save: "Enregistrer",
  "{name} was deleted": "{name} a été supprimé",
  "Its {n} open chats go to": {
    one: "Son {n} chat ouvert va à",
    many: "Ses {n} chats ouverts vont à",
    other: "Ses {n} chats ouverts vont à",
  },
  "Its open chats go to": "Ses chats ouverts vont à",
  "Its agents leave it, and no chat enters it any more. Reports keep counting its closed chats.":
    "Ses agents le quittent et aucun chat n’y entre plus. Les rapports continuent de compter ses chats fermés.",
  "It has no open chats.": "Il n’a pas de chats ouverts.",
  "Delete {name}?": "Supprimer {name} ?",
  "Delete the department": "Supprimer le service",
  "A moment": "Un instant",
};

export default words;
