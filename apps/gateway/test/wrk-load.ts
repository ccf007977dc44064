import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Debian's package puts there. */
const program = '/usr/bin/wrk';
export const hasWrk = existsSync(program);

/** Counts answers that are not what they should be, and lost connections, in every thread. */
const script = (host: string, expected: string) => `
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(args) wrong = 0 first = "" wrk.headers["Host"] = "${host}" end
function response(status, headers, body)
  if status ~= 200 or body ~= "${expected}" then wrong = wrong + 1 first = status .. " " .. body end
end
function done(summary, latency, requests)
  local wrong, first = 0, ""
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrong") first = first .. thread:get("first") end
  local e = summary.errors
  print(string.format("checked=%d wrong=%d lost=%d p99us=%d %s", summary.requests, wrong, e.connect + e.read + e.write + e.timeout, latency:percentile(99), first))
end
`;

export interface WrkReport {
  checked: number;
  wrong: number;
  /** Connections refused, broken or silent for ten seconds. */
  lost: number;
  p99Ms: number;
  text: string;
}

/** `wrk` at full speed, which looks at every answer. */
export class WrkLoad {
  readonly #child: ChildProcess;
  readonly #directory = mkdtempSync(join(tmpdir(), 'dizuo-wrk-'));
  #output = '';

  constructor(of: { url: string; host: string; expected: string; connections: number }) {
    const file = join(this.#directory, 'check.lua');
    writeFileSync(file, script(of.host, of.expected));
    const args = ['-t1', `-c${of.connections}`, '-d3600s', '--timeout', '10s', '-s', file, of.url];
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (data) => {
      this.#output += data;
    });
  }

  async stop(): Promise<WrkReport> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGINT');
    await ended;
    rmSync(this.#directory, { recursive: true, force: true });
    const [line = '', checked, wrong, lost, p99] = /checked=(\d+) wrong=(\d+) lost=(\d+) p99us=(\d+).*/.exec(this.#output) ?? [];
    if (line === '') throw new Error(`wrk said nothing of use: ${this.#output}`);
    return { checked: Number(checked), wrong: Number(wrong), lost: Number(lost), p99Ms: Number(p99) / 1000, text: line };
  }
}
