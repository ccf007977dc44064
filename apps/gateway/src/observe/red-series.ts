import { latencyBoundsMs } from '@dizuo/api';

/** Places in a series: answers by class (1xx to 5xx), exchanges that broke, the sum of latencies, octets in and out, then the histogram. */
const broken = 5;
const sumMs = 6;
const octetsIn = 7;
const octetsOut = 8;
const histogram = 9;
const bounds = Float64Array.from(latencyBoundsMs);
const size = histogram + bounds.length + 1;

export type RedNumbers = Float64Array;

/** Rate, errors and duration of one thing, as plain numbers: counting allocates nothing. */
export class RedSeries {
  readonly numbers: RedNumbers = new Float64Array(size);

  /** `status` 0: the exchange broke before an answer. `received`, `sent`: octets. */
  count(status: number, ms: number, received: number, sent: number): void {
    const numbers = this.numbers;
    const kind = status >= 100 && status < 600 ? ((status / 100) | 0) - 1 : broken;
    numbers[kind] = (numbers[kind] as number) + 1;
    numbers[sumMs] = (numbers[sumMs] as number) + ms;
    numbers[octetsIn] = (numbers[octetsIn] as number) + received;
    numbers[octetsOut] = (numbers[octetsOut] as number) + sent;
    const at = histogram + bucketOf(ms);
    numbers[at] = (numbers[at] as number) + 1;
  }
}

/** Index of the first bound that is not below `ms`; beyond the last: their number. */
export function bucketOf(ms: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] as number) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface RedView {
  requests: number;
  /** By class: 1xx, 2xx, 3xx, 4xx, 5xx, broken. */
  answers: number[];
  /** 5xx and broken. */
  errors: number;
  sumMs: number;
  received: number;
  sent: number;
  latency: number[];
}

/** A series in words; `before` taken away. */
export function redView(numbers: RedNumbers, before?: RedNumbers): RedView {
  const at = (i: number) => (numbers[i] ?? 0) - (before?.[i] ?? 0);
  const answers = [0, 1, 2, 3, 4, broken].map(at);
  return {
    requests: answers.reduce((sum, n) => sum + n, 0),
    answers,
    errors: (answers[4] ?? 0) + (answers[5] ?? 0),
    sumMs: at(sumMs),
    received: at(octetsIn),
    sent: at(octetsOut),
    latency: Array.from({ length: bounds.length + 1 }, (_, i) => at(histogram + i)),
  };
}

/** Adds up the same series of several processes. */
export function addNumbers(into: RedNumbers, numbers: ArrayLike<number>): void {
  for (let i = 0; i < size; i += 1) into[i] = (into[i] ?? 0) + (numbers[i] ?? 0);
}
