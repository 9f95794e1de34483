/** Progress as a file: saved, and taken in again; a file that is not one changes nothing. */

import { button, element } from '../dom.js';
import { journal } from '../journal/listening.js';
import { checked, joined } from './store.js';

/** @typedef {import('./store.js').Store} Store */

const PARTS = /** @type {const} */ (['name', 'team']);

/**
 * Who it is of, and the two buttons.
 * @param {Store} store
 * @param {() => void} taken called when a file was taken in
 */
export function filing(store, taken) {
  const said = element('p', { role: 'status', class: 'kb-course__said' });
  const tell = (/** @type {string} */ words) => {
    said.textContent = words;
  };
  const inputs = PARTS.map((part) => {
    const input = /** @type {HTMLInputElement} */ (element('input', { type: 'text', maxlength: 80, autocomplete: 'off' }));
    input.addEventListener('change', () => store.write((kept) => (kept.who[part] = input.value.trim())));
    return input;
  });
  const fill = () => PARTS.forEach((part, at) => (inputs[at].value = store.read().who[part]));
  fill();
  const who = PARTS.map((part, at) => element('label', {}, part === 'name' ? 'Your handle ' : 'Your team ', inputs[at]));
  const picker = /** @type {HTMLInputElement} */ (element('input', { type: 'file', accept: '.json,application/json', hidden: true }));
  picker.addEventListener('change', async () => {
    const [file] = picker.files ?? [];
    picker.value = '';
    if (!file) return;
    try {
      const found = checked(JSON.parse(await file.text()));
      const isKept = store.write((kept) => Object.assign(kept, joined(kept, found)));
      tell(`${file.name}: ${contents(found)}${isKept ? '' : ' This browser keeps nothing: it holds until the page is left.'}`);
      fill();
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
 * What a file brought, in a sentence.
 * @param {import('./store.js').Kept} found
 */
function contents(found) {
  const read = Object.keys(found.read).length;
  const tracks = Object.entries(found.tracks).map(([id, { version, modules }]) => {
    const quizzes = Object.keys(modules).length;
    return `${id} ${version} (${quizzes} ${quizzes === 1 ? 'quiz' : 'quizzes'})`;
  });
  if (!read && !tracks.length) return 'nothing in it was of a known form, and nothing was changed.';
  return `taken in, where it is newer or better: ${[`${read} ${read === 1 ? 'record' : 'records'} read`, ...tracks].join(', ')}.`;
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
