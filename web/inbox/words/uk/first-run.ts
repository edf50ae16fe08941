import type { Catalog } from "../../../ui/words.ts";

/**
 * The Ukrainian texts of the pages for setting up a new organization, for agents and for second
 * factors.
 */
const words: Catalog = {
  "This agent does not exist": "Такого агента немає",
  "Invite an agent": "Запросити агента",
  Role: "Роль",
  State: "Стан",
  on: "так",
  deactivated: "вимкнено",
  active: "активно",
  "not yet signed in": "входу ще не було",
  "Send this link to {name}. It works once, for 24 hours, and is shown once.":
    "Надішліть це посилання: {name}. Воно діє один раз, 24 години, і показується один раз.",
  Done: "Готово",
  "Invite one more": "Запросити ще когось",
  "Create invitation": "Створити запрошення",
  "Customers see it beside replies.": "Клієнти бачать його біля відповідей.",
  "Only colleagues see it. Optional.": "Бачить лише ваша команда. Необов’язково.",
  "Link created": "Посилання створено",
  "{name} cannot sign in any more": "{name}: вхід вимкнено",
  "{name} can sign in again": "{name}: вхід знову можливий",
  "A link lets {name} choose a new password and removes the second factor.":
    "За посиланням {name} обирає новий пароль; другий фактор вимикається.",
  "{name} has not signed in yet.": "{name}: ще не було входу.",
  "Create a password link": "Створити посилання для нового пароля",
  Deactivate: "Вимкнути",
  Activate: "Увімкнути",
  On: "Увімкнено",
  "Turn the second factor off?": "Вимкнути другий фактор?",
  "Your password alone will sign you in.": "Для входу вистачить пароля.",
  "Turn off": "Вимкнути",
  "The second factor is off": "Другий фактор вимкнено",
  "The old codes no longer work": "Старі коди більше не діють",
  "Signing in asks for six digits from your authenticator app.":
    "Під час входу потрібні шість цифр із застосунку автентифікації.",
  "New recovery codes": "Нові коди відновлення",
  "Turn off…": "Вимкнути…",
  "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.":
    "З другим фактором викраденого пароля не вистачить: для входу потрібні ще й шість цифр із застосунку в телефоні.",
  "Set it up": "Налаштувати",
  "Enter the code": "Введіть код",
  "Scan this with your authenticator app.": "Відскануйте це застосунком автентифікації.",
  "Or type this into it:": "Або введіть у ньому:",
  "The six digits that it shows": "Шість цифр, які він показує",
  "The secret as a picture": "Секрет як зображення",
  "Recovery codes: each works once": "Коди відновлення: кожен діє один раз",
  "They are shown once. Keep them where your phone is not.":
    "Їх показано один раз. Тримайте їх окремо від телефону.",
  "Put the bell on your site": "Додайте Deskbell на свій сайт",
  "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.":
    "Вставте це перед </body> на кожній сторінці. Фрагмент HelpCrunch теж працює, коли його скрипт береться звідси.",
  "Waiting for the widget. Open a page of your site, and this changes by itself.":
    "Чекає на віджет. Відкрийте сторінку свого сайту, і це зміниться саме.",
  "The widget works.": "Віджет працює.",
  "Loaded {time} ago": "Завантажено {time} тому",
  "Loaded just now": "Завантажено щойно",
  "Protect your account": "Захистіть свій обліковий запис",
  "You can do this later, under Settings.": "Це можна зробити пізніше, у налаштуваннях.",
  "Customers write to you from there.": "Звідти вам пишуть клієнти.",
  "Invite colleagues": "Запросіть команду",
  "A link for each of them: it works once, for 24 hours.":
    "Окреме посилання для кожної людини: діє один раз, 24 години.",
  "Import your data": "Перенесіть свої дані",
  "Customers and chats from HelpCrunch or another desk.":
    "Клієнти й чати з HelpCrunch чи будь-якої іншої системи.",
  "Open the inbox": "Відкрити скриньку",
  Continue: "Далі",
  "Skip the rest": "Пропустити решту",
  "No site yet: {command} creates one.": "Сайту ще немає: його створює {command}.",
  "Run the import on the server while the desk runs:":
    "Імпорт виконується на сервері, поки Deskbell працює:",
  "You can stop it and start again: nothing is imported twice. {command} explains the format.":
    "Його можна зупинити й почати знову: ніщо не імпортується двічі. {command} пояснює формат.",
  "Your site": "Ваш сайт",
  Import: "Імпорт",
  "can wait": "може зачекати",
  "Step {n} of {all}": "Крок {n} з {all}",
  "Ask an admin of this desk for another link, or run {command}.":
    "Попросіть адміністратора про нове посилання або виконайте {command}.",
  "This link does not work": "Це посилання не діє",
  "{n} more characters": {
    one: "ще {n} символ",
    few: "ще {n} символи",
    many: "ще {n} символів",
    other: "ще {n} символу",
  },
  "This page was opened by a link. It works once, for 24 hours.":
    "Цю сторінку відкрито за посиланням. Воно діє один раз, 24 години.",
  "Choose a new password": "Оберіть новий пароль",
  "Welcome, {name}": "Вітаємо, {name}",
  "All other sessions of {name} end.": "Усі інші сеанси ({name}) завершаться.",
  "Everything here can be changed later.": "Усе це можна змінити пізніше.",
  "Or an e-mail address. Only colleagues see it.": "Або адреса пошти. Її бачить лише ваша команда.",
  "12 characters or more. A sentence is fine.": "12 символів або більше. Речення підійде.",
};

export default words;
