/** Where the classic bundle begins: it serves in a worker, and on a page it is `SopkbSearch.open`. */

import { open } from './client.js';
import { serve } from './worker.js';

if (typeof document === 'undefined') serve(globalThis);
else Object.assign(globalThis, { SopkbSearch: { open } });
