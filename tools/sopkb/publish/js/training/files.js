/** Progress as a file: saved, and taken in again; a file that is not one changes nothing. */

import { button, element } from '../dom.js';
import { journal } from '../journal/listening.js';
import { checked, joined } from './store.js';

/** @typedef {import('./store.js').Store} Store */

/**
 * Who it is of, and the two buttons.
 * @param {Store} store
 * @param {(said: string) => void} say
 * @param {() => void} taken called when a file was taken in
 */
export function filing(store, say, taken) {
  const said = element('p', { role: 'status', class: 'kb-course__said' });
  const tell = (/** @type {string} */ words) => {
    said.textContent = words;
  };
  const who = ['name', 'team'].map((part) => {
    const input = /** @type {HTMLInputElement} */ (element('input', { type: 'text', maxlength: 80, autocomplete: 'off' }));
    input.value = store.read().who[/** @type {'name'} */ (part)];
    input.addEventListener('change', () => store.write((kept) => (kept.who[/** @type {'name'} */ (part)] = input.value.trim())));
    return element('label', {}, part === 'name' ? 'Your handle ' : 'Your team ', input);
  });
  const picker = /** @type {HTMLInputElement} */ (element('input', { type: 'file', accept: '.json,application/json', hidden: true }));
  picker.addEventListener('change', async () => {
    const [file] = picker.files ?? [];
    picker.value = '';
    if (!file) return;
    try {
      const found = checked(JSON.parse(await file.text()));
      store.write((kept) => Object.assign(kept, joined(kept, found)));
      tell(`Taken in: ${Object.keys(found.read).length} records read, ${Object.keys(found.tracks).length} tracks.`);
      taken();
    } catch {
      tell(`${file.name} is no file of training progress: nothing was changed. Choose one that “Save as a file” made.`);
    }
  });
  const stays = journal()
    ? 'That you have read a record is sent, with your team and without your handle; what you answer stays in this browser.'
    : 'What you read and answer stays in this browser.';
  return element(
    'details',
    { class: 'kb-course__files' },
    element('summary', {}, 'Your progress as a file'),
    element('p', {}, stays, ' Save it to keep it, to go on elsewhere, or to hand it to your trainer.'),
    element('p', {}, ...who),
    button('Save as a file', () => save(store, tell), { class: 'md-button' }),
    ' ',
    button('Take in a file', () => picker.click(), { class: 'md-button' }),
    picker,
    said,
  );
}

/**
 * @param {Store} store
 * @param {(said: string) => void} tell
 */
function save(store, tell) {
  const kept = store.read();
  const name = `training-${kept.who.name.replace(/[^\w-]+/g, '-') || 'progress'}.json`;
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(kept, null, 2)}\n`], { type: 'application/json' }));
  const link = element('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  tell(`Saved as ${name}.`);
}
