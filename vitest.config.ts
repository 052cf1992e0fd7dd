import { defineConfig } from 'vitest/config';

// One run for all packages: a test stands beside its source.
export default defineConfig({
  test: {
    include: ['{packages/*,bench,paper,scripts}/{src,test}/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
