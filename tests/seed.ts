import fc from 'fast-check';

/**
 * `npm test` tries the same made-up input each time, so that a commit is judged by what it changes; the night tries
 * other input by another TEST_SEED.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.TEST_SEED ?? 7644) });
