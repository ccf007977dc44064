import { createClient, createWatchSlots } from '@dizuo/client';

/** The one client of the console: same origin, session cookie; the header proves to the server that a page of ours asks. */
export const client = createClient({ headers: { 'x-dizuo-csrf': '1' } });

/** Leaves connections for ordinary requests and for one log that is followed. */
export const watchSlots = createWatchSlots(3);
