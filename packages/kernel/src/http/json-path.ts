/** The simple subset of JSONPath that printer columns use: `.a.b[0]`, `.a[?(@.type=="Ready")].status`, `.metadata.labels.x\.y/z`. */

type Step = string | number | { key: string; value: string };

/** Compiles a path once. The function returns undefined where there is nothing. Throws an Error for a path outside the subset. */
export function compileJsonPath(path: string): (value: unknown) => unknown {
  const steps = parse(path);
  return (value) => {
    let current = value;
    for (const step of steps) {
      if (typeof current !== 'object' || current === null) return undefined;
      current = follow(current as Record<string | number, unknown>, step);
    }
    return current;
  };
}

function follow(value: Record<string | number, unknown>, step: Step): unknown {
  if (typeof step !== 'object') return value[step];
  if (!Array.isArray(value)) return undefined;
  return value.find((item) => String((item as Record<string, unknown> | null)?.[step.key]) === step.value);
}

const token = /\.((?:\\.|[^.[\]\\])+)|\[(\d+)\]|\[\?\(@\.([\w-]+)==["']([^"']*)["']\)\]/y;

function parse(path: string): Step[] {
  const steps: Step[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < path.length) {
    const at = token.lastIndex;
    const match = token.exec(path);
    if (!match) throw new Error(`JSON path ${path} cannot be understood at ${at}`);
    const [, name, index, key, value] = match;
    if (name !== undefined) steps.push(name.replaceAll(/\\(.)/g, '$1'));
    else if (index !== undefined) steps.push(Number(index));
    else steps.push({ key: key as string, value: value as string });
  }
  return steps;
}
