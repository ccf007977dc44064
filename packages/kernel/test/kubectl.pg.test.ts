import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Event, Namespace, Secret } from '@dizuo/api';
import { serve } from '@dizuo/kernel';
import { type Kubectl, kubectlBinaries, kubectlWith, startTestApi, type TestApi, Widget } from '@dizuo/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const widget = (name: string, size: number, extra: object = {}) => ({
  apiVersion: 'test.dizuo/v1',
  kind: 'Widget',
  metadata: { name, labels: { tier: size > 50 ? 'big' : 'small' } },
  spec: { size, ...extra },
});

describe.each(kubectlBinaries())('$name', ({ path }) => {
  let api: TestApi;
  let kubectl: Kubectl;
  const directory = mkdtempSync(join(tmpdir(), 'dizuo-manifests-'));
  const file = (name: string, object: unknown) => {
    const at = join(directory, name);
    writeFileSync(at, JSON.stringify(object));
    return at;
  };
  const ok = async (args: string[], input?: string, env?: NodeJS.ProcessEnv) => {
    const result = await kubectl(args, input, env);
    expect(result.code, `kubectl ${args.join(' ')}\n${result.stderr}`).toBe(0);
    return result.stdout;
  };

  beforeAll(async () => {
    api = await startTestApi([Namespace, Secret, Event, Widget].map((kind) => serve(kind as typeof Widget)));
    for (const name of ['default', 'other']) {
      await api.client.create(Namespace, { metadata: { name }, status: { phase: 'Active' } });
    }
    kubectl = kubectlWith(path, api.kubeconfig('default-user'));
  });
  afterAll(() => api.close());

  it('lists resources, explains schemas down to a field', async () => {
    expect(await ok(['api-resources', '-o', 'wide'])).toMatch(/widgets +wg +test\.dizuo\/v1 +true +Widget/);
    expect(await ok(['api-versions'])).toContain('test.dizuo/v1beta1');
    expect(await ok(['explain', 'widget.spec.size'])).toContain('Size in millimetres');
    expect(await ok(['explain', 'widget', '--recursive'])).toMatch(/conditions\s+<\[\]Object>/);
    expect(await ok(['explain', 'secret.stringData'])).toContain('Plain values');
  });

  it('applies, applies again, and changes by apply', async () => {
    const path = file('a.json', widget('a', 7, { color: 'red', env: [{ name: 'K', value: 'v' }] }));
    expect(await ok(['apply', '-f', path])).toContain('created');
    expect(await ok(['apply', '-f', path])).toContain('unchanged');
    file('a.json', widget('a', 8, { env: [{ name: 'K', value: 'w' }] }));
    expect((await kubectl(['diff', '-f', path])).stdout).toMatch(/-.*size: 7[\s\S]*\+.*size: 8/);
    expect(await ok(['apply', '-f', path, '--dry-run=server', '-o', 'jsonpath={.spec.size}'])).toBe('8');
    expect(await ok(['get', 'wg', 'a', '-o', 'jsonpath={.spec.size}'])).toBe('7');
    expect(await ok(['apply', '-f', path])).toContain('configured');
    expect(await ok(['get', 'wg', 'a', '-o', 'jsonpath={.spec.size}/{.spec.color}/{.metadata.generation}'])).toBe('8/green/2');
    expect((await kubectl(['diff', '-f', path])).code).toBe(0);
  });

  it('refuses what the schema does not know or allow, naming the field', async () => {
    const unknown = await kubectl(['apply', '-f', file('bad.json', widget('bad', 1, { colour: 'red' }))]);
    expect(unknown.code).not.toBe(0);
    expect(unknown.stderr).toMatch(/colour/);
    const large = await kubectl(['create', '-f', file('large.json', widget('large', 999))]);
    expect(large.stderr).toMatch(/spec\.size/);
    expect((await kubectl(['get', 'wg', 'large'])).stderr).toMatch(/NotFound/);
  });

  it('prints tables, wide, yaml, names, by label, in pages', async () => {
    for (let i = 0; i < 12; i += 1) await ok(['create', '-f', file('p.json', widget(`p${i}`, i * 9))]);
    expect(await ok(['get', 'widgets', 'p1'])).toMatch(/NAME +SIZE +READY +AGE\np1 +9 +\S*\s+\d+s/);
    expect(await ok(['get', 'widgets', 'p1', '-o', 'wide'])).toMatch(/COLOR[\s\S]*green/);
    expect(await ok(['get', 'widgets', 'p1', '-o', 'yaml'])).toContain('kind: Widget');
    expect((await ok(['get', 'widgets', '-l', 'tier=big', '-o', 'name'])).trim().split('\n')).toHaveLength(6);
    expect((await ok(['get', 'widgets', '--chunk-size=5', '-o', 'name'])).trim().split('\n')).toHaveLength(13);
    expect(await ok(['get', 'widgets', '--field-selector', 'spec.color=green', '-o', 'name'])).toContain('p11');
    expect(await ok(['get', 'widgets.v1beta1.test.dizuo', 'p1', '-o', 'jsonpath={.spec.dimension}'])).toBe('9');
    expect((await kubectl(['get', 'widgets', '--all-namespaces'])).stdout).toContain('p11');
  });

  it('watches', async () => {
    let isOver = false;
    const seen = kubectl(['get', 'widgets', '--watch-only', '--request-timeout=4s', '-o', 'name']).finally(() => {
      isOver = true;
    });
    // Nothing tells when it has begun to watch: something changes until it ends.
    for (let n = 0; !isOver; n += 1) await ok(['create', '-f', file('w.json', widget(`watched-${n}`, 3))]);
    expect((await seen).stdout).toContain('widget.test.dizuo/watched-');
  });

  it('labels, annotates, patches, edits, replaces', async () => {
    await ok(['label', 'widget', 'a', 'team=blue']);
    await ok(['annotate', 'widget', 'a', 'note=很长的说明 with spaces']);
    await ok(['patch', 'widget', 'a', '--type=merge', '-p', '{"spec":{"size":20}}']);
    await ok(['patch', 'widget', 'a', '--type=json', '-p', '[{"op":"replace","path":"/spec/size","value":21}]']);
    const strategic = await kubectl(['patch', 'widget', 'a', '-p', '{"spec":{"size":22}}']);
    expect(strategic.stderr).toContain('--type=merge');
    await ok(['edit', 'widget', 'a'], undefined, { EDITOR: "sed -i 's/size: 21/size: 30/'" });
    const path = file('r.json', JSON.parse(await ok(['get', 'widget', 'a', '-o', 'json'])));
    await ok(['replace', '-f', path]);
    expect(
      (await kubectl(['replace', '-f', file('stale.json', { ...widget('a', 1), metadata: { name: 'a', resourceVersion: '1' } })])).stderr,
    ).toMatch(/Conflict|modified/);
    expect(await ok(['get', 'widget', 'a', '-o', 'jsonpath={.spec.size} {.metadata.labels.team} {.metadata.annotations.note}'])).toBe(
      '30 blue 很长的说明 with spaces',
    );
  });

  it('describes with events', async () => {
    const { metadata } = JSON.parse(await ok(['get', 'widget', 'a', '-o', 'json']));
    await api.client.create(Event, {
      metadata: { name: 'a.1', namespace: 'default' },
      involvedObject: { apiVersion: 'test.dizuo/v1', kind: 'Widget', name: 'a', namespace: 'default', uid: metadata.uid },
      type: 'Normal',
      reason: 'Polished',
      message: 'shines now',
      lastTimestamp: new Date().toISOString().replace(/\.\d+/, ''),
      count: 1,
    });
    const text = await ok(['describe', 'widget', 'a']);
    expect(text).toMatch(/Size: +30/);
    expect(text).toMatch(/Polished[\s\S]*shines now/);
  });

  it('waits for a condition', async () => {
    const waiting = kubectl(['wait', 'widget/a', '--for=condition=Ready', '--timeout=20s']);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await api.client.modify(
      Widget,
      { namespace: 'default', name: 'a' },
      (object) => ({
        ...object,
        status: {
          conditions: [{ type: 'Ready', status: 'True' as const, reason: 'Done', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }],
        },
      }),
      'status',
    );
    expect(await waiting).toMatchObject({ code: 0, stdout: expect.stringContaining('condition met') });
  });

  it('keeps secrets: plain values are read by name only and never kept in annotations', async () => {
    await ok(['create', 'secret', 'generic', 's', '--from-literal=password=topsecret']);
    expect(await ok(['get', 'secret', 's', '-o', 'jsonpath={.data.password}'])).toBe(Buffer.from('topsecret').toString('base64'));
    const listed = await ok(['get', 'secrets', '-o', 'json']);
    expect(listed).not.toContain(Buffer.from('topsecret').toString('base64'));
    const path = file('s.json', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's2' }, data: { k: 'dg==' } });
    await ok(['apply', '-f', path]);
    await ok(['apply', '-f', path]);
    expect(await ok(['get', 'secret', 's2', '-o', 'yaml'])).not.toContain('last-applied');
    await ok(['patch', 'secret', 's2', '-p', '{"data":{"l":"dw=="}}']);
    expect(await ok(['get', 'secret', 's2', '-o', 'jsonpath={.data}'])).toMatch(/"k":"dg=="/);
  });

  it('answers who may do what', async () => {
    expect((await ok(['auth', 'can-i', 'create', 'widgets'])).trim()).toBe('yes');
    expect((await kubectl(['auth', 'can-i', 'create', 'widgets', '-n', 'other'])).stdout).toMatch(/^no/);
    expect(await ok(['auth', 'can-i', '--list'])).toMatch(/widgets\.test\.dizuo .*\[.*patch/);
    expect((await kubectl(['get', 'widgets', '-n', 'other'])).stderr).toMatch(/Forbidden|forbidden|not allowed/);
  });

  it('deletes by name and by label, waiting until they are gone', async () => {
    await ok(['delete', 'widget', 'p1']);
    await ok(['delete', 'widgets', '-l', 'tier=big']);
    expect((await ok(['get', 'widgets', '-l', 'tier=big', '-o', 'name'])).trim()).toBe('');
    expect((await kubectl(['delete', 'namespace', 'default'])).stderr).toMatch(/read-only|not allowed/);
  });
});
