import * as playwright from '@playwright/test';

type PlaywrightTest = typeof playwright.test;

/**
 * Playwright's test without its fixtures for browsers. They set themselves up for every test,
 * also for one that opens no browser, which takes a fifth of a worker's time here. Playwright
 * exports this for its own component tests and does not document it: without it the full test
 * does the same, only slower.
 */
export const browserless: PlaywrightTest =
  (playwright as unknown as { _baseTest?: PlaywrightTest })._baseTest ?? playwright.test;
