/** A sample of a scrape. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (NaN|[+-]?Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const suffixes = /_(bucket|sum|count)$/;

/**
 * Reads the text format of Prometheus, version 0.0.4, and throws where it breaks its rules: every family announced once by HELP and TYPE
 * and whole in one place, labels quoted, no series twice, counters named `_total`, histograms cumulative with `+Inf` equal to their count.
 */
export function readPrometheusText(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let family = '';
  for (const one of text.slice(0, -1).split('\n')) {
    const [, comment, about = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(one) ?? [];
    if (comment === 'HELP') {
      if (helped.has(about)) throw new Error(`HELP twice: ${one}`);
      helped.add(about);
      family = about;
    } else if (comment === 'TYPE') {
      if (types.has(about) || about !== family || !/^(counter|gauge|histogram)$/.test(rest))
        throw new Error(`a misplaced or odd TYPE: ${one}`);
      if (rest === 'counter' && !about.endsWith('_total')) throw new Error(`a counter without _total: ${one}`);
      types.set(about, rest);
    } else {
      const sample = readSample(one);
      const base = types.get(family) === 'histogram' ? sample.name.replace(suffixes, '') : sample.name;
      if (base !== family || !types.has(family)) throw new Error(`outside of its family: ${one}`);
      const series = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
      if (seen.has(series)) throw new Error(`twice: ${one}`);
      seen.add(series);
      samples.push(sample);
    }
  }
  for (const [name, type] of types) if (type === 'histogram') checkHistogram(name, samples);
  return samples;
}

function readSample(text: string): Sample {
  const [, name = '', inner = '', value = ''] = line.exec(text) ?? [];
  if (name === '') throw new Error(`no sample: ${text}`);
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < inner.length) {
    label.lastIndex = at;
    const found = label.exec(inner);
    if (!found?.[1] || found[1] in labels) throw new Error(`malformed labels: ${text}`);
    labels[found[1]] = (found[2] ?? '').replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
    at = label.lastIndex;
  }
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const byLabels = new Map<string, number[]>();
  for (const { labels, value } of samples.filter((sample) => sample.name === `${name}_bucket`)) {
    const { le, ...others } = labels;
    const key = JSON.stringify(others);
    const before = byLabels.get(key) ?? [];
    if (le === undefined || value < (before.at(-1) ?? 0)) throw new Error(`${name} is not cumulative at ${key} ${le}`);
    byLabels.set(key, [...before, value]);
  }
  for (const { labels, value } of samples.filter((sample) => sample.name === `${name}_count`))
    if (byLabels.get(JSON.stringify(labels))?.at(-1) !== value)
      throw new Error(`${name} has another count than buckets at ${JSON.stringify(labels)}`);
}
