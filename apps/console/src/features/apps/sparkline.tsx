/** A small line of values over time; the scale begins at zero. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const width = 72;
  const height = 20;
  const top = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`);
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="only-wide">
      <title>{label}</title>
      <polyline points={points.join(' ')} fill="none" stroke="var(--primary-text)" strokeWidth="1.5" />
    </svg>
  );
}
