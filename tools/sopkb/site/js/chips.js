/** Facets as chips: how many records of each kind, area and state answer, and a press that leaves only those. */

import { button, element } from './dom.js';

/** @typedef {import('../../search/static/js/order.js').Facets} Facets */
/** @typedef {import('./finder.js').Site} Site */

/** Areas that are shown, beside those that are chosen. */
const MOST_AREAS = 6;
const FIELDS = /** @type {const} */ (['kind', 'area', 'state']);

/**
 * @typedef {object} Chips
 * @property {HTMLElement} node
 * @property {(facets: Facets | null) => void} show
 * @property {() => void} clear lets everything through again, and shows nothing
 */

/**
 * @param {Site} site
 * @param {Record<string, string[]>} filters what is chosen, by field; changed in place
 * @param {() => void} changed
 * @returns {Chips}
 */
export function makeChips(site, filters, changed) {
  const node = element('div', { class: 'kb-chips', role: 'group', 'aria-label': 'Narrow down' });
  node.hidden = true;
  /** @type {Facets | null} */
  let facets = null;

  const toggle = (/** @type {string} */ field, /** @type {string} */ value) => {
    const old = filters[field] ?? [];
    const chosen = old.includes(value) ? old.filter((each) => each !== value) : [...old, value];
    if (chosen.length) filters[field] = chosen;
    else delete filters[field];
    draw();
    changed();
  };

  const draw = () => {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.chip;
    const chips = FIELDS.flatMap((field) => chipsOf(field, facets, filters, site, toggle));
    node.replaceChildren(...chips);
    node.hidden = !chips.length;
    chips.find((chip) => focused && chip.dataset.chip === focused)?.focus();
  };

  return {
    node,
    show(found) {
      facets = found;
      draw();
    },
    clear() {
      facets = null;
      for (const field of Object.keys(filters)) delete filters[field];
      draw();
    },
  };
}

/**
 * The chips of a field; none where it has one value only, and nothing is chosen.
 * @param {'kind' | 'area' | 'state'} field
 * @param {Facets | null} facets
 * @param {Record<string, string[]>} filters
 * @param {Site} site
 * @param {(field: string, value: string) => void} toggle
 */
function chipsOf(field, facets, filters, site, toggle) {
  const chosen = filters[field] ?? [];
  const found = facets?.[field] ?? [];
  const named = found.filter(([value], place) => field !== 'area' || place < MOST_AREAS || chosen.includes(value));
  const gone = chosen.filter((value) => !named.some(([other]) => other === value)).map((value) => [value, 0]);
  const values = /** @type {[string, number][]} */ ([...named, ...gone]).filter(([value]) => value);
  if (values.length < 2 && !chosen.length) return [];
  /** @type {Record<string, string>} */
  const labels = { kind: site.kinds, area: site.areas, state: {} }[field];
  return values.map(([value, count]) => {
    const label = Object.hasOwn(labels, value) ? labels[value] : value;
    return button(`${label} ${count}`, () => toggle(field, value), {
      class: `kb-chip kb-chip--${field}`,
      'aria-pressed': String(chosen.includes(value)),
      title: `${field}: ${label}`,
      'data-chip': `${field}:${value}`,
    });
  });
}
