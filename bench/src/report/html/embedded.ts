// Raw results in a page: as JSON, or packed where that is too large.

import { gzipSync } from 'node:zlib';
import { Markup } from './markup.ts';
import type { EmbeddedData } from './page.ts';

/** The value as JSON, in which no string can end the script element. */
export function asJson(value: unknown): EmbeddedData {
  const content = new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
  return { type: 'application/json', content };
}

/** The same, packed: base64 of gzip, which browsers unpack. */
export function asGzip(value: unknown): EmbeddedData {
  const packed = gzipSync(JSON.stringify(value), { level: 9 });
  return { type: 'application/gzip', content: new Markup(packed.toString('base64')) };
}
