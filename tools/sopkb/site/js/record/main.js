/** Where the script of a record's page begins. */

import { asTimeGoesBy } from '../live.js';
import { openMemory } from '../memory.js';
import { makeBanners } from './banners.js';
import { makeBar, makeStamp } from './bar.js';
import { openCases } from './cases.js';
import { makeEscalation, makeWayOut } from './escalation.js';
import { makeOutcome } from './outcome.js';
import { readData } from './page.js';
import { makeReplies } from './replies.js';
import { makeSteps } from './steps.js';
import { understood } from './understood.js';

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const base = new URL('../../', script.src).href;
const data = readData();
/** @type {import('./page.js').RecordPage} */
const page = {
  data,
  title: document.querySelector('article h1')?.textContent ?? '',
  base,
  article: /** @type {HTMLElement} */ (document.querySelector('article')),
  cases: openCases(base),
};

const banners = makeBanners(page);
asTimeGoesBy(banners);
makeBar(page);
makeStamp(page);
const checklist = data.state === 'RETIRED' ? null : makeSteps(page);
const escalation = makeEscalation(page);
const wayOut = makeWayOut(page);
makeReplies(page);
makeOutcome(page, checklist);
asTimeGoesBy(() => {
  escalation();
  wayOut();
});
if (data.readable) document.querySelector('#changes')?.before(understood(data.readable));
openMemory(base).note('', { id: data.id, title: page.title });
