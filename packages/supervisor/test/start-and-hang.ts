// Run by tests as a process of its own: ensures the child that the first argument describes, says so, and waits to be killed.
import pino from 'pino';
import { createSupervisor } from '../src/index.ts';

const { directory, spec } = JSON.parse(process.argv[2] ?? '{}');
const supervisor = createSupervisor({ directory, log: pino({ level: 'silent' }) });
const child = await supervisor.ensure(spec);
process.stdout.write(`${child.pid}\n`);
setInterval(() => {}, 1000);
