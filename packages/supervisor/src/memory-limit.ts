import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Memory limits by cgroup v2, where this process may make groups below its own. */
export interface MemoryLimits {
  /** Puts a process under its limit; safe to repeat. False: this machine cannot, and somebody has to watch. */
  apply(name: string, pid: number, memoryMiB: number): boolean;
  /** Removes an emptied group. */
  release(name: string): void;
}

const mount = '/sys/fs/cgroup';
const parent = join(mount, 'dizuo');

export function openMemoryLimits(): MemoryLimits {
  let usable = existsSync(join(mount, 'cgroup.controllers'));
  return {
    apply(name, pid, memoryMiB) {
      if (!usable) return false;
      try {
        mkdirSync(parent, { recursive: true });
        const controllers = readFileSync(join(parent, 'cgroup.controllers'), 'utf8').split(/\s+/);
        if (!controllers.includes('memory')) throw new Error('no memory controller');
        writeFileSync(join(parent, 'cgroup.subtree_control'), '+memory');
        const group = join(parent, name);
        mkdirSync(group, { recursive: true });
        writeFileSync(join(group, 'memory.max'), String(memoryMiB * 1024 * 1024));
        writeFileSync(join(group, 'memory.oom.group'), '1');
        writeFileSync(join(group, 'cgroup.procs'), String(pid));
        return true;
      } catch {
        usable = false;
        return false;
      }
    },
    release(name) {
      try {
        rmdirSync(join(parent, name));
      } catch {
        // Not made, or a last process is still leaving: an empty group costs nothing and is used again under the same name.
      }
    },
  };
}
