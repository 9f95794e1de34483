/**
 * What was read and answered, in the 4,096 characters that SCORM 1.2 keeps: `1|2.0.0|<records read, a bit each, as
 * hexadecimal digits>|m1:3.4.2.2026-11-22;m2:…`. A bit is a record's place in the course, so it holds for one version only.
 */

import { majorOf, nothing } from '../training/store.js';

const FORM = '1';
/** What the standard keeps. */
export const LONGEST = 4096;

/** @typedef {import('../training/store.js').Kept} Kept */
/** @typedef {import('../training/course.js').Track} Track */

/** @param {Track} track */
function recordsOf(track) {
  return [...new Map(track.modules.flatMap(({ records }) => records).map((each) => [each.id, each])).values()];
}

/**
 * @param {Track} track
 * @param {Kept} kept
 */
export function suspended(track, kept) {
  const records = recordsOf(track);
  let read = '';
  for (let at = 0; at < records.length; at += 4) {
    const four = records.slice(at, at + 4);
    read += four.reduce((sum, { id, version }, bit) => sum + (kept.read[id]?.version === version ? 1 << bit : 0), 0).toString(16);
  }
  const results = Object.entries(kept.tracks[track.id]?.modules ?? {});
  const told = results.map(([id, { right, of, tries, on }]) => `${id}:${right}.${of}.${tries}.${on}`);
  while (told.join(';').length > LONGEST - read.length - 40) told.shift();
  return [FORM, track.version, read, told.join(';')].join('|');
}

/**
 * @param {Track} track
 * @param {string} text
 * @returns {Kept}
 */
export function resumed(track, text) {
  const kept = nothing();
  const [form, version, read, told] = text.split('|');
  if (form !== FORM || !version || told === undefined) return kept;
  if (version === track.version) {
    recordsOf(track).forEach(({ id, version: current }, at) => {
      if (Number.parseInt(read[Math.floor(at / 4)] ?? '0', 16) & (1 << at % 4)) kept.read[id] = { version: current, on: '2000-01-01' };
    });
  }
  if (majorOf(version) !== majorOf(track.version)) return kept;
  /** @type {Record<string, import('../training/store.js').Result>} */
  const modules = {};
  for (const [, id, right, of, tries, on] of told.matchAll(/(?<![^:;|])([^:;|]+):(\d+)\.(\d+)\.(\d+)\.([\d-]+)/g)) {
    modules[id] = { right: Number(right), of: Number(of), tries: Number(tries), on };
  }
  kept.tracks[track.id] = { version, modules };
  return kept;
}
