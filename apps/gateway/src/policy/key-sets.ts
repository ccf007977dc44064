import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Keys are read anew so often at most where a token names one that is not known, and so often in any case. */
const coolDownMs = 30_000;
const freshMs = 10 * 60_000;
/** While the issuer does not answer, the last keys hold for so long. */
const staleMs = 24 * 60 * 60_000;
const retryMs = 5000;

interface KeySet {
  find?: ReturnType<typeof createLocalJWKSet>;
  readAt: number;
  triedAt: number;
  reading?: Promise<void>;
}

/** Published key sets of issuers (RFC 7517), kept by address. Reading is the caller's: it sees to it that no closed network is asked. */
export class KeySets {
  readonly #read: (uri: string) => Promise<JSONWebKeySet>;
  readonly #now: () => number;
  readonly #sets = new Map<string, KeySet>();

  constructor(read: (uri: string) => Promise<JSONWebKeySet>, now: () => number = () => performance.now()) {
    this.#read = read;
    this.#now = now;
  }

  /** Finds a token's key; reads the set where it is new, old, or does not know the key. Rejects where the keys cannot be had. */
  keyOf(uri: string): JWTVerifyGetKey {
    return async (header, token) => {
      const set = this.#of(uri);
      if (!set.find || this.#now() - set.readAt > freshMs) await this.#refresh(uri, set);
      if (!set.find) throw new KeysUnavailable(uri);
      try {
        return await set.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || this.#now() - set.triedAt < coolDownMs) throw error;
        await this.#refresh(uri, set, true);
        return set.find(header, token);
      }
    };
  }

  /** Forgets addresses that the configuration no longer names. */
  retain(uris: ReadonlySet<string>): void {
    for (const uri of this.#sets.keys()) if (!uris.has(uri)) this.#sets.delete(uri);
  }

  #of(uri: string): KeySet {
    const known = this.#sets.get(uri);
    if (known) return known;
    const set: KeySet = { readAt: Number.NEGATIVE_INFINITY, triedAt: Number.NEGATIVE_INFINITY };
    this.#sets.set(uri, set);
    return set;
  }

  /** Requests that come together share one reading. */
  #refresh(uri: string, set: KeySet, now = false): Promise<void> {
    if (set.reading) return set.reading;
    if (!now && this.#now() - set.triedAt < retryMs) return Promise.resolve();
    set.triedAt = this.#now();
    set.reading = this.#read(uri)
      .then((keys) => {
        set.find = createLocalJWKSet(keys);
        set.readAt = this.#now();
      })
      .catch(() => {
        if (this.#now() - set.readAt > staleMs) delete set.find;
      })
      .finally(() => {
        delete set.reading;
      });
    return set.reading;
  }
}

/** Nobody can say whether the token is good: not the caller's fault. */
export class KeysUnavailable extends Error {
  constructor(uri: string) {
    super(`the keys at ${uri} cannot be read`);
  }
}
