// SVG as strings: elements, attributes, and numbers that are the same on every machine.

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its children, which are markup. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(value!)}"`)
    .join('');
  const content = children.join('');
  return content === '' ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`;
}

/** Text as the content of an element or an attribute. Characters that XML forbids are dropped. */
export function escapeText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** A coordinate to a tenth of a pixel. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
}

/** A point in a path. */
export function pair(x: number, y: number): string {
  return `${coordinate(x)} ${coordinate(y)}`;
}

interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly className?: string;
  readonly weight?: 'bold';
}

/** A line of text. */
export function text(
  content: string,
  x: number,
  y: number,
  { anchor, className, weight }: TextOptions = {},
): string {
  const attributes = { x, y, 'text-anchor': anchor, class: className, 'font-weight': weight };
  return element('text', attributes, escapeText(content));
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string {
  return element('path', { d: `M${pair(x1, y1)}L${pair(x2, y2)}`, ...attributes });
}
