/** Whether what somebody has read is still so: only a change that asks for it is to be read again. */

import { isNewer } from './store.js';

/** @typedef {{version: string, date: string, training: 'read' | 'retrain', change: string, steps?: string[]}} Change */
/** @typedef {{id: string, version: string, changes: Change[]}} Readable */
/** @typedef {import('./store.js').Read} Read */

/**
 * What changed since a version was read, in a way that asks something of its readers; the newest first.
 * @param {Readable} record
 * @param {Read} read
 * @returns {Change[]}
 */
export function changesSince(record, read) {
  return record.changes.filter(({ version }) => isNewer(version, read.version));
}

/**
 * @param {Readable} record
 * @param {Read | undefined} read
 */
export function isCurrent(record, read) {
  return read !== undefined && changesSince(record, read).length === 0;
}
