// An organization of a test: its agents, who sign in, and its customers, who write through the
// interface for programs.

import { randomUUID } from "node:crypto";
import { type Address, run } from "./server.ts";

/** The JSON of an answer. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at answers, types come from the tests themselves
export type Json = any;

export const PASSWORD = "seven green bottles";

export interface Agent {
  id: number;
  name: string;
  login: string;
  /** The cookie of the agent's session. */
  cookie: { name: string; value: string };
  /** Calls `/app/v1` as this agent. */
  call(method: string, path: string, body?: unknown): Promise<Json>;
}

/** A chat of a customer with one message. */
export interface Chat {
  id: number;
  customer: number;
}

export interface NewChat {
  name?: string | null;
  email?: string;
  text?: string;
  assignee?: number | null;
  department?: number;
  customer?: Record<string, unknown>;
}

/** The headers by which the server recognizes a request of an agent's page. */
const OF_A_PAGE = { "sec-fetch-site": "same-origin", "content-type": "application/json" };

async function answered(response: Response, what: string): Promise<Json> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

export class Desk {
  private constructor(
    readonly server: Address,
    readonly domain: string,
    readonly key: string,
    /** The id of the widget's application. */
    readonly application: number,
  ) {}

  /** Creates an organization. */
  static make(server: Address): Desk {
    const domain = `ostra-${randomUUID().slice(0, 8)}.example`;
    run(server.database, "org", "create", domain);
    return Desk.of(server, domain);
  }

  /** A `Desk` for an existing organization. */
  static of(server: Address, domain: string): Desk {
    const { key } = run<{ key: string }>(server.database, "key", "create", "--org", domain);
    const [app] = run<{ id: number }[]>(server.database, "application", "list", "--org", domain);
    if (!app) throw new Error("an organization without an application");
    return new Desk(server, domain, key, app.id);
  }

  /** Runs a command of Deskbell for this organization. */
  run<T = unknown>(...words: string[]): T {
    return run<T>(this.server.database, ...words, "--org", this.domain);
  }

  /**
   * Adds an agent who has not signed in yet; returns the id and the token of the invitation link.
   */
  invite(name: string, role = "admin"): { id: number; token: string } {
    const { id } = this.run<{ id: number }>("agent", "add", "--name", name, "--role", role);
    const { path } = this.run<{ path: string }>("agent", "invite", String(id));
    return { id, token: path.split("#")[1] ?? "" };
  }

  /** Adds an agent with a password and a session. */
  async agent(name = "Amara Diallo", role = "admin"): Promise<Agent> {
    const { id, token } = this.invite(name, role);
    const login = `${id}@${this.domain}`;
    const post = (path: string, body: unknown) =>
      fetch(`${this.server.url}/app/v1${path}`, {
        method: "POST",
        headers: OF_A_PAGE,
        body: JSON.stringify(body),
      });
    await answered(await post("/invitations", { token, login, password: PASSWORD }), "invitation");
    const signedIn = await post("/session", { login, password: PASSWORD });
    await answered(signedIn.clone(), "session");
    const [pair = ""] = (signedIn.headers.getSetCookie()[0] ?? "").split(";");
    const [cookie = "", value = ""] = pair.split("=");
    const call = async (method: string, path: string, body?: unknown) =>
      answered(
        await fetch(`${this.server.url}/app/v1${path}`, {
          method,
          headers: { ...OF_A_PAGE, cookie: pair },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
        `${method} ${path}`,
      );
    return { id, name, login, cookie: { name: cookie, value }, call };
  }

  /** Calls `/v1` with the organization's API key. */
  async api(method: string, path: string, body?: unknown): Promise<Json> {
    const response = await fetch(`${this.server.url}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answered(response, `${method} ${path}`);
  }

  /** Creates a customer, and a chat with the customer's first message. */
  async chat(about: NewChat = {}): Promise<Chat> {
    const { name = "Marta Nowak", email, text = "Is my lamp on its way?" } = about;
    const customer = await this.api("POST", "customers", {
      ...(name === null ? {} : { name }),
      ...(email ? { email } : {}),
      ...about.customer,
    });
    const { application } = this;
    const chat = await this.api("POST", "chats", { customer: customer.id, application });
    if (about.department) {
      await this.api("PUT", "chats/department", { id: chat.id, department: about.department });
    }
    await this.says(chat.id, text);
    if (about.assignee) {
      await this.api("PUT", "chats/assignee", { id: chat.id, assignee: about.assignee });
    }
    return { id: chat.id, customer: customer.id };
  }

  /** Posts a message of the chat's customer. */
  async says(chat: number, text: string): Promise<void> {
    await this.api("POST", "messages", { chat, text });
  }

  /** The messages of a chat, the oldest first. */
  async messages(chat: number): Promise<Json[]> {
    const all: Json[] = [];
    for (;;) {
      const { data } = await this.api(
        "GET",
        `chats/${chat}/messages?limit=100&offset=${all.length}`,
      );
      all.push(...data);
      if (data.length < 100) return all.reverse();
    }
  }

  /** The texts of the agents' replies in a chat, the oldest first. */
  async replies(chat: number): Promise<string[]> {
    const all = await this.messages(chat);
    return all.filter(it => it.from === "agent" && it.type === "message").map(it => it.text);
  }
}
