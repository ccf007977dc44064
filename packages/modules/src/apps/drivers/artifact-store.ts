import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { recalled, say } from '@dizuo/api';
import { programMissing, uploadInvalid, uploadTooLarge } from '../apps.errors.ts';

export interface User {
  uid: number;
  gid: number;
}

export const largestUploadMiB = 200;
/** What an archive may unpack to: a small upload can be a large one folded up. */
const largestUnpackedMiB = 1024;
const mebibyte = 1024 * 1024;

/** Uploaded programs, by tenant and digest: a digest alone gives nobody another tenant's file. */
export class ArtifactStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Keeps an upload. The file is whole and under its digest, or not there. Throws `uploadInvalid` and `uploadTooLarge`. */
  async keep(namespace: string, upload: AsyncIterable<Buffer>): Promise<{ digest: string; sizeBytes: number }> {
    const directory = this.#of(namespace);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const draft = await mkdtemp(join(directory, '.upload-'));
    try {
      const path = join(draft, 'content');
      const hash = createHash('sha256');
      let sizeBytes = 0;
      const count = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sizeBytes += chunk.length;
          hash.update(chunk);
          done(sizeBytes > largestUploadMiB * mebibyte ? uploadTooLarge({ limitMiB: largestUploadMiB }) : null, chunk);
        },
      });
      await pipeline(upload, count, createWriteStream(path, { mode: 0o600 }));
      await checkArchive(path);
      const digest = `sha256:${hash.digest('hex')}`;
      renameSync(path, this.#path(namespace, digest));
      return { digest, sizeBytes };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** Unpacks as the tenant's own user, so that whatever an archive holds, it can only do what the tenant can. Whole or not at all. */
  async unpack(namespace: string, digest: string, parent: string, user: User | undefined): Promise<string> {
    const directory = join(parent, digest.slice('sha256:'.length));
    if (existsSync(directory)) return directory;
    const source = this.#path(namespace, digest);
    if (!existsSync(source))
      throw programMissing({ what: `artifact ${digest}`, why: say('ArtifactFileMissing')`its file is not there; upload it again` });
    const draft = await mkdtemp(join(parent, '.draft-'));
    if (user) chownSync(draft, user.uid, user.gid);
    try {
      await runTar(source, ['-x', '--no-same-owner', '--no-same-permissions', '-C', draft], user, draft);
      chmodSync(draft, 0o755);
      renameSync(draft, directory);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw programMissing({ what: `artifact ${digest}`, why: recalled(error as Error) }, { cause: error });
    }
    return directory;
  }

  remove(namespace: string, digest: string): void {
    rmSync(this.#path(namespace, digest), { force: true });
  }

  #of(namespace: string): string {
    return join(this.#directory, namespace);
  }

  #path(namespace: string, digest: string): string {
    return join(this.#of(namespace), `${digest.slice('sha256:'.length)}.tar.gz`);
  }
}

async function checkArchive(path: string): Promise<void> {
  await runTar(path, ['-t'], undefined, '/');
}

/** Feeds tar with at most `largestUnpackedMiB`. Throws `uploadInvalid` with tar's own words. */
async function runTar(source: string, args: string[], user: User | undefined, cwd: string): Promise<void> {
  const tar = spawn('tar', args, { cwd, stdio: ['pipe', 'ignore', 'pipe'], env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, ...user });
  let said = '';
  tar.stderr.on('data', (data) => {
    said = `${said}${data}`.slice(0, 500);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('close', resolve);
  });
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(
        bytes > largestUnpackedMiB * mebibyte
          ? uploadInvalid({ why: say('UnpackedTooLarge')`it unpacks to more than ${largestUnpackedMiB} MiB` })
          : null,
        chunk,
      );
    },
  });
  const fed = pipeline(createReadStream(source), createGunzip(), limit, tar.stdin).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
  const [code, problem] = await Promise.all([ended, fed]);
  // tar stops reading at the archive's end mark, whatever follows.
  const closedByTar = problem?.code === 'EPIPE' || problem?.code === 'ERR_STREAM_PREMATURE_CLOSE' || problem?.code === 'ECONNRESET';
  if (uploadInvalid.is(problem)) throw problem;
  if (problem && !closedByTar) throw uploadInvalid({ why: problem.message });
  if (code !== 0) throw uploadInvalid({ why: said.trim().split('\n')[0] ?? say('TarFailed')`tar ended with ${code ?? ''}` });
}
