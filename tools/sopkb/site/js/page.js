/**
 * The search page: the same rows in a page of their own, with the question in its address; and the box of the home page,
 * which is there before any script and answers below itself.
 */

import { element, isComposed } from './dom.js';
import { makeFinder } from './finder.js';

/** @typedef {import('./finder.js').Site} Site */

/** How long typing must rest before the address follows it, in milliseconds. */
const REST = 400;

/**
 * @param {HTMLElement} place
 * @param {Site} site
 */
export function makePage(place, site) {
  const given = place.querySelector('input');
  const input = /** @type {HTMLInputElement} */ (
    given ??
    element('input', {
      type: 'search',
      class: 'kb-page__input',
      name: 'q',
      maxlength: 1000,
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-label': 'Search',
      placeholder: 'What the user said, an error message, a code, an id',
    })
  );
  const form =
    input.form ?? element('form', { class: 'kb-page__form', role: 'search', 'aria-label': 'All records' }, input);
  const output = element('div', {});
  if (!given) place.append(form); // moved, the box of the home page would lose the focus of whoever is typing into it
  place.append(output);

  /** @type {number | undefined} */
  let waiting;
  // What the page says of it is above the box; that of the home page stays whatever is answered.
  const line = given ? null : /** @type {HTMLElement | null} */ (place.parentElement?.querySelector('.kb-danger') ?? null);
  const finder = makeFinder(input, output, site, {
    isDialog: false,
    line,
    drawn(answer) {
      clearTimeout(waiting);
      if (finder.isHeard()) address(); // at once: it may stand there already
      else if (answer) waiting = setTimeout(address, REST);
    },
  });
  const address = () => {
    clearTimeout(waiting);
    if (given) return; // the home page's address is its own
    if (finder.isQuiet() && !finder.isHeard()) return; // not yet: nobody has listened to it
    const url = new URL(location.href);
    url.hash = '';
    if (input.value.trim() && !finder.isHeard()) url.searchParams.set('q', input.value.trim());
    else url.searchParams.delete('q');
    try {
      history.replaceState(null, '', url);
    } catch {
      // Some browsers do not allow it for a page from a disk: then the address stays as it is.
    }
  };
  input.addEventListener('input', () => {
    finder.look();
    clearTimeout(waiting);
    waiting = setTimeout(address, REST);
  });
  input.addEventListener('focus', site.answers.warm);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    finder.look();
    await finder.settle();
    const query = input.value.trim();
    if (!given) address();
    else if (query && !finder.isQuiet()) location.assign(`${site.base}search.html?q=${encodeURIComponent(query)}`);
  });
  place.addEventListener('keydown', (event) => {
    if (isComposed(event)) {
      if (event.key === 'Enter') event.preventDefault(); // it ends the word, and sends nothing
      return;
    }
    const links = [input, ...finder.choices()];
    const at = links.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    links[(at + step + links.length) % links.length].focus();
  });
  if (!input.value) input.value = new URL(location.href).searchParams.get('q') ?? '';
  finder.look(true);
  if (!given && !location.hash) input.focus();
  if (form.dataset.kbEntered === input.value) /** @type {HTMLFormElement} */ (form).requestSubmit(); // Enter was faster than this script
}
