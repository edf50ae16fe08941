/** The names of all events that the widget emits to a site. */
export const EVENTS = [
  "onReady",
  "onChatOpen",
  "onChatClose",
  "onCustomerMessage",
  "onAgentMessage",
  "onProactiveMessage",
  "onPreChatFormSubmit",
  "onOfflineFormSubmit",
  "onNewUnreadMessages",
  "onNewUnreadChat",
  "onUnreadCountChanged",
  "onRated",
];
