/** Where the script of a record's page begins. */

import { asTimeGoesBy, freshen } from '../live.js';

asTimeGoesBy(() => freshen(document));
