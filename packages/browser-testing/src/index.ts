// Pages in the system's Chromium, for tests. It is looked for on the PATH, or where CHROMIUM says.

export { findChromium, launchChromium } from './chromium.ts';
export { type Colours, type OpenedPage, openPage } from './page.ts';
