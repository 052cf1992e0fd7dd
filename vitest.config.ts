import { defineConfig } from 'vitest/config';

// One run for the whole workspace: tests are in a folder `test` in packages and scripts, beside their sources in bench and paper.
export default defineConfig({
  test: {
    include: ['{packages/*,scripts}/test/**/*.test.ts', '{bench,paper}/src/**/*.test.ts'],
    globalSetup: './scripts/temporary-folder.ts',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
