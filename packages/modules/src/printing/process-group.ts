import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The processes of one browser: the launcher writes its pid, which leads their group. */
export class ProcessGroup {
  readonly #pidFile: string;
  #watching: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.#pidFile = join(directory, 'pid');
  }

  /** Shell that makes the next program the group's leader, as the browser's driver starts it. */
  get announce(): string {
    return `echo $$ > '${this.#pidFile}'`;
  }

  /** Ends them all once they hold more than so many bytes together. */
  limit(bytes: number): void {
    const check = () => {
      const pid = this.#pid();
      if (pid && residentBytes(pid) > bytes) this.end();
    };
    this.#watching = setInterval(check, 250);
    this.#watching.unref();
  }

  /** Ends what is left of them. */
  end(): void {
    clearInterval(this.#watching);
    const pid = this.#pid();
    if (!pid) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }

  #pid(): number | undefined {
    try {
      return Number(readFileSync(this.#pidFile, 'utf8')) || undefined;
    } catch {
      return undefined;
    }
  }
}

/** Resident memory of a process group. proc(5), `stat`: pgrp is the third field after the name, rss the 22nd, in pages of 4 KiB. */
function residentBytes(group: number): number {
  let pages = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) === group) pages += Number(fields[21]);
    } catch {
      // Ended meanwhile.
    }
  }
  return pages * 4096;
}
