import { Workload } from '@dizuo/api';
import { objectPath, textLines } from '@dizuo/client';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../data/api-client.ts';

export interface LogLine {
  number: number;
  text: string;
}

export interface LiveLog {
  lines: readonly LogLine[];
  /** Lines that came since it was paused. */
  waiting: number;
  connected: boolean;
  error: unknown;
  clear(): void;
}

const kept = 5_000;
const tail = 500;

/** Follows the output of one replica, or of all; while paused nothing moves and nothing is lost (up to the last 5000 lines). */
export function useLog(namespace: string, name: string, instance: string, paused: boolean): LiveLog {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [connected, setConnected] = useState(false);
  const [error, setError] = useState<unknown>();
  const all = useRef<LogLine[]>([]);
  const shownUpTo = useRef(0);
  const hold = useRef(paused);
  hold.current = paused;

  useEffect(() => {
    const stop = new AbortController();
    let number = 0;
    let frame = 0;
    all.current = [];
    const show = () => {
      frame = 0;
      if (hold.current) return setWaiting(number - shownUpTo.current);
      shownUpTo.current = number;
      setWaiting(0);
      setLines([...all.current]);
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(show);
    };
    const follow = async (wanted: number) => {
      const query = { follow: true, tail: wanted, instance: instance || undefined };
      const response = await client.transport.open('GET', objectPath(Workload, { namespace, name }, 'log'), { query, signal: stop.signal });
      setConnected(true);
      setError(undefined);
      if (!response.body) return;
      for await (const text of textLines(response.body, true)) {
        number += 1;
        all.current.push({ number, text });
        if (all.current.length > kept) all.current = all.current.slice(-kept);
        later();
      }
    };
    const run = async () => {
      for (let round = 0; !stop.signal.aborted; round += 1) {
        try {
          await follow(round === 0 ? tail : 0);
        } catch (failure) {
          if (!stop.signal.aborted) setError(failure);
        }
        if (stop.signal.aborted) return;
        setConnected(false);
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    };
    shownUpTo.current = 0;
    setLines([]);
    void run();
    return () => {
      stop.abort();
      cancelAnimationFrame(frame);
    };
  }, [namespace, name, instance]);

  useEffect(() => {
    if (paused) return;
    shownUpTo.current = all.current.at(-1)?.number ?? 0;
    setWaiting(0);
    setLines([...all.current]);
  }, [paused]);

  return {
    lines,
    waiting,
    connected,
    error,
    clear() {
      all.current = [];
      setLines([]);
    },
  };
}
