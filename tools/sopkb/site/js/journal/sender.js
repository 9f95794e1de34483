/** A button that sends a report. Nothing of a report leaves before it is pressed, and its reader sees what became of it. */

import { button, element } from '../dom.js';

/** @typedef {import('./listening.js').Report} Report */

/**
 * @param {(event: Report) => Promise<boolean>} tell
 * @param {() => Report | string} eventOf asked when it is pressed; a text says what must be answered first
 * @returns {HTMLElement}
 */
export function sender(tell, eventOf) {
  const said = element('span', { role: 'status' });
  const send = /** @type {HTMLButtonElement} */ (
    button(
      'Send',
      async () => {
        const event = eventOf();
        said.textContent = typeof event === 'string' ? event : '';
        if (typeof event === 'string') return;
        send.disabled = true;
        const isWritten = await tell(event);
        send.disabled = isWritten;
        said.textContent = isWritten ? 'Sent, and written down.' : 'Not sent: the server did not take it. Copy it instead.';
      },
      { class: 'kb-copy kb-copy--main' },
    )
  );
  return element('span', { class: 'kb-sender' }, send, ' ', said, ' ');
}
