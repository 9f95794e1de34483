/** The only script of ours on every page. It waits for the search box, and fetches nothing before somebody is in it. */

/** @type {any} */
const page = window;
/** @type {(css: string) => any} */
const $ = (css) => document.querySelector(css);
const box = $('[data-kb-search]');
const toggle = $('#__search');
/** @type {any} */
let script;

function load() {
  if (script) return;
  const { kbSearch, kbEngine, kbDanger, kbDialog } = box.dataset;
  // A page from a disk has no host, and can start no worker.
  if (location.host) {
    page.kbWorker = new Worker(kbEngine); // it fetches the index while the dialog is still on its way
    page.kbWorker.postMessage({ base: new URL(`${kbSearch}search/`, location.href).href });
  }
  box.querySelector('form').onsubmit = () => false; // what is typed meanwhile becomes no address
  for (const src of [kbDanger, kbDialog]) {
    if (!src) continue;
    script = document.createElement('script');
    script.async = false; // in this order
    script.src = src;
    document.head.append(script);
  }
  script.onerror = () => (script = null);
}

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
