// Run by tests as a process of its own, to be killed at a crash point (DIZUO_CRASH_AT).
import { socketAccess } from '@dizuo/kernel';
import { startIntegration } from './integration-platform.ts';

const { host, database } = JSON.parse(process.argv[2] ?? '{}') as { host: string; database: string };
await startIntegration({ access: socketAccess(host, database, 'postgres') }, { controllers: true });
