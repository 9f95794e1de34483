/**
 * What a copy of the site says of its age, on every page: fetched by the loader, and only where a copy is old or a clock
 * wrong. When the copy was made stands in the loader, the one file that is another after every build.
 */

import { ageOf, built, utcOf } from './built.js';
import { element } from './dom.js';
import { asTimeGoesBy, now } from './live.js';

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** @type {string} */
const address = /** @type {any} */ (globalThis).kbAddress; // of the site, where that is known
const said = element('span');
const place = element('aside', { class: 'kb-age', 'aria-label': 'Age of this copy' }, said);
if (address && !location.href.startsWith(address)) place.append(' ', element('a', { href: address }, 'The site of today'));

asTimeGoesBy(() => {
  const made = built();
  const age = now() - made;
  place.classList.toggle('kb-age--old', age < 0 || age > WEEK);
  said.textContent =
    age < 0
      ? `The clock of this device says ${utcOf(now())}, and this copy was made later, ${utcOf(made)}: states and times on this page may be wrong.`
      : `This copy was made ${ageOf(age)} ago, ${utcOf(made)}. What changed since is not in it: look for a newer one before you rely on it.`;
});
document.querySelector('main')?.prepend(place);
