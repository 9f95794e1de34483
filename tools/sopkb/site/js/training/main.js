/** The page "Your training": what changed since the reader's own day. */

import { element } from '../dom.js';
import { now } from '../live.js';
import { told } from '../record/understood.js';
import { filing } from './files.js';
import { changesSince } from './reading.js';
import { openStore } from './store.js';

/** @typedef {import('./reading.js').Readable & {title: string, href: string, roles: string[]}} Listed */

const place = document.getElementById('kb-training');
/** @type {{records: Listed[], roles: string[]}} */
const { records, roles } = /** @type {any} */ (globalThis).kbData ?? { records: [], roles: [] };

/** All of the newest changes stand below the reader's own: folded, where a script tells which those are. */
function foldNewest() {
  const heading = document.getElementById('the-newest-changes');
  const rest = [...(heading?.parentElement?.children ?? [])].filter((node) => node.matches('#the-newest-changes ~ :not(script)'));
  heading?.replaceWith(element('details', { class: 'kb-training__newest' }, element('summary', {}, 'The newest changes, read or not'), ...rest));
}

if (place) {
  const store = openStore(new URL('.', location.href).href);
  const today = new Date(now()).toISOString().slice(0, 10);
  const followed = Object.values(store.read().tracks).flatMap(({ modules }) => Object.values(modules));
  const days = followed.map(({ on }) => on);
  const day = /** @type {HTMLInputElement} */ (element('input', { type: 'date', max: today }));
  day.value = days.sort().at(-1) ?? new Date(now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const role = /** @type {HTMLSelectElement} */ (
    element('select', {}, ...['', ...roles].map((name) => element('option', { value: name }, name || 'every role')))
  );
  const said = element('p', { role: 'status' });
  const list = element('div');
  const draw = () => {
    const kept = store.read();
    const found = records
      .filter((record) => !role.value || record.roles.includes(role.value))
      .map((record) => {
        const read = kept.read[record.id];
        const since = record.changes.filter(({ date }) => date >= day.value);
        return { record, changes: read ? since.filter((each) => changesSince(record, read).includes(each)) : since };
      })
      .filter(({ changes }) => changes.length);
    said.textContent = day.value
      ? `${found.length} ${found.length === 1 ? 'record' : 'records'} changed since ${day.value} and not read since by you.`
      : 'Choose a day.';
    list.replaceChildren(
      ...found.map(({ record, changes }) =>
        element(
          'section',
          {},
          element('h3', {}, element('a', { href: record.href }, record.id), ` ${record.title}`),
          element('ul', {}, ...changes.map(told)),
        ),
      ),
    );
  };
  day.addEventListener('change', draw);
  role.addEventListener('change', draw);
  draw();
  place.replaceChildren(
    element('p', { class: 'kb-training__ask' }, element('label', {}, 'I was trained on ', day), ' ', element('label', {}, 'as ', role)),
    element('h2', {}, 'Not read since'),
    said,
    list,
    filing(store, draw),
  );
  foldNewest();
}
