/**
 * The search box in the header, with a list below it: an ARIA combobox. The theme's own switch, a checkbox, opens and
 * closes it, so that it looks and moves as the theme's.
 */

import { element, isComposed } from './dom.js';
import { makeFinder } from './finder.js';

/** @typedef {import('./finder.js').Site} Site */

/**
 * @param {HTMLElement} box
 * @param {Site} site
 */
export function makeDialog(box, site) {
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById('__search'));
  const form = /** @type {HTMLFormElement} */ (box.querySelector('form'));
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  const output = element('div', { class: 'kb-finder', id: 'kb-search-output' });
  /** @type {HTMLElement} */ (box.querySelector('[data-kb-output],.md-search__scrollwrap')).append(output);
  const onPage = 'All results, on a page with an address';
  const all = element('a', { class: 'kb-all', href: `${site.base}search.html` }, onPage);

  /** @type {HTMLAnchorElement | null} */
  let active = null;
  let isAnswered = false;
  const activate = (/** @type {HTMLAnchorElement | null} */ choice) => {
    active?.setAttribute('aria-selected', 'false');
    active = choice;
    active?.setAttribute('aria-selected', 'true');
    active?.scrollIntoView({ block: 'nearest' });
    if (active) input.setAttribute('aria-activedescendant', active.id);
    else input.removeAttribute('aria-activedescendant');
  };

  const finder = makeFinder(input, output, site, {
    isDialog: true,
    line: box.querySelector('.kb-danger'),
    drawn(answer) {
      isAnswered = Boolean(answer?.total);
      activate(null);
      finder.choices().forEach((choice, number) => {
        choice.id = `kb-choice-${number}`;
        choice.setAttribute('aria-selected', 'false');
      });
      input.setAttribute('aria-expanded', String(finder.choices().length > 0));
      all.hidden = !answer || !answer.total || finder.isQuiet();
      if (!all.hidden) all.setAttribute('href', `${site.base}search.html?q=${encodeURIComponent(input.value.trim())}`);
    },
  });
  const list = /** @type {HTMLElement} */ (output.querySelector('.kb-finder__body'));
  joinAsCombobox(input, list);
  output.append(all);

  const close = () => {
    input.blur();
    if (toggle.checked) toggle.click();
  };
  // A moment after each page load the theme closes its dialogs, also one that somebody is already typing into.
  const keepOpen = () => {
    if (!toggle.checked && document.activeElement === input) toggle.click();
  };
  const follow = (/** @type {HTMLAnchorElement} */ link, /** @type {KeyboardEvent} */ { ctrlKey, metaKey }) => {
    if (!ctrlKey && !metaKey) {
      link.click();
      return;
    }
    finder.chose(link);
    window.open(link.href, '_blank', 'noopener');
  };
  const enter = async (/** @type {KeyboardEvent} */ event) => {
    if (active) {
      follow(active, event);
      return;
    }
    const isSettled = await finder.settle();
    if (finder.choices()[0]?.matches('.kb-alarm__route')) return follow(finder.choices()[0], event); // past it leads no row
    await finder.look();
    const first = /** @type {HTMLAnchorElement | null} */ (list.querySelector('.kb-row'));
    if (first && isAnswered && isSettled && !list.querySelector('.kb-notice')) follow(first, event); // what is only close opens by choice
  };

  input.addEventListener('focus', () => {
    site.answers.warm();
    finder.look(!input.value);
  });
  input.addEventListener('input', () => finder.look());
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => {
    setTimeout(() => finder.look(true)); // by then the box is empty
    input.focus();
  });
  input.addEventListener('keydown', (event) => {
    if (isComposed(event)) return;
    const choices = finder.choices();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length) {
      const places = choices.length + 1; // the box itself is one of them
      const at = active ? choices.indexOf(active) + 1 : 0;
      activate(choices[((at + step + places) % places) - 1] ?? null);
    } else if (event.key === 'Enter') enter(event);
    else return;
    event.preventDefault();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !isComposed(event)) close();
  });
  box.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(/** @type {Node} */ (relatedTarget)) && toggle.checked) toggle.click();
  });
  box.addEventListener('click', ({ target }) => {
    const link = /** @type {HTMLAnchorElement | null} */ (
      /** @type {Element} */ (target).closest('a.kb-row, a.kb-alarm__route')
    );
    if (link && !link.target) setTimeout(close); // the page may be this one, at another place
  });
  toggle.addEventListener('change', () => {
    if (!toggle.checked) activate(null);
    setTimeout(keepOpen); // not while it is being switched
  });
  keepOpen();
  if (document.activeElement === input) {
    site.answers.warm();
    finder.look(true);
  }
}

/**
 * Tell assistive technology that a box and a list are one (ARIA Authoring Practices, combobox with a listbox).
 * @param {HTMLElement} input
 * @param {HTMLElement} list
 */
function joinAsCombobox(input, list) {
  list.id = 'kb-choices';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Records');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', `kb-routes ${list.id}`);
  input.setAttribute('aria-expanded', 'false');
}
