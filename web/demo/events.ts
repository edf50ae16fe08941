/** Every event that a site can hear of the widget. */
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
