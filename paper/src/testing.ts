// What the tests of the build share: a small paper in a folder of its own, and a run of tables for it.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const paperDir = fileURLToPath(new URL('..', import.meta.url));

const FRONT = `---
title: A Small Paper
authors: [Somebody]
date: 2026-01-02
abstract: It says little.
keywords: [raft]
---
`;

export interface Workshop extends Disposable {
  dir: string;
  write(path: string, text: string): string;
}

/** A temporary folder that is removed at the end of the scope. */
export function workshop(): Workshop {
  const dir = mkdtempSync(join(tmpdir(), 'paper-test-'));
  return {
    dir,
    write(path, text) {
      const file = join(dir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A workshop with a paper of this body, the real template and the real sources. Its body starts on line 8. */
export function smallPaper(body: string): Workshop {
  const shop = workshop();
  for (const file of ['template.typ', 'refs.bib', 'figures']) {
    cpSync(join(paperDir, file), join(shop.dir, file), { recursive: true });
  }
  shop.write('paper.md', FRONT + body);
  return shop;
}

/** The small paper's sentence that cites: Typst refuses a list of sources without a citation. */
export const CITING = 'As known [@ongaro2014raft].\n';
