/** Where the script begins that tells a journal: before the scripts of a page, on sites whose kb.yml names one. */

import { openJournal } from './sending.js';
import { sender } from './sender.js';

const { to, host } = /** @type {any} */ (globalThis).kbSends;

// A page from a disk belongs to no site; a page with two of our scripts has one journal.
if (/^http/.test(location.protocol) && !('kbJournal' in globalThis)) {
  const tell = openJournal(to);
  const said = `What is searched here is sent to ${host || location.host}, without a name.`;
  /** @type {any} */ (globalThis).kbJournal = { tell, sender: sender.bind(null, tell), said };
}
