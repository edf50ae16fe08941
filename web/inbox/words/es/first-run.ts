import type { Catalog } from "../../../ui/words.ts";

/**
 * The Spanish texts of the pages for setting up a new organization, for agents and for second
 * factors.
 */
const words: Catalog = {
  "This agent does not exist": "No existe ese agente",
  "Invite an agent": "Invitar a un agente",
  Role: "Rol",
  State: "Estado",
  on: "sí",
  deactivated: "desactivado",
  active: "activo",
  "not yet signed in": "sin iniciar sesión",
  "Send this link to {name}. It works once, for 24 hours, and is shown once.":
    "Envíe este enlace a {name}. Sirve una vez, durante 24 horas, y se muestra una vez.",
  Done: "Listo",
  "Invite one more": "Invitar a otra persona",
  "Create invitation": "Crear la invitación",
  "Customers see it beside replies.": "Los clientes lo ven junto a las respuestas.",
  "Only colleagues see it. Optional.": "Solo lo ve su equipo. Opcional.",
  "Link created": "Se creó un enlace",
  "{name} cannot sign in any more": "{name} ya no puede iniciar sesión",
  "{name} can sign in again": "{name} puede volver a iniciar sesión",
  "A link lets {name} choose a new password and removes the second factor.":
    "Con un enlace, {name} elige otra contraseña y se quita el segundo factor.",
  "{name} has not signed in yet.": "{name} aún no ha iniciado sesión.",
  "Create a password link": "Crear un enlace para otra contraseña",
  Deactivate: "Desactivar",
  Activate: "Activar",
  On: "Activado",
  "Turn the second factor off?": "¿Desactivar el segundo factor?",
  "Your password alone will sign you in.": "Bastará su contraseña para iniciar sesión.",
  "Turn off": "Desactivar",
  "The second factor is off": "El segundo factor está desactivado",
  "The old codes no longer work": "Los códigos antiguos ya no sirven",
  "Signing in asks for six digits from your authenticator app.":
    "Al iniciar sesión se piden seis dígitos de su aplicación de autenticación.",
  "New recovery codes": "Códigos de recuperación nuevos",
  "Turn off…": "Desactivar…",
  "With a second factor a stolen password is not enough: signing in also asks for six digits from an app on your phone.":
    "Con un segundo factor no basta una contraseña robada: al iniciar sesión se piden también seis dígitos de una aplicación de su teléfono.",
  "Set it up": "Configurar",
  "Enter the code": "Escriba el código",
  "Scan this with your authenticator app.": "Escanéelo con su aplicación de autenticación.",
  "Or type this into it:": "O escriba esto en ella:",
  "The six digits that it shows": "Los seis dígitos que muestra",
  "The secret as a picture": "El secreto como imagen",
  "Recovery codes: each works once": "Códigos de recuperación: cada uno sirve una vez",
  "They are shown once. Keep them where your phone is not.":
    "Se muestran una vez. Guárdelos donde no esté su teléfono.",
  "Put the bell on your site": "Ponga Deskbell en su sitio",
  "Paste this before </body> on every page. A HelpCrunch snippet works too, once its script comes from here.":
    "Péguelo antes de </body> en cada página. También sirve un fragmento de HelpCrunch, cuando su script venga de aquí.",
  "Waiting for the widget. Open a page of your site, and this changes by itself.":
    "Espera al widget. Abra una página de su sitio y esto cambiará solo.",
  "The widget works.": "El widget funciona.",
  "Loaded {time} ago": "Cargado hace {time}",
  "Loaded just now": "Cargado ahora mismo",
  "Protect your account": "Proteja su cuenta",
  "You can do this later, under Settings.": "Puede hacerlo más tarde, en Ajustes.",
  "Customers write to you from there.": "Desde allí le escriben los clientes.",
  "Invite colleagues": "Invite a su equipo",
  "A link for each of them: it works once, for 24 hours.":
    "Un enlace por persona: sirve una vez, durante 24 horas.",
  "Import your data": "Traiga sus datos",
  "Customers and chats from HelpCrunch or another desk.":
    "Clientes y chats de HelpCrunch o de cualquier otro sistema.",
  "Open the inbox": "Abrir la bandeja de entrada",
  Continue: "Continuar",
  "Skip the rest": "Omitir el resto",
  "No site yet: {command} creates one.": "Aún no hay ningún sitio: {command} crea uno.",
  "Run the import on the server while the desk runs:":
    "La importación se ejecuta en el servidor, con Deskbell en marcha:",
  "You can stop it and start again: nothing is imported twice. {command} explains the format.":
    "Puede detenerla y empezar de nuevo: nada se importa dos veces. {command} explica el formato.",
  "Your site": "Su sitio",
  Import: "Importación",
  "can wait": "puede esperar",
  "Step {n} of {all}": "Paso {n} de {all}",
  "Ask an admin of this desk for another link, or run {command}.":
    "Pida otro enlace a un administrador o ejecute {command}.",
  "This link does not work": "Este enlace no funciona",
  "{n} more characters": {
    one: "falta {n} carácter",
    many: "faltan {n} caracteres",
    other: "faltan {n} caracteres",
  },
  "This page was opened by a link. It works once, for 24 hours.":
    "Esta página se abrió con un enlace. Sirve una vez, durante 24 horas.",
  "Choose a new password": "Elija una contraseña nueva",
  "Welcome, {name}": "Hola, {name}",
  "All other sessions of {name} end.": "Terminan las demás sesiones de {name}.",
  "Everything here can be changed later.": "Todo esto se puede cambiar después.",
  "Or an e-mail address. Only colleagues see it.":
    "O una dirección de correo. Solo la ve su equipo.",
  "12 characters or more. A sentence is fine.": "12 caracteres o más. Una frase sirve.",
};

export default words;
