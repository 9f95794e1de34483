/** Copying to the clipboard, and saying so: to the eye on the button, to the ear in a live region. */

import { button, element } from './dom.js';

/** How long a button says that it has copied, in milliseconds. */
const SAID = 2000;
/** How long it says what the copy lacks. */
const SAID_OF_GAPS = 8000;

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
 * A button that copies. A text with gaps is copied too, for whoever fills them in elsewhere, but it does not look done.
 * @param {string} label
 * @param {() => string} textOf asked when it is pressed
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {() => string[]} [gapsOf] what the text still lacks, asked then as well
 */
export function copyButton(label, textOf, attributes = {}, gapsOf = () => []) {
  /** @type {number | undefined} */
  let waiting;
  const made = button(
    label,
    async () => {
      const isDone = await copyText(textOf());
      const gaps = isDone ? gapsOf() : [];
      const told = gaps.length ? `Copied, but still empty: ${gaps.join(', ')}` : 'Copied';
      made.textContent = isDone ? told : 'Not copied';
      made.classList.toggle('kb-copy--gaps', gaps.length > 0);
      say(isDone ? told : 'The browser allows no copying here: select the text instead.');
      clearTimeout(waiting);
      waiting = setTimeout(
        () => {
          made.textContent = label;
          made.classList.remove('kb-copy--gaps');
        },
        gaps.length ? SAID_OF_GAPS : SAID,
      );
    },
    { class: 'kb-copy', ...attributes },
  );
  return made;
}
