// The threads that a test has started.

/** A running thread has message ports. */
export const runningThreads = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
