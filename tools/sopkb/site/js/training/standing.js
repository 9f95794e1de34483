/** How far a reader is in a track, and whether it is passed: nothing here knows of a page. */

import { percent } from './marking.js';
import { isCurrent } from './reading.js';
import { majorOf } from './store.js';

/** @typedef {import('./course.js').Track} Track */
/** @typedef {import('./course.js').Module} Module */
/** @typedef {import('./store.js').Kept} Kept */
/** @typedef {import('./store.js').Result} Result */
/** @typedef {{module: string, asked: number, passMark?: number | null}} Part what a module weighs in the result */

/**
 * Whether results are enough: as Python's `is_enough` (model/tracks.py) says it, held to the same vectors.
 * @param {number} passMark percent of all questions
 * @param {Part[]} parts
 * @param {Record<string, number>} right by module that was done
 */
export function isEnough(passMark, parts, right) {
  const asking = parts.filter(({ asked }) => asked);
  if (asking.some(({ module }) => !Object.hasOwn(right, module))) return false;
  const had = (/** @type {Part} */ { module, asked }) => Math.min(right[module], asked);
  const own = asking.every((part) => had(part) * 100 >= part.asked * (part.passMark ?? 0));
  return own && sum(asking.map(had)) * 100 >= sum(asking.map(({ asked }) => asked)) * passMark;
}

/**
 * How far a reader is.
 * @param {Track} track
 * @param {Kept} kept
 */
export function standing(track, kept) {
  const results = resultsOf(track, kept);
  const records = [...new Map(track.modules.flatMap(({ records }) => records).map((each) => [each.id, each])).values()];
  const parts = track.modules
    .map(({ id, passMark }) => ({ module: id, asked: questionsOf(track, id).length, passMark }))
    .filter(({ asked }) => asked);
  const done = parts.filter(({ module }) => Object.hasOwn(results, module));
  const right = Object.fromEntries(done.map(({ module, asked }) => [module, Math.min(results[module].right, asked)]));
  const of = track.questions.length;
  return {
    read: records.filter((each) => isCurrent(each, kept.read[each.id])).length,
    records: records.length,
    done: done.length,
    modules: parts.length,
    right: sum(Object.values(right)),
    of,
    score: percent(sum(Object.values(right)), of),
    short: done.filter(({ module, asked, passMark }) => right[module] * 100 < asked * (passMark ?? 0)).map(({ module }) => module),
    passed: isEnough(track.passMark, parts, right),
    finished: done.length === parts.length,
  };
}

/**
 * The results that count, by module: a track of another major begins anew.
 * @param {Track} track
 * @param {Kept} kept
 * @returns {Record<string, Result>}
 */
export function resultsOf(track, kept) {
  const followed = kept.tracks[track.id];
  return followed && majorOf(followed.version) === majorOf(track.version) ? followed.modules : {};
}

/**
 * @param {Track} track
 * @param {string} id
 */
export function questionsOf(track, id) {
  return track.questions.filter(({ module }) => module === id);
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((all, number) => all + number, 0);
}
