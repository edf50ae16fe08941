import type { Catalog } from "../../../ui/words.ts";
import channels from "./channels.ts";
import firstRun from "./first-run.ts";

/** The words of the settings. */
const words: Catalog = {
  ...channels,
  ...firstRun,
  "Enter a name": "Falta un nombre",
  "New response": "Respuesta nueva",
  "No canned responses": "No hay respuestas guardadas",
  "Write here once what you often answer, and insert it with / in a reply.":
    "Escriba aquí una vez lo que repite a menudo e insértelo con / al responder.",
  "Find a response": "Buscar una respuesta",
  Shortcut: "Atajo",
  Text: "Texto",
  Owner: "De quién",
  "Delete /{name}?": "¿Eliminar /{name}?",
  "Nobody can insert it any more. Messages already sent stay.":
    "Nadie podrá insertarla. Lo enviado se conserva.",
  Delete: "Eliminar",
  Deleted: "Eliminado",
  "Delete…": "Eliminar…",
  "Add the response": "Añadir la respuesta",
  "Enter a shortcut and a text": "Faltan el atajo y el texto",
  "What you type after / in a reply.": "Se escribe tras / al responder.",
  "Filled in when inserted; after | comes the text in case there is nothing:":
    "Se rellenan al insertar; tras | va el texto por si no hay dato:",
  "For everybody": "Para todos",
  "New department": "Departamento nuevo",
  "No departments": "No hay departamentos",
  "A department has its own chats, and its agents see them all.":
    "Un departamento recibe sus propios chats, y sus agentes los ven todos.",
  "Add the department": "Añadir el departamento",
  "Customers may see it.": "Los clientes pueden verlo.",
  "Reply target and hours": "Objetivo de respuesta y horario",
  "Reply target, minutes": "Responder en, minutos",
  "Waiting is measured against it. Empty: the organization's target.":
    "Con él se mide la espera. Vacío: como la organización.",
  "Own opening hours": "Horario propio",
  "Agent, chats only": "Agente, solo chats",
  Supervisor: "Supervisor",
  Admin: "Administrador",
  "Your name": "Su nombre",
  "Customers see it beside your replies.": "Los clientes lo ven junto a sus respuestas.",
  "This device": "Este dispositivo",
  Theme: "Tema",
  "Same as the system": "Como el sistema",
  Light: "Claro",
  Dark: "Oscuro",
  "Same as the browser": "Como el navegador",
  "Change the password": "Cambiar la contraseña",
  "Enter both passwords": "Hacen falta ambos campos",
  "Current password": "Contraseña actual",
  "New password": "Contraseña nueva",
  "12 characters or more. A sentence is fine. Your other sessions end.":
    "12 caracteres o más. Una frase sirve. Sus otras sesiones terminan.",
  "Long enough": "Suficientemente larga",
  Sound: "Sonido",
  "A bell when a customer writes to you or in an unassigned chat. Only one tab rings.":
    "Un timbre cuando un cliente le escribe a usted o a nadie en concreto. Suena en una sola pestaña.",
  "Your browser mutes sounds until you click somewhere on the page.":
    "El navegador silencia los sonidos hasta que haga clic en algún sitio.",
  "Play it": "Escuchar",
  "On the desktop": "En el escritorio",
  "Your browser blocks notifications from this page. Allow them in its settings.":
    "El navegador bloquea las notificaciones de esta página. Permítalas en sus ajustes.",
  "A notification for each chat while you are elsewhere.":
    "Una notificación por chat mientras mira otra cosa.",
  "Quiet hours": "Horas de silencio",
  "No sound and no notifications. Counts still change.":
    "Sin sonido ni notificaciones. Los contadores siguen.",
  From: "Desde",
  Until: "Hasta",
  "Rows of the list": "Filas de la lista",
  "Comfortable: three lines, with department and tags":
    "Cómodas: tres líneas, con departamento y etiquetas",
  "Compact: one line, more chats": "Compactas: una línea, más chats",
  "Keys such as E and S act at once outside of text fields.":
    "Teclas como E y S actúan al momento, fuera de los campos.",
  "Enter sends": "Intro envía",
  "If off, Enter starts a new line, and Ctrl or ⌘ with Enter sends.":
    "Si no, Intro empieza una línea, y Ctrl o ⌘ con Intro envía.",
  "Show all keys": "Mostrar todas las teclas",
  "Time zone": "Zona horaria",
  "Such as Europe/Berlin.": "Por ejemplo, Europe/Madrid.",
  "Every week": "Cada semana",
  Holidays: "Festivos",
  "Closed on these days unless you add hours.":
    "Cerrado estos días, salvo que se indique un horario.",
  Date: "Fecha",
  "Add a holiday": "Añadir un festivo",
  closed: "cerrado",
  from: "desde",
  until: "hasta",
  "Remove these hours": "Quitar este intervalo",
  "Add hours": "Añadir horas",
  "Open now": "Abierto ahora",
  "Closed until {when}": "Cerrado hasta {when}",
  "Waiting is measured against it, unless a department has its own target.":
    "Con él se mide la espera, también en departamentos sin objetivo propio.",
  "Time zone of reports": "Zona horaria de los informes",
  "Always open": "Siempre abierto",
  "Your role does not open this page": "Su rol no abre esta página",
  "Ask an admin of this desk.": "Un administrador puede.",
  "Unknown device": "Dispositivo desconocido",
  "Signed out there": "Sesión cerrada allí",
  "Sign out everywhere else": "Cerrar las demás sesiones",
  "A session ends after 12 hours without use, and after 14 days at the latest.":
    "Una sesión termina tras 12 horas sin uso y, como máximo, a los 14 días.",
  Device: "Dispositivo",
  Address: "Dirección",
  "Signed in": "Inicio de sesión",
  "Last used": "Último uso",
  "this one": "esta",
  "New view": "Vista nueva",
  "No saved views": "No hay vistas guardadas",
  "A view such as “German, unassigned” saves conditions under a name and shows their count in the navigation.":
    "Una vista como «alemán, sin asignar» guarda condiciones con un nombre y su recuento en la navegación.",
  "Add the view": "Añadir la vista",
  Assignee: "Responsable",
  "Anybody or nobody": "Alguien o nadie",
  "Whoever opens the view": "Quien mira",
  "Any or none": "Alguno o ninguno",
  None: "Ninguno",
  Any: "Alguno",
  "None chosen: all open chats.": "Sin elección: todos los abiertos.",
  "Tag of the customer": "Etiqueta del cliente",
  "The customer waits for a reply": "El cliente espera una respuesta",
  "Nobody has read it yet": "Nadie lo ha leído aún",
  Save: "Guardar",
  "{name} was deleted": "{name} se ha eliminado",
  "Its {n} open chats go to": {
    one: "Su {n} chat abierto pasa a",
    many: "Sus {n} chats abiertos pasan a",
    other: "Sus {n} chats abiertos pasan a",
  },
  "Its open chats go to": "Sus chats abiertos pasan a",
  "Its agents leave it, and no chat enters it any more. Reports keep counting its closed chats.":
    "Sus agentes lo dejan y ningún chat entra ya en él. Los informes siguen contando sus chats cerrados.",
  "It has no open chats.": "No tiene chats abiertos.",
  "Delete {name}?": "¿Eliminar {name}?",
  "Delete the department": "Eliminar el departamento",
  "A moment": "Un momento",
};

export default words;
