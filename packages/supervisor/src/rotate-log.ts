import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';

export interface RotationLimits {
  maxBytes: number;
  /** Older files kept beside the current one. */
  keep: number;
}

/**
 * Copies a log that grew too large to `.1` (older ones move up) and empties it in place: the child goes on appending to the same open
 * file. What is written between the last read and the truncation, some microseconds, is lost. Returns whether it rotated.
 */
export function rotateLog(path: string, limits: RotationLimits): boolean {
  if (sizeOf(path) < limits.maxBytes) return false;
  rmSync(`${path}.${limits.keep}`, { force: true });
  for (let number = limits.keep - 1; number >= 1; number -= 1) {
    if (sizeOf(`${path}.${number}`) >= 0) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
  const { O_RDWR, O_NOFOLLOW, O_CREAT, O_WRONLY, O_TRUNC } = constants;
  const from = openSync(path, O_RDWR | O_NOFOLLOW);
  const to = openSync(`${path}.1`, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
  try {
    const buffer = Buffer.allocUnsafe(1 << 20);
    // A child that writes faster than we copy must not keep us here.
    const mostBytes = fstatSync(from).size + 16 * buffer.length;
    for (let copied = 0; copied < mostBytes; ) {
      const count = readSync(from, buffer, 0, buffer.length, copied);
      if (count === 0) break;
      writeSync(to, buffer, 0, count);
      copied += count;
    }
    ftruncateSync(from, 0);
  } finally {
    closeSync(from);
    closeSync(to);
  }
  return true;
}

/** -1 where there is no such file. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}
