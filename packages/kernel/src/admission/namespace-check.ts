import { conflict, type Kind, type KubeObject, notFound, say } from '@dizuo/api';
import type { Store } from '../store/store.ts';

/** A namespace seen a moment ago need not be read again for the next create. */
const rememberMs = 2000;
const mostRemembered = 10_000;
const attempts = 12;
const betweenMs = 100;

/** Refuses new objects in namespaces that do not exist or are going away. Kubernetes, admission plugin "NamespaceLifecycle". */
export class NamespaceCheck {
  readonly #kind: Kind;
  readonly #store: Store;
  readonly #seen = new Map<string, number>();

  constructor(kind: Kind, store: Store) {
    this.#kind = kind;
    this.#store = store;
  }

  async mustAccept(namespace: string, now: number): Promise<void> {
    const until = this.#seen.get(namespace);
    if (until !== undefined && until > now) return;
    const found = await this.#find(namespace);
    if (!found) throw notFound({ kind: this.#kind.kind, name: namespace });
    if (found.metadata.deletionTimestamp) {
      throw conflict({
        kind: this.#kind.kind,
        name: namespace,
        why: say('NamespaceEnding')`the namespace is being deleted; nothing new can be created in it`,
      });
    }
    if (this.#seen.size >= mostRemembered) this.#seen.clear();
    this.#seen.set(namespace, now + rememberMs);
  }

  /** A namespace is made a moment after its tenant, and one `kubectl apply` may bring both. */
  async #find(namespace: string): Promise<KubeObject | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.#store.get(this.#kind, { name: namespace }, 'system');
      if (found || attempt === attempts) return found;
      await new Promise((resolve) => setTimeout(resolve, betweenMs));
    }
  }
}
