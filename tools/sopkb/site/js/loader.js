/**
 * The only script of ours on every page. It waits for the search box, and fetches nothing before somebody is in it. And it
 * is where a copy knows when it was made: where that is long ago, or yet to come, it fetches what says so.
 */

/** @type {any} */
const page = window;
/** @type {(css: string) => any} */
const $ = (css) => document.querySelector(css);
const box = $('[data-kb-search]');
const toggle = $('#__search');
/** @type {any} */
let script;
/** @type {any[]} when this copy was made, and the script that says how long ago that is */
const [made, teller] = page.kbBuilt;
const age = Date.now() - Date.parse(made);

/** @param {any} src of a script; they run in the order in which they are added */
function add(src) {
  return document.head.appendChild(Object.assign(document.createElement('script'), { src, async: false }));
}

function load() {
  if (script) return;
  const { kbSearch, kbEngine, kbDanger, kbDialog } = box.dataset;
  // A page from a disk has no host, and can start no worker.
  if (location.host) {
    // It fetches the index while the dialog is still on its way.
    (page.kbWorker = new Worker(kbEngine)).postMessage({ base: new URL(`${kbSearch}search/`, location.href).href });
  }
  box.querySelector('form').onsubmit = () => false; // what is typed meanwhile becomes no address
  if (kbDanger) add(kbDanger);
  script = add(kbDialog);
  script.onerror = () => (script = null);
}

// A day and a half: a site that is built every night is never told to be old. An hour: no clock is exact.
if (age > 1296e5 || age < -36e5) add(new URL(teller, /** @type {any} */ (document.currentScript).src));

if (box) {
  const input = box.querySelector('input');
  input.onfocus = () => {
    toggle.checked || toggle.click();
    load();
  };
  toggle.onchange = () => toggle.checked && input.focus();
  page.onkeydown = (/** @type {any} */ { key, target, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey || !/^[/sf]$/.test(key) || target.closest(':read-write,select')) return;
    ($('#kb-search-page input') ?? input).focus(); // at once: the next letter is on its way
    return false; // and the key is not typed into it
  };
  page.kbLoad = load; // for the box of the home page
  if ($('#kb-search-page')) load();
}
