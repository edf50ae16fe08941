// The storage of a device in IndexedDB: drafts, and messages that wait to be sent. Without
// IndexedDB (as in private windows of some browsers) the data stays in memory, and the page says
// so.

/** A table of records by key. */
export interface Table<T> {
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  remove(key: string): Promise<void>;
  all(): Promise<[string, T][]>;
  /** True if the records outlive the page. */
  readonly isLasting: boolean;
}

const TABLES = ["drafts", "outbox"] as const;
type Name = (typeof TABLES)[number];

class Memory<T> implements Table<T> {
  readonly isLasting = false;
  private readonly rows = new Map<string, T>();

  async get(key: string): Promise<T | undefined> {
    return this.rows.get(key);
  }
  async put(key: string, value: T): Promise<void> {
    this.rows.set(key, structuredClone(value));
  }
  async remove(key: string): Promise<void> {
    this.rows.delete(key);
  }
  async all(): Promise<[string, T][]> {
    return [...this.rows];
  }
}

class Stored<T> implements Table<T> {
  readonly isLasting = true;

  constructor(
    private readonly db: IDBDatabase,
    private readonly name: Name,
  ) {}

  get(key: string): Promise<T | undefined> {
    return this.run("readonly", store => store.get(key) as IDBRequest<T | undefined>);
  }
  async put(key: string, value: T): Promise<void> {
    await this.run("readwrite", store => store.put(value, key));
  }
  async remove(key: string): Promise<void> {
    await this.run("readwrite", store => store.delete(key));
  }
  async all(): Promise<[string, T][]> {
    const keys = await this.run("readonly", store => store.getAllKeys());
    const values = await this.run("readonly", store => store.getAll() as IDBRequest<T[]>);
    return keys.flatMap((key, at) => {
      const value = values[at];
      return value === undefined ? [] : [[String(key), value] as [string, T]];
    });
  }

  private run<R>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<R>) {
    return new Promise<R>((done, fail) => {
      const transaction = this.db.transaction(this.name, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(this.name));
      // At once, without a word back: a page that is left now has still kept it.
      if (mode === "readwrite") transaction.commit();
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => fail(transaction.error ?? new Error("The device kept nothing."));
    });
  }
}

export interface Device {
  table<T>(name: Name): Table<T>;
  readonly isLasting: boolean;
}

/**
 * Opens the storage of one agent on this device; agents who share a device have separate storages.
 */
export async function openDevice(agent: number, factory = globalThis.indexedDB): Promise<Device> {
  const kept = new Map<Name, Memory<unknown>>();
  const memory: Device = {
    isLasting: false,
    table<T>(name: Name) {
      if (!kept.has(name)) kept.set(name, new Memory());
      return kept.get(name) as Memory<T>;
    },
  };
  try {
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const request = factory.open(`deskbell:${agent}`, 1);
      request.onupgradeneeded = () => {
        for (const name of TABLES) request.result.createObjectStore(name);
      };
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
      request.onblocked = () => fail(new Error("Another tab has an older version open."));
    });
    db.onversionchange = () => db.close();
    return { isLasting: true, table: <T>(name: Name) => new Stored<T>(db, name) };
  } catch {
    return memory;
  }
}
