// Run by tests as a process of its own, to be killed at a crash point (DIZUO_CRASH_AT).
import { startPlatform } from './apps-platform.ts';

const platform = await startPlatform(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`${platform.url}\n`);
