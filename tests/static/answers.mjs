// What can be asked of the engine: the name of a thing to do, and what to do it with.

import { tokens, stem } from '../../tools/sopkb/search/static/js/analysis.js';
import * as characters from '../../tools/sopkb/search/static/js/characters.js';
import { normalForm } from '../../tools/sopkb/search/static/js/codes.js';
import { listener, together, wordsOf } from '../../tools/sopkb/search/static/js/danger.js';
import { passes } from '../../tools/sopkb/search/static/js/filters.js';
import { openEngine } from '../../tools/sopkb/search/static/js/engine.js';
import { fold, inCases, narrow, normalise } from '../../tools/sopkb/search/static/js/folding.js';
import { messageOf } from '../../tools/sopkb/search/static/js/notices.js';
import { planOf } from '../../tools/sopkb/search/static/js/plan.js';
import { keysOf, read } from '../../tools/sopkb/search/static/js/reading.js';
import { mostLike, snippetOf } from '../../tools/sopkb/search/static/js/snippets.js';
import { describe, statusAt } from '../../tools/sopkb/search/static/js/state.js';
import { rarity } from '../../tools/sopkb/search/static/js/score.js';
import { search } from '../../tools/sopkb/search/static/js/search.js';
import { compare } from '../../tools/sopkb/search/static/js/text.js';
import { isEnough } from '../../tools/sopkb/site/js/training/standing.js';
import { bundleOver } from './bundled.mjs';
import { fromDisk } from './disk.mjs';
import { indexInMemory } from './memory.mjs';

let settings;
let hears;
let index;
let opened;
let bundled;

export const ANSWERS = {
  wordsOf,
  listen: (packed) => {
    hears = listener(packed);
    return null;
  },
  listenTogether: ([first, later]) => {
    hears = listener(together(first, later));
    return null;
  },
  hear: (text) => hears(text),
  enough: ({ passMark, parts, right }) => isEnough(passMark, parts, right),
  settings: (given) => {
    settings = given;
    return null;
  },
  characters: (inside) => [...everyCharacter().matchAll(new RegExp(`[${characters[inside]}]`, 'gu'))].join(''),
  fold: (text) => [fold(text), narrow(text), normalise(text), inCases(text), normalForm(text)],
  stem,
  tokens: (text) => tokens(text).map((token) => Object.values(countedByCharacter(text, token))),
  rarity: (records) => Array.from({ length: records }, (_, holders) => rarity(records, holders + 1)),
  sort: (texts) => texts.toSorted(compare),
  plan: ({ query, known, held, begun }) => {
    const reading = read(query, settings);
    const keys = new Set(keysOf(reading));
    const isKnown = (kind, normal) => {
      const key = `${kind}:${normal}`;
      if (!keys.has(key)) throw new Error(`a plan may not ask for ${key}, which was never looked up`);
      return known.includes(key);
    };
    const isBegun = (kind, normal) => begun.some((key) => key.startsWith(`${kind}:${normal}`) && key !== `${kind}:${normal}`);
    return planOf(reading, settings, { isKnown, isHeld: (term) => held.includes(term), isBegun });
  },
  snippet: ({ text, terms }) => {
    const snippet = marksByCharacter(snippetOf(text, new Set(terms)));
    return snippet && [snippet.text, snippet.marks];
  },
  like: ({ texts, terms, least }) => mostLike(texts, new Set(terms), least),
  passes: ({ filters, subject, state }) => passes(filters, subject, state, settings),
  index: (whole) => {
    index = indexInMemory(whole);
    return null;
  },
  search: ({ query, ...options }) => {
    return withMarksByCharacter(search(index, query, options));
  },
  open: async (folder) => {
    opened = await openEngine(fromDisk(folder));
    return null;
  },
  ask: async ({ query, ...options }) => withMarksByCharacter(await opened.search(query, options)),
  openBundle: async ({ script, folder }) => {
    bundled = bundleOver(script, folder);
    await bundled({ base: 'http://localhost/' });
    return null;
  },
  askBundle: async ({ query, ...options }) => withMarksByCharacter(await bundled({ query, options })),
  status: ({ facts, now, soon, id, ending }) => {
    const status = statusAt(facts, now, soon);
    return [status.state, status.moment, describe(status, now), messageOf(id, status, ending)];
  },
};

function withMarksByCharacter(answer) {
  return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, snippet: marksByCharacter(hit.snippet) })) };
}

function marksByCharacter(snippet) {
  return snippet && { ...snippet, marks: snippet.marks.map((mark) => mark.map((unit) => characterAt(snippet.text, unit))) };
}

function characterAt(text, unit) {
  return [...text.slice(0, unit)].length;
}

function countedByCharacter(text, { term, surface, position, start, end, joined }) {
  return { term, surface, position, start: characterAt(text, start), end: characterAt(text, end), joined };
}

function everyCharacter() {
  const codes = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
  return codes.map((code) => String.fromCodePoint(code)).join('');
}
