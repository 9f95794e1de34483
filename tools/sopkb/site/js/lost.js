/** The page of an address that is none: one that names a record in another way (`/sop-0012/`) is sent on to the record. */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const [, id] = /\/([a-z]{3}-\d{4})(?:\.html|\/(?:index\.html)?)?$/i.exec(location.pathname) ?? [];
if (id) {
  const record = new URL(`../../${id.toUpperCase()}.html`, script.src);
  if (record.pathname !== location.pathname) location.replace(record.href + location.search + location.hash);
}
