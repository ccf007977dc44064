import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigurationServer } from '../../apps/gateway/test/configuration-server.ts';
import { cores, PinnedProcess } from './pinned-process.ts';

/** What a peer has to do in one scenario. */
export interface Task {
  directory: string;
  port: number;
  backendPort: number;
  /** Hosts of routes beyond the plain one, each to the same backend. */
  hosts: readonly string[];
  tls?: { certificateFile: string; keyFile: string };
  /** Processes or threads, each for one core. */
  workers: number;
  configuration: ConfigurationServer;
}

export interface PeerKind {
  name: string;
  /** Undefined where it cannot do the task, or its own documentation advises another way. */
  start(task: Task): PinnedProcess | undefined;
}

const node = process.execPath;
const here = (file: string) => new URL(file, import.meta.url).pathname;
const coresFor = (workers: number) => (workers > 1 ? `${cores.peer},${cores.load}` : cores.peer);

const ours: PeerKind = {
  name: 'dizuo',
  start({ directory, port, tls, workers, configuration }) {
    const state = join(directory, `state-${port}`);
    mkdirSync(state, { recursive: true });
    const credential = join(state, 'credential');
    writeFileSync(credential, 'bench\n');
    const args = ['--max-semi-space-size=16', here('../../apps/gateway/src/main.ts'), '--server', configuration.url];
    args.push(
      '--credential-file',
      credential,
      '--state-dir',
      state,
      '--port',
      String(port),
      '--access-log',
      process.env.BENCH_ACCESS_LOG ?? 'off',
    );
    if (process.env.BENCH_PROFILE) args.unshift('--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`);
    if (workers > 1) args.push('--workers', String(workers));
    if (tls) args.push('--tls-cert-file', tls.certificateFile, '--tls-key-file', tls.keyFile);
    return new PinnedProcess(coresFor(workers), node, args);
  },
};

const haproxy: PeerKind = {
  name: 'HAProxy',
  start({ directory, port, backendPort, hosts, tls, workers }) {
    const map = join(directory, `haproxy-${port}.map`);
    writeFileSync(map, hosts.map((host) => `${host} app\n`).join(''));
    const bind = tls ? `ssl crt ${tls.certificateFile}.pem alpn http/1.1` : '';
    const file = join(directory, `haproxy-${port}.cfg`);
    writeFileSync(
      file,
      `global
  nbthread ${workers}
  maxconn ${workers > 1 ? 4000 : 9800}
  tune.ssl.default-dh-param 2048
  stats socket ${directory}/haproxy-${port}.sock
defaults
  mode http
  option forwardfor
  http-reuse always
  timeout connect 5s
  timeout client 75s
  timeout server 300s
frontend web
  bind 127.0.0.1:${port} backlog 4096 ${bind}
  ${hosts.length > 0 ? `use_backend %[req.hdr(host),field(1,:),lower,map(${map},app)]` : ''}
  default_backend app
backend app
  server one 127.0.0.1:${backendPort}
`,
    );
    return new PinnedProcess(coresFor(workers), 'haproxy', ['-db', '-f', file]);
  },
};

const nginx: PeerKind = {
  name: 'nginx',
  start({ directory, port, backendPort, hosts, tls, workers }) {
    const file = join(directory, `nginx-${port}.conf`);
    const ssl = tls ? `ssl_certificate ${tls.certificateFile}; ssl_certificate_key ${tls.keyFile}; ssl_session_cache shared:a:10m;` : '';
    const listen = `listen 127.0.0.1:${port} ${tls ? 'ssl' : ''}`;
    const location = `location / { proxy_pass http://app; }`;
    writeFileSync(
      file,
      `worker_processes ${workers}; daemon off; pid ${directory}/nginx-${port}.pid; error_log ${directory}/nginx-${port}.log crit;
events { worker_connections 19000; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 75s; server_names_hash_max_size 65536; server_names_hash_bucket_size 128;
  client_body_temp_path ${directory}/nginx-body; proxy_temp_path ${directory}/nginx-proxy; fastcgi_temp_path ${directory}/nginx-f;
  uwsgi_temp_path ${directory}/nginx-u; scgi_temp_path ${directory}/nginx-s;
  upstream app { server 127.0.0.1:${backendPort}; keepalive 256; keepalive_requests 1000000000; }
  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header Host $host; ${ssl}
  server { ${listen} backlog=4096 default_server; ${location} }
  ${hosts.map((host) => `server { ${listen}; server_name ${host}; ${location} }`).join('\n  ')}
}
`,
    );
    return new PinnedProcess(coresFor(workers), 'nginx', ['-c', file]);
  },
};

const caddy: PeerKind = {
  name: 'Caddy',
  start({ directory, port, backendPort, hosts, tls, workers }) {
    const handle = [
      {
        handler: 'reverse_proxy',
        upstreams: [{ dial: `127.0.0.1:${backendPort}` }],
        transport: { protocol: 'http', keep_alive: { max_idle_conns_per_host: 256 } },
      },
    ];
    const routes = [...hosts.map((host) => ({ match: [{ host: [host] }], handle })), { handle }];
    const server = {
      listen: [`127.0.0.1:${port}`],
      routes,
      automatic_https: { disable: true },
      protocols: ['h1'],
      ...(tls ? { tls_connection_policies: [{}] } : {}),
    };
    const certificates = tls ? { tls: { certificates: { load_files: [{ certificate: tls.certificateFile, key: tls.keyFile }] } } } : {};
    const file = join(directory, `caddy-${port}.json`);
    writeFileSync(
      file,
      JSON.stringify({
        admin: { disabled: true },
        logging: { logs: { default: { level: 'ERROR' } } },
        apps: { http: { servers: { web: server } }, ...certificates },
      }),
    );
    return new PinnedProcess(coresFor(workers), 'caddy', ['run', '--config', file], {
      GOMAXPROCS: String(workers),
      XDG_DATA_HOME: directory,
      XDG_CONFIG_HOME: directory,
    });
  },
};

const library = (name: string, file: string): PeerKind => ({
  name,
  start({ port, backendPort, hosts, tls, workers }) {
    if (tls || workers > 1 || hosts.length > 0) return undefined;
    return new PinnedProcess(cores.peer, node, [here(`./processes/${file}`), String(port), `http://127.0.0.1:${backendPort}`]);
  },
});

export const peerKinds: readonly PeerKind[] = [
  ours,
  haproxy,
  nginx,
  caddy,
  library('http-proxy-3', 'http-proxy-3.ts'),
  library('@fastify/http-proxy', 'fastify-http-proxy.ts'),
];
