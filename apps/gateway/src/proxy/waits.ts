/** How long the gateway waits for what does not come, in milliseconds. Routes and policies may set shorter limits of their own. */
export const defaultWaits = {
  /** A connection without a request. */
  idleMs: 75_000,
  /** A head, from its first byte to its last. */
  headMs: 15_000,
  /** The next piece of a request's body. */
  bodyMs: 60_000,
  /** A body that comes slower on average, once `bodyMs` have passed, is cut off. */
  leastBodyBytesPerSecond: 64,
  /** A backend's answer, once the request was sent. */
  answerMs: 300_000,
  /** The next piece of an answer, in or out: event streams may be silent for long. */
  answerBodyMs: 3_600_000,
  /** A WebSocket on which nothing passes. */
  tunnelMs: 3_600_000,
  /** A client that takes nothing of an answer that waits for it. */
  readerMs: 60_000,
  /** After an answer that ends the connection: so long the client may still read it. */
  lingerMs: 1000,
};

export type Waits = typeof defaultWaits;
