/**
 * Whether a first row is an answer: how much of what was asked it holds, whatever the base and the question. The same as
 * sopkb/search/strength.py.
 */

import { STEPS } from './nearby.js';
import { rarity } from './score.js';
import { SHORTEST_COMPLETED } from './spelling.js';
import { lengthOf } from './text.js';

/** A strength of 1: strengths are whole numbers. */
const SHARE = 1024;
/** What counts of the score, of the share in one place, and of that in title, aliases and symptoms, in eighths. */
const EIGHTHS = [6, 8, 3];
/** What each word that was asked adds. */
const A_WORD = 102;
/** What each word takes off that no record has, nor anything that counts as it. */
const UNKNOWN = 123;
/** Words that are answered by a record that has them, however common they are. */
const FEW_WORDS = 2;

/**
 * What a record holds of a question: its score, before neighbours were looked at, and of the words that say what is asked
 * the places of those that it has, that its best section and symptom, its title and aliases have, and that its title, aliases
 * and symptoms have.
 * @typedef {{points: number, covered: number[], together: number[], named: number[]}} Held
 */

/**
 * Whether a record is an answer to a question.
 * @param {Held} held
 * @param {import('./plan.js').Plan} plan
 * @param {import('./expand.js').Clues} clues
 * @param {number[]} weights what each of those words weighs
 * @param {import('./index.js').Index} index
 */
export function isAnswer(held, plan, clues, weights, index) {
  if (!held.points) return false;
  const { recordCount, settings } = index;
  const askedFor = clues.asked
    .map((number, place) => ({ number, place, word: plan.words[number] }))
    .filter(({ number, place, word }) => number !== plan.unfinished || weights[place] || lengthOf(word.surface) >= SHORTEST_COMPLETED);
  if (askedFor.length <= FEW_WORDS && held.covered.length >= askedFor.length) return true;
  let [asked, together, named, unknown] = [0, 0, 0, 0];
  for (const { place, word } of askedFor) {
    const count = index.count(word.term);
    const rare = rarity(recordCount, count);
    const found = count ? rare : weights[place];
    asked += rare;
    if (!found) unknown += 1;
    if (held.together.includes(place)) together += found;
    if (held.named.includes(place)) named += found;
  }
  const rarest = rarity(recordCount, 0);
  const shares = [
    [held.points, STEPS * rarest],
    [together, Math.max(asked, 1)],
    [named, Math.max(asked, 1)],
  ];
  const sum = shares.reduce((all, [part, whole], place) => all + EIGHTHS[place] * Math.floor((part * SHARE) / whole), 0);
  const strength = Math.floor(sum / 8) + A_WORD * askedFor.length - UNKNOWN * unknown - Math.floor((3 * rarest) / 5);
  return strength >= settings.least_strength;
}
