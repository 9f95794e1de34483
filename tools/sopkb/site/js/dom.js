/** Building a page from text. Records are untrusted: what comes from one is only ever a text node or an attribute. */

/**
 * An element. Names of properties are attributes; `undefined`, `null` and `false` leave one out.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | null | false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value != null && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/**
 * A button that does something.
 * @param {string} label
 * @param {() => void} act
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 */
export function button(label, act, attributes = {}) {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/**
 * A text with what matched marked in it.
 * @param {string} text
 * @param {[number, number][]} marks
 * @returns {Node[]}
 */
export function marked(text, marks) {
  /** @type {Node[]} */
  const nodes = [];
  let at = 0;
  for (const [start, end] of marks) {
    nodes.push(document.createTextNode(text.slice(at, start)), element('mark', {}, text.slice(start, end)));
    at = end;
  }
  nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

/**
 * Whether a key belongs to an input method, which puts letters together: then it is not ours. Safari says so of the key that
 * ends a composition by its code alone.
 * @param {KeyboardEvent} event
 */
export function isComposed({ isComposing, keyCode }) {
  return isComposing || keyCode === 229;
}
