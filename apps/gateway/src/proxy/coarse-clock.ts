/** Milliseconds since the process began, read a few times a second: for limits of seconds, at no cost for each request. */
export const clock = { now: Math.floor(performance.now()) };

export function turnClock(): number {
  clock.now = Math.floor(performance.now());
  return clock.now;
}
