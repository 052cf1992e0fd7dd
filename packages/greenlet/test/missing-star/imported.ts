import { type Green, sleep } from '../../src/index.ts';

/** Its result type is inferred. */
export function* inferred() {
  yield* sleep(1);
}

export class Store {
  *save(_text: string): Green<boolean> {
    yield* sleep(1);
    return true;
  }
}
