/** Picks an item by weight. `random` in [0, 1). Undefined where all weights are 0. Pure. */
export function pickWeighted<T extends { weight: number }>(items: readonly T[], random: number): T | undefined {
  let total = 0;
  for (const item of items) total += item.weight;
  if (total === 0) return undefined;
  let left = random * total;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return undefined;
}
