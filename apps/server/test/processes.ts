import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process of this machine. */
export interface ProcessFacts {
  pid: number;
  command: string;
  cwd: string;
}

/** Processes that have to do with a directory: they work in it, or it stands in their command line or their environment. */
export function processesOf(directory: string): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const cwd = readlinkSync(`/proc/${name}/cwd`);
        const found = { pid: Number(name), command, cwd };
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
        return inside(cwd, directory) || command.includes(directory) || environment.includes(directory) ? [found] : [];
      } catch {
        return [];
      }
    });
}

function inside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
