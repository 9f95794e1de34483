/** A question as a form, for eyes, keyboard and screen reader alike. */

import { button, element } from '../dom.js';
import { isRight, shuffled } from './marking.js';

/** @typedef {import('./marking.js').Question} Question */
/**
 * @typedef {object} Asked
 * @property {HTMLElement} form
 * @property {() => string[] | null} given null while nothing is answered
 * @property {() => boolean} mark shows whether it is right and why, and says it
 */

const HINTS = {
  single: '',
  multiple: 'More than one may be right.',
  order: 'Put them in order, the first at the top.',
  reply: 'Which reply do you send?',
};

/**
 * @param {Question} question
 * @param {(said: string) => void} say to a screen reader
 * @returns {Asked}
 */
export function asked(question, say) {
  const verdict = element('div', { class: 'kb-quiz__verdict' });
  const isOrder = question.type === 'order';
  const right = question.answers.join('\n');
  const refused = (/** @type {Question['options']} */ order) => isOrder && textsOf(order).join('\n') === right;
  const options = shuffled(question.options, refused);
  const { node, given } = isOrder ? ordering(options, question, say) : choosing(options, question);
  const legend = element('legend', {}, question.ask);
  const hint = HINTS[question.type];
  const waits = question.waits ? element('p', {}, element('strong', {}, question.waits)) : null;
  const form = element('fieldset', { class: 'kb-quiz__question' }, legend, waits, hint && element('p', {}, hint), node, verdict);
  return {
    form,
    given,
    mark() {
      const isCorrect = isRight(question, given() ?? []);
      form.dataset.right = String(isCorrect);
      const link = element('a', { href: question.because.href }, question.because.text);
      verdict.replaceChildren(element('p', {}, element('strong', {}, isCorrect ? 'Right. ' : 'Not right. '), 'See ', link, '.'));
      return isCorrect;
    },
  };
}

/** @param {Question['options']} options */
function textsOf(options) {
  return options.map(({ text }) => text);
}

/**
 * @param {Question['options']} options
 * @param {Question} question
 */
function choosing(options, question) {
  const type = question.type === 'multiple' ? 'checkbox' : 'radio';
  const inputs = options.map(({ text }) => {
    const input = /** @type {HTMLInputElement} */ (element('input', { type, name: `question-${question.number}` }));
    input.value = text;
    return input;
  });
  const lines = options.map(({ text, shown, sends }, at) => {
    const label = element('label', { class: 'kb-quiz__option' }, inputs[at], ` ${shown}`);
    return sends ? element('div', { class: 'kb-quiz__reply' }, label, sentBy(text, sends)) : label;
  });
  const given = () => {
    const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
    return chosen.length ? chosen : null;
  };
  return { node: element('div', {}, ...lines), given };
}

/**
 * What a macro sends, folded.
 * @param {string} id
 * @param {{case: string, text: string}[]} sends
 */
function sentBy(id, sends) {
  const texts = sends.flatMap((each) => [
    each.case && element('p', {}, element('strong', {}, each.case)),
    element('blockquote', {}, ...each.text.split(/(\{[a-z][a-z0-9_]*\})/).map((part, at) => (at % 2 ? element('code', {}, part) : part))),
  ]);
  return element('details', {}, element('summary', {}, `Text of ${id}`), ...texts);
}

/**
 * @param {Question['options']} options
 * @param {Question} question
 * @param {(said: string) => void} say
 */
function ordering(options, question, say) {
  const list = element('ol', { class: 'kb-quiz__order' });
  let touched = false;
  const move = (/** @type {HTMLElement} */ line, /** @type {number} */ by) => {
    const lines = [...list.children];
    const target = lines[lines.indexOf(line) + by];
    touched = true;
    if (!target) return;
    const pressed = /** @type {HTMLElement} */ (document.activeElement);
    if (by < 0) target.before(line);
    else target.after(line);
    pressed?.focus(); // moving a node takes the focus from what is in it
    say(`${line.dataset.shown} is now ${[...list.children].indexOf(line) + 1} of ${lines.length}.`);
  };
  for (const { text, shown } of options) {
    const line = element('li', { 'data-text': text, 'data-shown': shown });
    const up = button('↑', () => move(line, -1), { 'aria-label': `Move up: ${shown}`, class: 'kb-quiz__move' });
    const down = button('↓', () => move(line, 1), { 'aria-label': `Move down: ${shown}`, class: 'kb-quiz__move' });
    line.append(element('span', {}, shown), up, down);
    list.append(line);
  }
  // It is answered from the start, but one that nobody touched is not: the order shown is never the right one.
  const given = () => (touched ? [...list.children].map((line) => /** @type {HTMLElement} */ (line).dataset.text ?? '') : null);
  return { node: list, given };
}
