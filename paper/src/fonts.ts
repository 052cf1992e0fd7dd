// The fonts of the paper, as npm packages bring them: so that a page looks the same wherever it is built.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const families: Record<string, readonly string[]> = {
  'source-serif-4': ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold', '700Bold_Italic'],
  'source-sans-3': ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'],
  'source-code-pro': ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'],
};

const fileNames: Record<string, string> = {
  'source-serif-4': 'SourceSerif4',
  'source-sans-3': 'SourceSans3',
  'source-code-pro': 'SourceCodePro',
};

/** The font files' contents. */
export function paperFonts(): Buffer[] {
  const require = createRequire(import.meta.url);
  return Object.entries(families).flatMap(([family, styles]) => {
    const dir = dirname(require.resolve(`@expo-google-fonts/${family}/package.json`));
    return styles.map((style) => readFileSync(join(dir, style, `${fileNames[family]}_${style}.ttf`)));
  });
}
