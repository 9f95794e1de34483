/**
 * Whether a first row is an answer: how much of what was asked it holds, whatever the base and the question. The same as
 * sopkb/search/strength.py.
 */

import { STEPS } from './nearby.js';
import { rarity } from './score.js';

/** A strength of 1: strengths are whole numbers. */
const SHARE = 1024;

/**
 * Whether a record is an answer to a question.
 * @param {number} points its score, before neighbours were looked at
 * @param {number[]} covered places of the words that say what is asked and that it has
 * @param {number[]} named of those that its title, aliases and symptoms have
 * @param {import('./plan.js').Plan} plan
 * @param {import('./expand.js').Clues} clues
 * @param {number[]} weights what each of those words weighs
 * @param {import('./index.js').Index} index
 */
export function isAnswer(points, covered, named, plan, clues, weights, index) {
  if (!points) return false;
  if (covered.length >= clues.words) return true;
  const { recordCount, settings } = index;
  const rarest = rarity(recordCount, 0);
  let [asked, inFront] = [0, 0];
  clues.asked.forEach((number, place) => {
    const count = index.count(plan.words[number].term);
    const rare = rarity(recordCount, count);
    asked += rare;
    if (named.includes(place)) inFront += count ? rare : weights[place];
  });
  const least = settings.least_strength;
  const strength = points * points * asked * (SHARE * SHARE);
  return strength >= least * least * STEPS * STEPS * rarest * (asked + inFront) * (asked + inFront);
}
