// A visitor of a site, as the widget is one: a token, messages, events, and a socket in a browser.

import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import type { Agent, Desk, Json } from "./desk.ts";

export class Visitor {
  private constructor(
    private readonly desk: Desk,
    private token: string,
    /** The chat that the visitor writes in; null before the first message. */
    public chat: number | null,
  ) {}

  /** Begins a visitor's session; reads the widget's public id as the admin. */
  static async begin(desk: Desk, admin: Agent): Promise<Visitor> {
    const { appId } = await admin.call("GET", `/applications/${desk.application}/widget`);
    const visitor = new Visitor(desk, "", null);
    const page = "https://ostra.example/lamps/mono";
    const session = await visitor.call("POST", "session", {
      app: appId,
      page,
      locale: "de",
    });
    visitor.token = session.token;
    return visitor;
  }

  async call(method: string, path: string, body?: unknown): Promise<Json> {
    const response = await fetch(`${this.desk.server.url}/widget/v1/${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async says(text: string): Promise<void> {
    const page = "https://ostra.example/lamps/mono";
    const chat = this.chat === null ? {} : { chatId: this.chat };
    const said = await this.call("POST", "messages", { text, page, ...chat });
    this.token = said.token ?? this.token;
    this.chat = said.message?.chatId ?? said.chatId ?? this.chat;
  }

  /**
   * Opens the visitor's socket in a page of the server's origin, so that messages can be sent on
   * the socket.
   */
  async connect(page: Page): Promise<void> {
    await page.evaluate(
      token =>
        new Promise<void>((done, fail) => {
          const socket = new WebSocket(`ws://${location.host}/widget/v1/ws`);
          (window as unknown as { visitor: WebSocket }).visitor = socket;
          socket.onopen = () => {
            socket.send(JSON.stringify({ token }));
            done();
          };
          socket.onerror = () => fail(new Error("no socket"));
        }),
      this.token,
    );
  }

  /** Sends a typing signal of the visitor. */
  async types(page: Page): Promise<void> {
    await page.evaluate(
      chatId =>
        (window as unknown as { visitor: WebSocket }).visitor.send(
          JSON.stringify({ kind: "typing", chatId }),
        ),
      this.chat,
    );
  }
}
