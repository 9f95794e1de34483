/** Where the script of a troubleshooter's page begins: its questions, beside what every record's page has. */

import { readData } from '../record/page.js';
import { makeTree } from './tree.js';

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
makeTree(readData(), new URL('../../', script.src).href);
