/**
 * From a ranking to what is shown: data, for a page to draw. The same as the rows of sopkb/search/__init__.py, and in
 * the same order.
 */

import { placesIn } from './bits.js';
import { normalForm } from './codes.js';
import { kindOf } from './index.js';
import { messageOf } from './notices.js';
import { soonOf } from './order.js';
import { mostLike, shownSection, snippetOf } from './snippets.js';
import { lifeOf, statusAt } from './state.js';

/** @typedef {import('./expand.js').Clues} Clues */
/** @typedef {import('./index.js').Card} Card */
/** @typedef {import('./index.js').Index} Index */
/** @typedef {import('./index.js').Settings} Settings */
/** @typedef {import('./order.js').Ranked} Ranked */
/** @typedef {import('./plan.js').Plan} Plan */
/** @typedef {import('./snippets.js').Snippet} Snippet */
/** @typedef {import('./state.js').Status} Status */

/**
 * One record that answers. Every text comes from a record, and must be escaped wherever it is shown.
 * @typedef {object} Hit
 * @property {string} id
 * @property {string} kind name of its kind
 * @property {string} title
 * @property {string} summary
 * @property {Status} status its state at the moment of the question, and the moment that state turns on
 * @property {number} tier why it stands where it stands, before any score: 1 named, 2 exact code, 3 workaround of an
 *   open incident, 4 live or a known issue, 5 no answer yet, 6 dead
 * @property {string} area key of its area
 * @property {string} areaLabel what a reader is shown for it
 * @property {string} heading of the section whose passage is shown; `''` where there is none
 * @property {string} anchor fragment of that section where the question named it; `''` where the row opens at the top
 * @property {Snippet | null} snippet a passage of it; null where the record is sensitive, or has no text
 * @property {string} matched the code, bug, incident, alias or symptom that matched, as the record writes it
 * @property {number} score among records of its tier, higher is better
 * @property {number | null} minutes how long it takes
 * @property {string[]} permissions what an agent needs
 * @property {string} affected who it holds for, in a line
 * @property {string} waitsFor who works on an answer to a known issue; `''` for any other record
 * @property {string} howToRaise of an escalation, what to press or where to write; `''` where it does not say
 * @property {string} howFast of an escalation, who answers in how many minutes; `''` where it does not say
 * @property {string} reviewed the day of the last review
 * @property {string} version
 * @property {string} confidence `verified` or `unverified`
 * @property {string} advisory what to say before a sensitive record is opened
 * @property {string} path of its file
 */

/**
 * An exact match that is no answer any more, said whatever else was found.
 * @typedef {object} Notice
 * @property {string} id
 * @property {string} title
 * @property {Status} status
 * @property {string} message what became of it, in a sentence, and what to use instead
 * @property {string} matched
 * @property {string[]} successors
 */

/** Related records that are named beside a first hit. */
const MOST_RELATED = 5;

/**
 * The row of a record.
 * @param {Ranked} ranked
 * @param {Index} index
 * @param {Clues} clues
 * @param {Plan} plan
 * @param {number} now
 * @returns {Hit}
 */
export function hitOf(ranked, index, clues, plan, now) {
  const card = index.card(ranked.number);
  const terms = new Set(clues.clues.flatMap(({ isFiller, variants }) => (isFiller ? [] : variants.flatMap((v) => v.terms))));
  const wanted = clues.clues
    .filter(({ covers }) => placesIn(covers).length === 1)
    .map(({ variants }) => variants.filter((each) => each.terms.length === 1).map((each) => each.terms[0]));
  const asked = new Set(plan.words.map(({ term }) => term));
  const stopWords = new Set(index.settings.stopWords.split(' '));
  const [heading, anchor, text] = shownSection(card, ranked.section, asked, wanted, stopWords);
  const least = Math.max(Math.floor((clues.words + 1) / 2), 1);
  const area = card.area ?? '';
  return {
    id: ranked.id,
    kind: kindOf(ranked.number, index.settings).name,
    title: card.title ?? '',
    summary: card.summary ?? '',
    status: statusOf(card, index, now),
    tier: ranked.tier,
    area,
    areaLabel: labelOf(area, index.settings),
    heading,
    anchor,
    snippet: card.advisory === undefined ? snippetOf(text, terms) : null,
    matched: asWritten(ranked, card) || mostLike(card.symptoms ?? [], terms, least),
    score: ranked.score,
    minutes: card.minutes ?? null,
    permissions: card.permissions ?? [],
    affected: card.affected ?? '',
    waitsFor: card.waits_for ?? '',
    howToRaise: card.how_to_raise ?? '',
    howFast: card.how_fast ?? '',
    reviewed: card.reviewed ?? '',
    version: card.version ?? '',
    confidence: card.confidence ?? '',
    advisory: card.advisory ?? '',
    path: card.path ?? '',
  };
}

/**
 * The notice for a dead record.
 * @param {Ranked} dead
 * @param {Index} index
 * @param {number} now
 * @returns {Notice}
 */
export function noticeOf(dead, index, now) {
  const card = index.card(dead.number);
  const { because, fixed_in: fixedIn, successor } = card;
  const status = statusOf(card, index, now);
  return {
    id: dead.id,
    title: card.title ?? '',
    status,
    message: messageOf(dead.id, status, { because, fixedIn, successor }),
    matched: asWritten(dead, card),
    successors: successor ? [successor] : [],
  };
}

/**
 * Records that belong to the first hit and are not among the hits.
 * @param {Ranked} first
 * @param {Index} index
 * @param {Hit[]} hits
 */
export function relatedTo(first, index, hits) {
  const shown = new Set(hits.map((hit) => hit.id));
  const others = (index.card(first.number).related ?? []).filter(([id]) => !shown.has(id));
  return others.slice(0, MOST_RELATED).map(([id, title]) => ({ id, title }));
}

/**
 * The state of a record, by its card.
 * @param {Card} card
 * @param {Index} index
 * @param {number} now
 */
function statusOf({ life }, index, now) {
  return statusAt(lifeOf(life), now, soonOf(index));
}

/**
 * The identifier that matched, as the record writes it; `''` where none did.
 * @param {Ranked} ranked
 * @param {Card} card
 */
function asWritten({ exact, id }, card) {
  if (!exact) return '';
  return [id, ...(card.exact ?? [])].find((text) => normalForm(text) === exact.normal) ?? exact.text;
}

/**
 * What a reader is shown for an area; the key itself where kb.yml gives nothing better.
 * @param {string} area
 * @param {Settings} settings
 */
function labelOf(area, { labels: { areas = {} } }) {
  return (Object.hasOwn(areas, area) && areas[area]) || area;
}
