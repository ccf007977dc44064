// npm start: installs what is missing, builds the console when its sources changed, then runs the server under the pinned Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildConsole } from './build-console.mjs';
import { installDependencies, node, root } from './install.mjs';

installDependencies();
buildConsole();
const server = spawn(node, [join(root, 'apps/server/src/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal's Ctrl-C reaches the server itself; this process only waits for it to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code, signal) => process.exit(signal ? 1 : code));
