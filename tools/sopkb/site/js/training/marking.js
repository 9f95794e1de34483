/** Whether an answer is right, and options in another order: nothing here knows of a page. */

/**
 * @typedef {object} Question
 * @property {number} number
 * @property {string} module
 * @property {'single' | 'multiple' | 'order' | 'reply'} type
 * @property {string} ask
 * @property {{text: string, shown: string, sends?: {case: string, text: string}[]}[]} options
 * @property {string[]} answers of an order question in their order
 * @property {{href: string, text: string}} because
 * @property {string} [waits] what is said where it waits for a review
 */

/**
 * @param {Question} question
 * @param {string[]} given texts of options; of an order question all of them, in the order given
 */
export function isRight(question, given) {
  if (question.type === 'order') return given.join('\n') === question.answers.join('\n');
  return given.length === question.answers.length && given.every((text) => question.answers.includes(text));
}

/**
 * The same in another order: another than the one before, and for a question of order never the right one.
 * @template T
 * @param {readonly T[]} items
 * @param {(order: T[]) => boolean} [refused]
 * @returns {T[]}
 */
export function shuffled(items, refused = () => false) {
  const order = [...items];
  for (let attempt = 0; attempt < 20; attempt += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(Math.random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    if (!refused(order) && (items.length < 2 || order.some((item, at) => item !== items[at]))) return order;
  }
  return order;
}

/**
 * @param {number} right
 * @param {number} of
 */
export function percent(right, of) {
  return of ? Math.floor((right * 100) / of) : 0;
}
