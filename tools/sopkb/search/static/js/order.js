/**
 * From a plan to records in order: exact matches, filters, scores and tiers, at one moment. The same as
 * sopkb/search/order.py and tiers.py.
 */

import { placesIn } from './bits.js';
import { passes, subjectOf } from './filters.js';
import { idOf, kindOf, numberOf } from './index.js';
import { withNeighbours } from './nearby.js';
import { numbersOf, recordsWith } from './phrases.js';
import { isListing } from './plan.js';
import { heldTogether, noScores, scoreRecords, totals } from './score.js';
import { isDead, isLive } from './state.js';
import { isAnswer } from './strength.js';
import { compare } from './text.js';

/** @typedef {import('./expand.js').Clues} Clues */
/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./index.js').Standing} Standing */
/** @typedef {import('./plan.js').Exact} Exact */
/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {import('./score.js').Scores} Scores */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./reading.js').Filter} Filter */
/** @typedef {Record<'kind' | 'area' | 'state', [string, number][]>} Facets */

/**
 * One record in its place.
 * @typedef {object} Ranked
 * @property {number} number of the record
 * @property {string} id
 * @property {State} state at the moment of the question
 * @property {number} tier see TIERS
 * @property {number} score within the tier
 * @property {number} section its best section, 0 where none stands out
 * @property {Exact | null} exact the identifier or the routed words that matched, if any did
 */

/**
 * Every record that answers, best first, and the dead ones that matched exactly.
 * @typedef {object} Ranking
 * @property {Ranked[]} live where none answers, the closest
 * @property {boolean} isAnswered
 * @property {Ranked[]} deadExact
 * @property {string[]} phrasesMissed
 */

/** Why a hit stands where it stands; the lower the better. */
export const TIERS = { NAMED: 1, EXACT: 2, INCIDENT: 3, LIVE: 4, UNPUBLISHED: 5, DEAD: 6 };

/** A share of 1: shares are whole numbers. */
const SHARE = 1024;
const ORDER = ['id', 'alias', 'code', 'bug', 'incident'];

/**
 * Rank the records of an index for a plan.
 * @param {Plan} plan
 * @param {Clues} clues
 * @param {Index} index
 * @param {import('./search.js').Page} page
 * @returns {Ranking}
 */
export function rank(plan, clues, index, { now, limit, offset }) {
  const standing = index.standing(now);
  const exact = exactMatches(plan, clues, index, standing);
  const scores = isListing(plan) ? noScores() : scoreRecords(index, clues);
  const { points, sections, symptoms } = totals(scores, index.settings);
  const { barred, missed } = barredBy(plan, index, standing);
  const scored = scores.levels.keys();
  /** @type {Map<number, State>} */
  const states = new Map();
  for (const number of new Set([...(isListing(plan) ? standing.numbers() : scored), ...exact.keys()])) {
    const named = exact.get(number) ?? null;
    if (barred.has(number) && !named) continue;
    const state = standing.stateOf(number);
    if (plan.filters.length && !isLetThrough(number, plan.filters, state, index, now)) continue;
    states.set(number, state);
  }
  // Where nothing live answers, as in a base that was only just imported, drafts have nobody to give way to.
  const givesWay = [...states.values()].some(isLive);
  const found = [...states].map(([number, state]) => {
    const named = exact.get(number) ?? null;
    const isMost = () => matchesMost(scores, number, clues, index);
    const isWorkaround = () => kindOf(number, index.settings).name === 'workaround';
    const leads = standing.isInIncident(number) && isWorkaround() && isMost();
    return {
      number,
      id: idOf(number, index.settings),
      state,
      tier: tierOf(state, named, leads, givesWay && state === 'DRAFT' && isMost()),
      score: points.get(number) ?? 0,
      section: sections.get(number) ?? 0,
      exact: named,
    };
  });
  const isFirstAnswer = (/** @type {Ranked} */ { number, score }) =>
    isAnswer(
      {
        points: score,
        covered: placesIn(scores.covered.get(number) ?? 0),
        together: heldTogether(index, clues, number, scores, [sections.get(number), symptoms.get(number)]),
        named: placesIn(scores.named.get(number) ?? 0),
      },
      plan,
      clues,
      scores.weights,
      index,
    );
  const isNotice = (/** @type {Ranked} */ ranked) => ranked.exact !== null && isDead(ranked.state);
  let live = found.sort(inOrder).filter((ranked) => !isNotice(ranked));
  const first = live.find((ranked) => ranked.exact === null);
  const isEnough = isListing(plan) || (first !== undefined && isFirstAnswer(first) && !isAllCorrected(clues, index));
  const isAnswered = isEnough || exact.size > 0;
  if (!isEnough && exact.size) live = live.filter((ranked) => ranked.exact !== null);
  else if (!isEnough) live = live.filter(({ state }) => isLive(state)).slice(0, index.settings.close);
  const among = index.settings.nearby_among;
  if (limit > 0 && offset < among && !index.isLacking) {
    live.splice(0, among, ...withNeighbours(plan, live.slice(0, among), index).sort(inOrder));
  }
  return { live, isAnswered, deadExact: found.filter(isNotice), phrasesMissed: missed };
}

/**
 * @param {Ranked} one
 * @param {Ranked} other
 */
function inOrder(one, other) {
  return one.tier - other.tier || other.score - one.score || compare(one.id, other.id);
}

/**
 * How many records answer, by kind, area and state, the most first.
 * @param {Ranked[]} live
 * @param {Index} index
 * @param {number} now
 * @returns {Facets}
 */
export function facetsOf(live, index, now) {
  return {
    kind: counted(live.map(({ number }) => kindOf(number, index.settings).name)),
    area: counted(live.map(({ number }) => index.area(number, now))),
    state: counted(live.map(({ state }) => state)),
  };
}

/**
 * @param {number} number
 * @param {Filter[]} filters
 * @param {State} state
 * @param {Index} index
 * @param {number} now
 */
function isLetThrough(number, filters, state, index, now) {
  const subject = subjectOf(kindOf(number, index.settings).name, index.traits(number, now), index.settings);
  return passes(filters, subject, state, index.settings);
}

/**
 * How long before its expiry a workaround is EXPIRES SOON, in milliseconds.
 * @param {Index} index
 */
export function soonOf(index) {
  return index.settings.soon * 1000;
}

/**
 * The tier of a hit.
 * @param {State} state
 * @param {Exact | null} exact what matched exactly; a route counts as an alias
 * @param {boolean} leadsIncident
 * @param {boolean} isMeant whether it is a draft, beside live records, with most of the words in title and symptoms
 */
function tierOf(state, exact, leadsIncident, isMeant) {
  if (isDead(state)) return TIERS.DEAD;
  if (exact && (exact.kind === 'id' || exact.kind === 'alias')) return TIERS.NAMED;
  if (!isLive(state)) return isMeant ? TIERS.LIVE : TIERS.UNPUBLISHED;
  if (exact) return TIERS.EXACT;
  return leadsIncident ? TIERS.INCIDENT : TIERS.LIVE;
}

/**
 * For each record that is named, what names it; an id or alias before a code, a code before a route.
 * @param {Plan} plan
 * @param {Clues} clues
 * @param {Index} index
 * @param {Standing} standing
 * @returns {Map<number, Exact>}
 */
function exactMatches(plan, clues, index, standing) {
  /** @type {Map<number, Exact>} */
  const found = new Map();
  for (const exact of plan.exact.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind))) {
    for (const number of index.holders(`${exact.kind}:${exact.normal}`)) {
      if (!found.has(number)) found.set(number, exact);
    }
  }
  for (const [id, words] of clues.routes) {
    const number = numberOf(id, index.settings);
    if (standing.has(number) && !found.has(number)) found.set(number, { kind: 'alias', normal: words, text: words });
  }
  return found;
}

/**
 * Whether a record has most of the words in its title, aliases and symptoms.
 * @param {Scores} scores
 * @param {number} number
 * @param {Clues} clues
 * @param {Index} index
 */
function matchesMost(scores, number, clues, index) {
  const named = placesIn(scores.named.get(number) ?? 0).length;
  return clues.words > 0 && named * SHARE > clues.words * index.settings.incident_share;
}

/**
 * Whether nothing of what was typed is found, but only what it was corrected to.
 * @param {Clues} clues
 * @param {Index} index
 */
function isAllCorrected({ clues }, index) {
  const found = clues
    .filter(({ covers }) => placesIn(covers).length)
    .map(({ variants }) => variants.filter(({ terms }) => terms.every((term) => index.count(term))))
    .filter((here) => here.length);
  return found.length > 0 && found.every((here) => here.every(({ isCorrected }) => isCorrected));
}

/**
 * Records that hold an excluded word or lack a phrase; and the phrases that no record has, which bar nothing.
 * @param {Plan} plan
 * @param {Index} index
 * @param {Standing} standing
 */
function barredBy(plan, index, standing) {
  const barred = new Set(plan.excluded.flatMap((term) => numbersOf(term, index)));
  const missed = [];
  for (const phrase of plan.phrases) {
    const holders = recordsWith(phrase, index);
    if (!holders.size) missed.push(phrase.text);
    else for (const number of standing.numbers()) if (!holders.has(number)) barred.add(number);
  }
  return { barred, missed };
}

/**
 * @param {string[]} names
 * @returns {[string, number][]}
 */
function counted(names) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([one, count], [other, otherCount]) => otherCount - count || compare(one, other));
}
