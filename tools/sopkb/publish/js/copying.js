/** Copying to the clipboard, and saying so: to the eye on the button, to the ear in a live region. */

import { button, element } from './dom.js';

/** How long a button says that it has copied, in milliseconds. */
const SAID = 2000;

/** @type {HTMLElement | undefined} */
let region;

/**
 * Have a screen reader say something.
 * @param {string} text
 */
export function say(text) {
  if (!region) {
    region = element('p', { class: 'kb-spoken', role: 'status' });
    document.body.append(region);
  }
  region.textContent = text;
}

/**
 * Put a text on the clipboard.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard outside of a secure context: a site on plain HTTP, a disk.
    const area = /** @type {HTMLTextAreaElement} */ (element('textarea', { class: 'kb-spoken', 'aria-hidden': 'true' }));
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    focused?.focus();
    return isDone;
  }
}

/**
 * A button that copies.
 * @param {string} label
 * @param {() => string} textOf asked when it is pressed
 * @param {Record<string, string | number | boolean | null>} [attributes]
 */
export function copyButton(label, textOf, attributes = {}) {
  /** @type {number | undefined} */
  let waiting;
  const made = button(
    label,
    async () => {
      const isDone = await copyText(textOf());
      made.textContent = isDone ? 'Copied' : 'Not copied';
      say(isDone ? 'Copied' : 'The browser allows no copying here: select the text instead.');
      clearTimeout(waiting);
      waiting = setTimeout(() => (made.textContent = label), SAID);
    },
    { class: 'kb-copy', ...attributes },
  );
  return made;
}
