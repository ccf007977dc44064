/** What the primary and its workers say to each other. Sockets travel with the messages. */
export type ToWorker = { type: 'socket'; port: number; error?: string } | { type: 'drain'; idleMs: number };
export type ToPrimary = { type: 'socket'; port: number } | { type: 'ready' };
