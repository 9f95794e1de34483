// The engine gives what the vectors say; Python is held to the same ones by test_vectors.py.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { ANSWERS } from './answers.mjs';

const FOLDER = new URL('../vectors/', import.meta.url);

const OTHERS = ['replies.json']; // of another form: replies.test.mjs

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !OTHERS.includes(file))) {
  test(`the engine agrees with ${name}`, async () => {
    const vectors = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
    assert.ok(vectors.length);
    for (const [ask, question, answer] of vectors) {
      assert.deepEqual(await ANSWERS[ask](question), answer, `${ask}: ${JSON.stringify(question)}`);
    }
  });
}
