/** The words of forms, ratings and files, in English. */

const words = {
  file: "File: {name}",
  backOn: "We are back on {day} at {time}",
  backLater: "We are not here right now",
  backIn: "That is {in}, in your time.",
  leave: "Leave a message and we reply by e-mail.",
  leaveButton: "Leave the message",
  name: "Your name",
  email: "E-mail",
  phone: "Phone",
  company: "Company",
  message: "Message",
  optional: "if you like",
  preTitle: "Before we start",
  preText: "So that a reply reaches you if you leave the page.",
  preButton: "Start the chat",
  needed: "Fill this in",
  emailAt: "An address looks like name@example.com",
  emailEnd: "Add the ending, such as .com",
  another: "Choose another",
  tooLarge: "{size}, at most {max} fit",
  tooMany: "At most {max} files fit in one message",
  fileRefused: "This file cannot be sent here",
  drop: "Drop files here",
  howWas: "How was it with {name}?",
  howWasUs: "How was it?",
  very_poor: "very poor",
  poor: "poor",
  average: "average",
  great: "great",
  perfect: "perfect",
  comment: "Add a word, if you like",
  rate: "Send rating",
  notNow: "Not now",
  opens: "opens {host} in a new tab",
  failed: "That did not work. Try again.",
};

export type More = Record<keyof typeof words, string>;

export default words;
