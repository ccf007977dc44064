import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cores, PinnedProcess } from './pinned-process.ts';

/** Bodies that the backend serves, by path. */
const bodies = { '/plain': 256, '/16k': 16 * 1024, '/1m': 1024 * 1024 } as const;

/** An nginx that answers at once, on the core of the load. */
export async function startBackend(directory: string, port: number): Promise<PinnedProcess> {
  const root = join(directory, 'www');
  mkdirSync(root, { recursive: true });
  for (const [path, size] of Object.entries(bodies)) writeFileSync(join(root, path), 'x'.repeat(size));
  const file = join(directory, 'backend.conf');
  writeFileSync(
    file,
    `user root; worker_processes 1; daemon off; pid ${directory}/backend.pid; error_log /dev/null crit;
events { worker_connections 19000; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; sendfile on; open_file_cache max=10;
  client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p; fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
  server { listen 127.0.0.1:${port} backlog=4096; root ${root};
    location = /plain { default_type text/plain; return 200 "${'x'.repeat(bodies['/plain'])}"; } }
}
`,
  );
  const backend = new PinnedProcess(cores.load, 'nginx', ['-c', file]);
  await backend.listening(port);
  return backend;
}
