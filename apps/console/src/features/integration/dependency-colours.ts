import type { Colours } from './dependency-paint.ts';

const names: Record<keyof Colours, string> = {
  surface: '--surface',
  ground: '--ground',
  line: '--line',
  control: '--control',
  text: '--text',
  muted: '--muted',
  primary: '--primary-text',
  soft: '--stopped-soft',
};

/** The theme's colours where the element stands. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(names).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]),
  ) as unknown as Colours;
}
