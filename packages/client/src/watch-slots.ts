/** The right to hold one stream open. `wanted` tells that another waits for it; giving it back is `release`. */
export interface WatchSlot {
  wanted(): boolean;
  release(): void;
}

/**
 * A browser opens at most six HTTP/1.1 connections to one server, and every watch holds one. So watches share a few slots:
 * as long as there are enough of them a watch keeps its slot, otherwise all take turns, first come first served.
 */
export interface WatchSlots {
  acquire(signal: AbortSignal): Promise<WatchSlot>;
}

export function createWatchSlots(size: number): WatchSlots {
  let free = size;
  const waiting: (() => void)[] = [];

  function slot(): WatchSlot {
    let held = true;
    return {
      wanted: () => waiting.length > 0,
      release() {
        if (!held) return;
        held = false;
        const next = waiting.shift();
        if (next) return next();
        free += 1;
      },
    };
  }

  return {
    acquire(signal) {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(slot());
      }
      return new Promise((resolve, reject) => {
        const grant = () => {
          signal.removeEventListener('abort', leave);
          resolve(slot());
        };
        const leave = () => {
          const at = waiting.indexOf(grant);
          if (at >= 0) waiting.splice(at, 1);
          reject(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(grant);
      });
    },
  };
}
