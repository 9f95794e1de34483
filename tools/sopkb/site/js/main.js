/** Where the search dialog begins: fetched when somebody is in the search box, or opens the search page. */

import { makeDialog } from './dialog.js';
import { openAnswers } from './answers.js';
import { openMemory } from './memory.js';
import { makePage } from './page.js';
import { danger } from './danger/hearing.js';
import { element } from './dom.js';

const box = /** @type {HTMLElement} */ (document.querySelector('[data-kb-search]'));
const base = new URL(box.dataset.kbSearch ?? '', location.href).href;
const config = /** @type {any} */ (globalThis).kbSite;
/** @type {import('./finder.js').Site} */
const site = { ...config, base, memory: openMemory(base), answers: openAnswers(base, config) };

site.memory.sift((query) => !danger()?.heard(query).length); // of before it was listened for
document.head.append(element('link', { rel: 'stylesheet', href: base + config.style }));
makeDialog(box, site);
const place = document.getElementById('kb-search-page') ?? document.getElementById('kb-home')?.closest('div');
if (place) makePage(place, site);
