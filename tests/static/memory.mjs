// An index that is wholly in memory, made from what Python's holds: the ranking is compared without any file between.

import { lifeOf, statusAt } from '../../tools/sopkb/search/static/js/state.js';
import { endOfGains } from '../../tools/sopkb/search/static/js/posting.js';
import { compare } from '../../tools/sopkb/search/static/js/text.js';

export function indexInMemory({ settings, traits, salient, plain, strongest, keys, lexicon, cards, common: everyday }) {
  const [inSalient, inPlain, inStrongest] = [salient, plain, strongest].map((postings) => new Map(Object.entries(postings).map(decoded)));
  const common = (term) => (inSalient.get(term)?.length ?? 0) + (inPlain.get(term)?.length ?? 0) > settings.common;
  const rows = new Map(Object.entries(traits).map(([number, row]) => [Number(number), traitsOf(row)]));
  const counts = new Map(Object.entries(lexicon));
  const spellings = [...counts.keys()].sort(compare);
  const known = new Set(everyday);
  const holders = new Map(Object.entries(keys));
  return {
    settings,
    recordCount: rows.size,
    standing: (now) => ({
      numbers: () => rows.keys(),
      has: (number) => rows.has(number),
      stateOf: (number) => statusAt(rows.get(number).life, now, settings.soon * 1000).state,
      isInIncident: (number) => Boolean(rows.get(number).inIncident),
    }),
    area: (number) => rows.get(number).area,
    traits: (number) => rows.get(number),
    salient: (term) => inSalient.get(term) ?? [],
    plain: (term) => (common(term) ? inStrongest : inPlain).get(term) ?? [],
    others: (term) => inPlain.get(term).map(([number]) => number),
    places: (term) => [...(inSalient.get(term) ?? []), ...(inPlain.get(term) ?? [])].map(([, value]) => value.subarray(endOfGains(value))),
    count: (term) => (inSalient.get(term)?.length ?? 0) + (inPlain.get(term)?.length ?? 0),
    holders: (key) => holders.get(key) ?? [],
    isCommon: (word) => known.has(word),
    keysBeginning: (prefix) => [...holders.keys()].filter((key) => key.startsWith(prefix)).sort(compare),
    card: (number) => cards[number],
    lexicon: {
      count: (word) => counts.get(word) ?? 0,
      beginningWith: (prefix) => spellings.filter((word) => word.startsWith(prefix)),
      endingWith: (suffix) => spellings.filter((word) => word.endsWith(suffix)),
    },
  };
}

function traitsOf(row) {
  const [area, owner, audience, regions, language, inIncident] = row.slice(5);
  return { life: lifeOf(row.slice(0, 5)), area, owner, audience, regions, language, inIncident };
}

function decoded([term, postings]) {
  return [term, postings.map(([number, value]) => [number, Uint8Array.from(Buffer.from(value, 'hex'))])];
}
