/**
 * Who is told of what happens on a page: the journal of the API, on sites whose kb.yml names one. Elsewhere its script
 * is not there, and nobody listens.
 */

/** @typedef {{kind: 'search', source: 'site', query: string, results: string[], total: number, filters: Record<string, string[]>}} Search */
/** @typedef {{kind: 'opened', record: string}} Opened */
/** @typedef {{kind: 'report', source: 'site', outcome: string, record?: string, version?: string, query?: string, note: string}} Report */
/** @typedef {{kind: 'alerted', source: 'site', topic: string}} Alerted */
/** @typedef {{kind: 'acknowledged', team?: string, record: string, version: string}} Acknowledged */
/**
 * @typedef {object} Journal
 * @property {(event: Search | Opened | Report | Acknowledged | Alerted) => Promise<boolean>} tell whether it was written, in time
 * @property {(eventOf: () => Report | string) => HTMLElement} sender a button that sends a report, and what became of it; a text says what must be answered first
 * @property {string} said what a reader is told of it, in a sentence
 */

/** @returns {Journal | undefined} */
export function journal() {
  return /** @type {any} */ (globalThis).kbJournal;
}
