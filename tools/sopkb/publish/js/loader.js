/** The only script of ours on every page. It waits for the search box, and fetches nothing before somebody is in it. */

const box = /** @type {HTMLElement} */ (document.querySelector('[data-kb-search]'));
const toggle = /** @type {HTMLInputElement} */ (document.querySelector('#__search'));
const page = document.querySelector('#kb-search-page');
/** @type {HTMLScriptElement | undefined} */
let script;

function load() {
  if (script) return;
  if (location.protocol !== 'file:') {
    const worker = new Worker(box.dataset.kbEngine ?? ''); // it fetches the index while the dialog is still on its way
    worker.postMessage({ base: new URL('search/', new URL(box.dataset.kbSearch ?? '', location.href)).href });
    /** @type {any} */ (globalThis).kbWorker = worker;
  }
  script = document.createElement('script');
  script.src = box.dataset.kbDialog ?? '';
  script.onerror = () => (script = undefined);
  document.head.append(script);
}

if (box) {
  const input = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  input.onfocus = () => {
    if (!toggle.checked) toggle.click();
    load();
  };
  toggle.onchange = () => toggle.checked && input.focus();
  onkeydown = ({ key, target, ctrlKey, metaKey, altKey }) => {
    const typed = /** @type {Element} */ (target).closest('input:not(.md-toggle),textarea,select');
    if (typed || ctrlKey || metaKey || altKey || !/^[/sf]$/.test(key)) return;
    setTimeout(() => (page?.querySelector('input') ?? input).focus()); // so that the key is not typed into it
  };
  if (page) load();
}
