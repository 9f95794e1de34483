// What a reader's browser keeps of training: taken in from files, joined, and held against the track of today.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { standing } from '../../tools/sopkb/site/js/training/standing.js';
import { checked, joined } from '../../tools/sopkb/site/js/training/store.js';

const TRACK = {
  id: 'ONB-0001',
  title: 'New agent',
  version: '2.1.0',
  passMark: 80,
  modules: [
    { id: 'm1', title: 'Intake', minutes: 90, records: [] },
    { id: 'm2', title: 'Safety', minutes: 90, passMark: 100, records: [] },
  ],
  questions: ['m1', 'm1', 'm1', 'm1', 'm1', 'm1', 'm2', 'm2'].map((module) => ({ module })),
};

function kept(version, m1, m2) {
  const result = (right, of) => ({ right, of, tries: 1, on: '2026-11-20' });
  return checked({ format: 'kb-training/1', tracks: { 'ONB-0001': { version, modules: { m1: result(m1, 6), m2: result(m2, 2) } } } });
}

test('a module that asks for every answer keeps a track from being passed, whatever the rest', () => {
  assert.equal(standing(TRACK, kept('2.0.0', 6, 2)).passed, true);
  const short = standing(TRACK, kept('2.0.0', 6, 1));
  assert.deepEqual([short.passed, short.score, short.short], [false, 87, ['m2']]);
});

test('results of another major are no results of the track of today', () => {
  const at = standing(TRACK, kept('1.4.0', 6, 2));
  assert.deepEqual([at.done, at.passed, at.finished], [0, false, false]);
});

test('of two files the newer major counts whole, and within a major the better result of each module', () => {
  assert.deepEqual(joined(kept('2.0.0', 1, 0), kept('1.4.0', 6, 2)), kept('2.0.0', 1, 0));
  assert.deepEqual(joined(kept('1.4.0', 6, 2), kept('2.0.0', 1, 0)), kept('2.0.0', 1, 0));
  assert.deepEqual(joined(kept('2.0.0', 6, 0), kept('2.1.0', 1, 2)).tracks['ONB-0001'].modules, kept('2.0.0', 6, 2).tracks['ONB-0001'].modules);
});

test('a file of nothing but another track adds that track and changes nothing else', () => {
  const other = { format: 'kb-training/1', tracks: { 'ONB-0009': { version: '1.0.0', modules: {} } } };
  const both = joined(kept('2.0.0', 6, 2), checked(other));
  assert.deepEqual(Object.keys(both.tracks), ['ONB-0001', 'ONB-0009']);
  assert.deepEqual(both.tracks['ONB-0001'], kept('2.0.0', 6, 2).tracks['ONB-0001']);
});
