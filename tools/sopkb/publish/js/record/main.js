/** Where the script of a record's page begins. */

import { asTimeGoesBy, freshen } from '../live.js';
import { understood } from './understood.js';

asTimeGoesBy(() => freshen(document));

const { readable } = JSON.parse(document.querySelector('#kb-data')?.textContent ?? '{}');
if (readable) document.querySelector('#changes')?.before(understood(readable));
