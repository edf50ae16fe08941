/** An observable value, which the core changes and the view reads. */

export interface Store<T> {
  (): T;
  /**
   * Changes some of the fields. Watchers are called once, after all changes of the current task.
   */
  set(change: Partial<T>): void;
  watch(hear: () => void): () => void;
}

export function store<T extends object>(first: T): Store<T> {
  let now = first;
  let told = true;
  const watchers = new Set<() => void>();
  const read = (() => now) as Store<T>;
  read.set = change => {
    now = { ...now, ...change };
    if (!told) return;
    told = false;
    queueMicrotask(() => {
      told = true;
      for (const hear of [...watchers]) hear();
    });
  };
  read.watch = hear => {
    watchers.add(hear);
    return () => watchers.delete(hear);
  };
  return read;
}
