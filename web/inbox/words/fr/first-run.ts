import type { Catalog } from "../../../ui/words.ts";

/**
 * The French texts of the pages for setting up a new organization, for agents and for second
 * factors.
 */
const words: Catalog = {
  "This agent does not exist": "Cet agent n’existe pas",
  "Invite an agent": "Inviter un agent",
  Role: "Rôle",
  State: "État",
  on: "oui",
  deactivated: "désactivé",
  active: "actif",
  "not yet signed in": "aucune connexion",
  "Send this link to {name}. It works once, for 24 hours, and is shown once.":
    "Envoyez ce lien à {name}. Il sert une fois, pendant 24 heures, et n’est montré qu’une fois.",
  Done: "Terminé",
  "Invite one more": "Inviter encore quelqu’un",
  "Create invitation": "Créer l’invitation",
  "Customers see it beside replies.": "Les clients le voient à côté des réponses.",
  "Only colleagues see it. Optional.": "Seule votre équipe la voit. Facultatif.",
  "Link created": "Un lien a été créé",
  "{name} cannot sign in any more": "{name} ne peut plus se connecter",
  "{name} can sign in again": "{name} peut se connecter à nouveau",
  "A link lets {name} choose a new password and removes the second factor.":
    "Un lien permet à {name} de choisir un nouveau mot de passe et retire le second facteur.",
  "{name} has not signed in yet.": "{name} n’a pas encore ouvert de session.",
  "Create a password link": "Créer un lien de nouveau mot de passe",
  Deactivate: "Désactiver",
  Activate: "Activer",
  On: "Activé",
  "Turn the second factor off?": "Désactiver le second facteur ?",
  "Your password alone will sign you in.": "Votre mot de passe suffira pour vous connecter.",
  "Turn off": "Désactiver",
  "The second factor is off": "Le second facteur est désactivé",
  "The old codes no longer work": "Les anciens codes ne fonctionnent plus",
  "Signing in asks for six digits from your authenticator app.":
    "La connexion demande six chiffres de votre application d’authentification.",
  "New recovery codes": "Nouveaux codes de secours",
  "Turn off…": "Désactiver…",
  "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.":
    "Avec un second facteur, un mot de passe volé ne suffit pas : la connexion demande aussi six chiffres d’une application de votre téléphone.",
  "Set it up": "Configurer",
  "Enter the code": "Saisissez le code",
  "Scan this with your authenticator app.":
    "Scannez ceci avec votre application d’authentification.",
  "Or type this into it:": "Ou saisissez-y ceci :",
  "The six digits that it shows": "Les six chiffres affichés",
  "The secret as a picture": "Le secret en image",
  "Recovery codes: each works once": "Codes de secours : chacun sert une fois",
  "They are shown once. Keep them where your phone is not.":
    "Ils ne sont montrés qu’une fois. Gardez-les loin de votre téléphone.",
  "Put the bell on your site": "Placez Deskbell sur votre site",
  "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.":
    "Collez ceci avant </body> sur chaque page. Un extrait de HelpCrunch convient aussi, dès que son script vient d’ici.",
  "Waiting for the widget. Open a page of your site, and this changes by itself.":
    "Attend le widget. Ouvrez une page de votre site, et ceci changera tout seul.",
  "The widget works.": "Le widget fonctionne.",
  "Loaded {time} ago": "Chargé il y a {time}",
  "Loaded just now": "Chargé à l’instant",
  "Protect your account": "Protégez votre compte",
  "You can do this later, under Settings.": "Vous pourrez le faire plus tard, dans Paramètres.",
  "Customers write to you from there.": "C’est de là que les clients vous écrivent.",
  "Invite colleagues": "Invitez votre équipe",
  "A link for each of them: it works once, for 24 hours.":
    "Un lien par personne : il sert une fois, pendant 24 heures.",
  "Import your data": "Apportez vos données",
  "Customers and chats from HelpCrunch or another desk.":
    "Clients et chats de HelpCrunch, ou d’un autre outil.",
  "Open the inbox": "Ouvrir la boîte de réception",
  Continue: "Continuer",
  "Skip the rest": "Passer la suite",
  "No site yet: {command} creates one.": "Pas encore de site : {command} en crée un.",
  "Run the import on the server while the desk runs:":
    "L’import tourne sur le serveur, pendant que Deskbell fonctionne :",
  "You can stop it and start again: nothing is imported twice. {command} explains the format.":
    "Vous pouvez l’arrêter et recommencer : rien n’est importé deux fois. {command} explique le format.",
  "Your site": "Votre site",
  Import: "Import",
  "can wait": "peut attendre",
  "Step {n} of {all}": "Étape {n} sur {all}",
  "Ask an admin of this desk for another link, or run {command}.":
    "Demandez un autre lien à un admin, ou lancez {command}.",
  "This link does not work": "Ce lien ne fonctionne pas",
  "{n} more characters": {
    one: "encore {n} caractère",
    many: "encore {n} caractères",
    other: "encore {n} caractères",
  },
  "This page was opened by a link. It works once, for 24 hours.":
    "Cette page a été ouverte par un lien. Il sert une fois, pendant 24 heures.",
  "Choose a new password": "Choisissez un nouveau mot de passe",
  "Welcome, {name}": "Bienvenue, {name}",
  "All other sessions of {name} end.": "Toutes les autres sessions de {name} se terminent.",
  "Everything here can be changed later.": "Tout ceci peut être changé plus tard.",
  "Or an e-mail address. Only colleagues see it.":
    "Ou une adresse e-mail. Seule votre équipe le voit.",
  "12 characters or more. A sentence is fine.": "12 caractères ou plus. Une phrase convient.",
};

export default words;
