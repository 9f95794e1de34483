/**
 * The page of an address that is none: one that names a record in another way (`/sop-0012/`), or says where its document lay
 * before it was imported, is sent on to the record.
 */

import { oldKey } from "./old.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const top = new URL("../../", script.src);

/** @param {string} id */
function leave(id) {
  const record = new URL(`${id.toUpperCase()}.html`, top);
  if (record.pathname !== location.pathname) location.replace(record.href + location.search + location.hash);
}

const [, id] = /\/([a-z]{3}-\d{4})(?:\.html|\/(?:index\.html)?)?$/i.exec(location.pathname) ?? [];
if (id) leave(id);
else if ("old" in script.dataset && location.protocol !== "file:" && location.pathname.startsWith(top.pathname)) {
  fetch(new URL("old-addresses.json", top))
    .then((reply) => (reply.ok ? reply.json() : {}))
    .then((/** @type {Record<string, string>} */ known) => {
      const key = oldKey(location.pathname.slice(top.pathname.length));
      const found = Object.hasOwn(known, key) ? known[key] : "";
      if (/^[A-Z]{3}-\d{4}$/.test(found)) leave(found);
    })
    .catch(() => {});
}
