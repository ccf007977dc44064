import { mergeTraffic } from './merge-traffic.ts';
import type { TrafficSnapshot } from './traffic.ts';

export interface BreakerView {
  backend: string;
  state: 'half-open' | 'open';
}

/** What one process has counted since it began, and how it stands. */
export interface ProcessCounts {
  traffic: TrafficSnapshot;
  /** Open connections of clients. */
  connections: number;
  /** Those that are not closed. */
  breakers: readonly BreakerView[];
  /** Lines of the access log that were dropped because its reader was too slow. */
  droppedLogLines: number;
  /** Of processes: one, or those added up. */
  processes: number;
}

/** Several processes as one. A breaker is as open as the most open of them. */
export function mergeCounts(parts: readonly ProcessCounts[]): ProcessCounts {
  const breakers = new Map<string, BreakerView>();
  for (const breaker of parts.flatMap((part) => part.breakers))
    if (breakers.get(breaker.backend)?.state !== 'open') breakers.set(breaker.backend, breaker);
  return {
    traffic: mergeTraffic(parts.map(({ traffic }) => traffic)),
    connections: sum(parts.map(({ connections }) => connections)),
    breakers: [...breakers.values()],
    droppedLogLines: sum(parts.map(({ droppedLogLines }) => droppedLogLines)),
    processes: sum(parts.map(({ processes }) => processes)),
  };
}

/** What is left of a process that is gone: its counters, which must not fall. */
export function afterwards({ traffic, droppedLogLines }: ProcessCounts): ProcessCounts {
  return { traffic, connections: 0, breakers: [], droppedLogLines, processes: 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
