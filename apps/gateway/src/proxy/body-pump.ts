import type { Socket } from 'node:net';
import type { BodyScanner } from '../http/body-scanner.ts';
import { type SocketReader, writeAll } from '../http/socket-reader.ts';

/** How passing a body on ended. `short`: the sender stopped in the middle. `refused`: the receiver takes no more. */
export type PumpEnd = 'done' | 'short' | 'refused';

/**
 * Passes a body on as it comes, at the pace of the slower side. `contentOnly` leaves the chunk framing out. Bytes after the body stay
 * with the reader. Throws `HeadError` where the body is malformed.
 */
export async function pumpBody(from: SocketReader, to: Socket, scanner: BodyScanner, contentOnly: boolean): Promise<PumpEnd> {
  for (;;) {
    const bytes = await from.read();
    if (!bytes) return 'short';
    const parts: Buffer[] = [];
    const end = scanner.feed(bytes, 0, contentOnly ? (start, stop) => void parts.push(bytes.subarray(start, stop)) : undefined);
    if (!contentOnly) parts.push(end < 0 ? bytes : bytes.subarray(0, end));
    for (const part of parts) if (part.length > 0 && !(await writeAll(to, part))) return 'refused';
    if (end < 0) continue;
    from.unread(bytes.subarray(end));
    return 'done';
  }
}
