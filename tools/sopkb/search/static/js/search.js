/**
 * From a query to an answer: one ranking, the same as Python's, at the moment that is given with the question.
 *
 * The way of a query: reading.js (its text), plan.js (what it means), expand.js (what is looked up), score.js (impacts
 * added up), order.js (tiers, filters, the clock), answer.js (the rows).
 */

import { hitOf, noticeOf, relatedTo } from './answer.js';
import { cluesOf } from './expand.js';
import { noSuch } from './missing.js';
import { facetsOf, rank } from './order.js';
import { planOf } from './plan.js';
import { filtersOf, read } from './reading.js';

/** @typedef {import('./answer.js').Hit} Hit */
/** @typedef {import('./answer.js').Notice} Notice */
/** @typedef {import('./expand.js').Clues} Clues */
/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./order.js').Ranking} Ranking */
/** @typedef {import('./plan.js').Plan} Plan */

/**
 * What was found.
 * @typedef {object} Answer
 * @property {string} query as it was given
 * @property {Hit[]} hits the page that was asked for, best first; where no record answers (`total` is 0), the closest
 * @property {number} total how many records answer in all
 * @property {Notice[]} notices dead exact matches
 * @property {Plan} plan how the query was read
 * @property {import('./order.js').Facets | null} facets how many records answer, the most first; null where not wanted
 * @property {{typed: string, used: string[]}[]} corrections misspelt words, each with what was looked for instead
 * @property {import('./missing.js').NoSuch[]} missing identifiers that no record has
 * @property {{id: string, title: string}[]} related what belongs to the first hit and is not among the hits
 */

/** @typedef {{now: number, limit: number, offset: number, facets: boolean}} Page */

/**
 * What a query means to an index.
 * @param {string} query whatever was typed or pasted; nothing in it can fail
 * @param {Record<string, string[]>} filters further conditions, as if they had been typed: `{kind: ['sop']}`
 * @param {Index} index
 * @returns {Plan}
 */
export function understand(query, filters, index) {
  const plan = planOf(read(query, index.settings), index.settings, {
    isKnown: (kind, normal) => index.holders(`${kind}:${normal}`).length > 0,
    isHeld: (term) => index.count(term) > 0,
    isBegun: (kind, normal) => index.keysBeginning(`${kind}:${normal}`).some((key) => key !== `${kind}:${normal}`),
  });
  return { ...plan, filters: [...plan.filters, ...filtersOf(filters)] };
}

/**
 * The page of an answer that was asked for.
 * @param {string} query
 * @param {Plan} plan
 * @param {Clues} clues
 * @param {Ranking} ranking
 * @param {Index} index
 * @param {Page} page
 * @returns {Answer}
 */
export function answerOf(query, plan, clues, ranking, index, { now, limit, offset, facets }) {
  const { live, isAnswered, deadExact, phrasesMissed } = ranking;
  const first = Math.max(offset, 0);
  const hits = live.slice(first, first + Math.max(limit, 0)).map((ranked) => hitOf(ranked, index, clues, plan, now));
  const missed = phrasesMissed.map((text) => `No record has "${text}" word for word; its words were looked for.`);
  return {
    query,
    hits,
    total: isAnswered ? live.length : 0,
    notices: deadExact.map((dead) => noticeOf(dead, index, now)),
    plan: { ...plan, notes: [...plan.notes, ...missed] },
    facets: facets ? facetsOf(isAnswered ? live : [], index, now) : null,
    corrections: clues.corrections,
    missing: plan.missing.map((each) => noSuch(each, index, now)),
    related: isAnswered && hits.length && !offset ? relatedTo(live[0], index, hits) : [],
  };
}

/**
 * Answer a query from an index that has all of it.
 * @param {Index} index
 * @param {string} query
 * @param {Partial<Page> & {now: number, filters?: Record<string, string[]>}} options the moment of the question in
 *   milliseconds since 1970, conditions, how many hits to give and to leave out first, whether facets are wanted
 * @returns {Answer}
 */
export function search(index, query, { now, filters = {}, limit = 10, offset = 0, facets = true }) {
  const plan = understand(query, filters, index);
  const clues = cluesOf(plan, index);
  const page = { now, limit, offset, facets };
  return answerOf(query, plan, clues, rank(plan, clues, index, page), index, page);
}
