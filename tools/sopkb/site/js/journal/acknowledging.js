/** "I have read this": told to the journal, with the team that the reader has named for their training, and no name. */

import { journal } from './listening.js';

/** What the journal takes in a team's name is letters, figures and a little between them. */
const OTHER = /[^\p{L}\p{N}_ .-]+/gu;

/**
 * @param {import('../training/store.js').Store} store
 * @param {{id: string, version: string}} record
 */
export function acknowledge(store, { id, version }) {
  const team = store.read().who.team.replace(OTHER, ' ').trim().slice(0, 64);
  journal()?.tell({ kind: 'acknowledged', ...(team ? { team } : {}), record: id, version });
}
