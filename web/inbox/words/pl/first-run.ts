import type { Catalog } from "../../../ui/words.ts";

/**
 * The Polish texts of the pages for setting up a new organization, for agents and for second
 * factors.
 */
const words: Catalog = {
  "This agent does not exist": "Nie ma takiego agenta",
  "Invite an agent": "Zaproś agenta",
  Role: "Rola",
  State: "Stan",
  on: "tak",
  deactivated: "wyłączone konto",
  active: "aktywne konto",
  "not yet signed in": "jeszcze bez logowania",
  "Send this link to {name}. It works once, for 24 hours, and is shown once.":
    "Wyślij ten link: {name}. Działa raz, przez 24 godziny, i jest pokazany raz.",
  Done: "Gotowe",
  "Invite one more": "Zaproś kolejną osobę",
  "Create invitation": "Utwórz zaproszenie",
  "Customers see it beside replies.": "Klienci widzą to przy odpowiedziach.",
  "Only colleagues see it. Optional.": "Widzi go tylko twój zespół. Opcjonalnie.",
  "Link created": "Utworzono link",
  "{name} cannot sign in any more": "{name}: logowanie wyłączone",
  "{name} can sign in again": "{name}: logowanie włączone",
  "A link lets {name} choose a new password and removes the second factor.":
    "Dzięki linkowi {name} może wybrać nowe hasło; drugi składnik zostaje wyłączony.",
  "{name} has not signed in yet.": "{name}: jeszcze bez logowania.",
  "Create a password link": "Utwórz link do nowego hasła",
  Deactivate: "Wyłącz",
  Activate: "Włącz",
  On: "Włączona",
  "Turn the second factor off?": "Wyłączyć drugi składnik?",
  "Your password alone will sign you in.": "Do logowania wystarczy hasło.",
  "Turn off": "Wyłącz",
  "The second factor is off": "Drugi składnik jest wyłączony",
  "The old codes no longer work": "Stare kody już nie działają",
  "Signing in asks for six digits from your authenticator app.":
    "Logowanie pyta o sześć cyfr z aplikacji uwierzytelniającej.",
  "New recovery codes": "Nowe kody odzyskiwania",
  "Turn off…": "Wyłącz…",
  "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.":
    "Z drugim składnikiem skradzione hasło nie wystarczy: logowanie pyta też o sześć cyfr z aplikacji w telefonie.",
  "Set it up": "Skonfiguruj",
  "Enter the code": "Wpisz kod",
  "Scan this with your authenticator app.": "Zeskanuj to aplikacją uwierzytelniającą.",
  "Or type this into it:": "Albo wpisz w niej:",
  "The six digits that it shows": "Sześć wyświetlonych cyfr",
  "The secret as a picture": "Sekret jako obraz",
  "Recovery codes: each works once": "Kody odzyskiwania: każdy działa raz",
  "They are shown once. Keep them where your phone is not.":
    "Są pokazane raz. Trzymaj je tam, gdzie nie ma telefonu.",
  "Put the bell on your site": "Umieść Deskbell w swojej witrynie",
  "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.":
    "Wklej to przed </body> na każdej stronie. Fragment z HelpCrunch też działa, gdy jego skrypt pochodzi stąd.",
  "Waiting for the widget. Open a page of your site, and this changes by itself.":
    "Czeka na widżet. Otwórz stronę swojej witryny, a to zmieni się samo.",
  "The widget works.": "Widżet działa.",
  "Loaded {time} ago": "Wczytano {time} temu",
  "Loaded just now": "Wczytano przed chwilą",
  "Protect your account": "Zabezpiecz swoje konto",
  "You can do this later, under Settings.": "Możesz to zrobić później, w Ustawieniach.",
  "Customers write to you from there.": "Stamtąd piszą do ciebie klienci.",
  "Invite colleagues": "Zaproś zespół",
  "A link for each of them: it works once, for 24 hours.":
    "Jeden link dla każdej osoby: działa raz, przez 24 godziny.",
  "Import your data": "Przenieś swoje dane",
  "Customers and chats from HelpCrunch or another desk.":
    "Klienci i czaty z HelpCrunch lub innego systemu.",
  "Open the inbox": "Otwórz skrzynkę",
  Continue: "Dalej",
  "Skip the rest": "Pomiń resztę",
  "No site yet: {command} creates one.": "Nie ma jeszcze witryny: {command} tworzy ją.",
  "Run the import on the server while the desk runs:":
    "Import działa na serwerze, gdy Deskbell pracuje:",
  "You can stop it and start again: nothing is imported twice. {command} explains the format.":
    "Możesz go zatrzymać i zacząć od nowa: nic nie zostanie zaimportowane dwa razy. {command} wyjaśnia format.",
  "Your site": "Twoja witryna",
  Import: "Import",
  "can wait": "może poczekać",
  "Step {n} of {all}": "Krok {n} z {all}",
  "Ask an admin of this desk for another link, or run {command}.":
    "Poproś administratora o nowy link albo uruchom {command}.",
  "This link does not work": "Ten link nie działa",
  "{n} more characters": {
    one: "brakuje {n} znaku",
    few: "brakuje {n} znaków",
    many: "brakuje {n} znaków",
    other: "brakuje {n} znaku",
  },
  "This page was opened by a link. It works once, for 24 hours.":
    "Tę stronę otwarto linkiem. Działa raz, przez 24 godziny.",
  "Choose a new password": "Wybierz nowe hasło",
  "Welcome, {name}": "Witaj, {name}",
  "All other sessions of {name} end.": "Pozostałe sesje ({name}) zostaną zakończone.",
  "Everything here can be changed later.": "Wszystko tu można później zmienić.",
  "Or an e-mail address. Only colleagues see it.": "Lub adres e-mail. Widzi go tylko twój zespół.",
  "12 characters or more. A sentence is fine.": "Co najmniej 12 znaków. Może być zdanie.",
};

export default words;
