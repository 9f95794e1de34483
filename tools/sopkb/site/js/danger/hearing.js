/**
 * Who listens for danger: a script of its own, fetched before the dialog, on sites whose kb.yml names routes. Elsewhere it
 * is not there.
 */

/** @typedef {import('./alarm.js').Alarm} Alarm */

/**
 * @typedef {object} Danger
 * @property {(query: string) => unknown[]} heard the routes that a text raises
 * @property {(input: HTMLInputElement, before: (nodes: Node[]) => void) => Alarm} alarmOf the alarm of a box; made, and
 *   put where it is to be, where there is none yet
 */

/** @returns {Danger | undefined} */
export function danger() {
  return /** @type {any} */ (globalThis).kbDanger;
}
