/** Where imported documents lay before: what of such an address counts, as `site/old_addresses.py` has it. */

const LONGEST = 500;

/**
 * @param {string} path from the top of the site, percent signs and all
 * @returns {string}
 */
export function oldKey(path) {
  let key = [...path].slice(0, LONGEST).join("");
  try {
    key = decodeURIComponent(key);
  } catch {
    // a percent sign that means itself
  }
  return key
    .toLowerCase()
    .replace(/^[/ ]+|[/ ]+$/g, "")
    .replace(/\/{2,}/g, "/")
    .replace(/\.(?:md|markdown|mdown|mkd|mdx|html?|md\.erb|html\.erb|html\.md|html\.md\.erb)$/, "")
    .replace(/(?:^|\/)(?:_?index|readme)$/, "")
    .replace(/\s+/g, "-");
}
