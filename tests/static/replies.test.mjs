// The fields of a reply, cut as sopkb/lint/replies.py cuts them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { piecesOf } from '../../tools/sopkb/site/js/record/replies.js';

const VECTORS = JSON.parse(readFileSync(new URL('../vectors/replies.json', import.meta.url), 'utf8'));

for (const [text, pieces] of VECTORS) {
  test(`fields of ${JSON.stringify(text)}`, () => {
    const found = piecesOf(text);
    assert.deepEqual(found.map((piece) => piece.text), pieces);
    for (const { text: whole, field } of found) if (field !== undefined) assert.equal(whole, `{${field}}`);
    assert.equal(found.map((piece) => piece.text).join(''), text);
  });
}
