/**
 * Danger in plain words: whether a text tells of danger to life, of a child at risk, or of a colleague in distress. The
 * same as sopkb/danger, from the same lists; nothing of the index is asked, and nothing is fetched.
 */

/**
 * Lists as sopkb/danger/lists.py packs them.
 * @typedef {object} Lists
 * @property {string[]} lines patterns, a line each: of everyday expressions, of distress with words of danger, then of
 *   each topic
 * @property {Record<string, {gap: number, words: string, lines: string[]}>} lists
 */
/** @typedef {{words: string[], isOpen: boolean, isBegun: boolean, items: number[]}} Term */
/** @typedef {{items: number[], gaps: number[], unless: number, within: number}} Pattern */
/** @typedef {[number, number]} Span the number of a first word, and of the one after the last */
/** @typedef {Map<number, Span[]>} Spans where each item stands */
/** @typedef {{start: number, end: number, words: number[]}} Match */

/** What is listened for, the most urgent first. */
const TOPICS = ['life', 'child_safety', 'staff_distress'];
const MOST_READ = 20_000;
/** How many words before and after a match a word that rules it out may stand. */
const BESIDE = 3;
const AROUND = 12;
/** Letters from which on a word stands for all that begin so. */
const LONG = /.{4}/u;
const MINOR = '<18';
const AGE = /^(?:[1-9]|1[0-7])(?!\d)/;
/** In Arabic: and, in, to, like, will, written together with a word. */
const JOINED = /^[\u0648\u0641\u0628\u0644\u0643\u0633\u0647\u062d](?=...)/su;
/** In Arabic: my, your, his, her, their behind a teh marbuta. */
const BOUND = /\u062a(?:\u0647\u0627?|\u0647\u0645|\u0646\u0627|\u0643|\u064a)$/;
/** In French, as in "l'ami": an apostrophe is silent. */
const ELIDED = /^(?:[cdjlmnst](?=[aehiou].{4})|qu(?=il|elle|on|un))/su;
const LONGEST_BEGINNING = 64;
/** A term that is one word, and so long that with a letter less it can hardly be another word. */
const SPELT = /^[a-z]{7,}[.*]?$/;
const LONG_WORD = /.{8}/u;

const SILENT =
  /['\u00b4\u0060\u02bc\u2018\u2019\uff07\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]/g;
const MARKS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
/** @type {Record<string, string>} */
const LETTERS = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ß: 'ss', ς: 'σ', ٱ: 'ا', ى: 'ي', ة: 'ه' };
const OTHERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const FIGURES = /[\u0660-\u0669\u06f0-\u06f9]/g;
const ONE_BY_ONE =
  '\\u3005\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
const BETWEEN =
  '\\x00-/:-@\\[-`{-\\xa9\\xab-\\xb4\\xb6-\\xb9\\xbb-\\xbf\\xd7\\xf7\\u02c2-\\u02df\\u037e\\u0387\\u055a-\\u055f\\u0589\\u05be' +
  '\\u0600-\\u060f\\u061b-\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u1680\\u2000-\\u2bff\\u2e00-\\u2e7f\\u3000-\\u3004' +
  '\\u3008-\\u3020\\u3030\\u303d-\\u303f\\ud800-\\uf8ff\\ufe00-\\ufe6f\\uff00-\\uff0f\\ufff0-\\uffff' +
  '\\u{1d000}-\\u{1d3ff}\\u{1f000}-\\u{1fbff}\\u{e0000}-\\u{10ffff}';
const WORD = new RegExp(
  `([${ONE_BY_ONE}]|[^${ONE_BY_ONE}${BETWEEN}]+)|(?:[!?;\\u061f\\u3002\\n]|(?<!\\.)\\.(?!\\.))+`,
  'gu',
);
const ARTICLE = /^(?:[\u0648\u0641\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=[\u0621-\u064a]{3})/;

/**
 * What listens to texts: it gives the topics that a text tells of, the most urgent first.
 * @param {Lists} packed
 * @returns {(text: string) => string[]}
 */
export function listener(packed) {
  const compiled = compile(packed);
  return (text) => {
    const spans = compiled.spansOf(wordsOf(text));
    const [harmless, distressOnly, ...alerts] = compiled.patterns;
    const free = without(spans, harmless);
    const danger = without(free, distressOnly);
    return TOPICS.filter((_, place) => {
      const left = place < 2 ? danger : free;
      return possible(alerts[place], left).some((pattern) => isHeard(pattern, left));
    });
  };
}

/**
 * Two parts of lists as one: see `parts` in sopkb/danger/lists.py.
 * @param {Lists} one
 * @param {Lists} other
 * @returns {Lists}
 */
export function together(one, other) {
  const both = (/** @type {string[]} */ texts, /** @type {string[]} */ more, /** @type {string} */ between) =>
    [...(texts.length > more.length ? texts : more)].map((_, place) => [texts[place], more[place]].filter(Boolean).join(between));
  const lists = { ...one.lists };
  for (const [language, { gap, words, lines }] of Object.entries(other.lists)) {
    const known = lists[language] ?? { words: '', lines: [] };
    lists[language] = {
      gap,
      words: both(known.words.split('/'), words.split('/'), ' ').join('/'),
      lines: both(known.lines, lines, '\n'),
    };
  }
  return { lines: both(one.lines, other.lines, '\n'), lists };
}

/**
 * The words of a text, folded; the end of a sentence is an empty word, twice.
 * @param {string} text
 */
export function wordsOf(text) {
  /** @type {string[]} */
  const found = [];
  const read = [...text.slice(0, 2 * MOST_READ)].slice(0, MOST_READ).join('');
  for (const [, word] of folded(read).matchAll(WORD)) {
    if (word) found.push(word.replace(ARTICLE, ''));
    else if (found.length) found.push('', '');
  }
  return found;
}

/** @param {string} text */
function folded(text) {
  const apart = text.replace(SILENT, '').normalize('NFKC').toLowerCase().normalize('NFD');
  return apart
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(OTHERS, (letter) => LETTERS[letter])
    .replace(FIGURES, (figure) => String(figure.charCodeAt(0) & 15));
}

/**
 * All lists together: every item has a number, and every term is found by what its first word is known by.
 * @param {Lists} packed
 */
function compile({ lines, lists }) {
  let numbers = 0;
  /** @type {Map<string, Term[]>} */
  const beginnings = new Map();
  /** @type {Term[]} */
  const endings = [];
  /** @type {Map<string, Term>} */
  const terms = new Map();

  const termOf = (/** @type {string} */ text) => {
    const known = terms.get(text);
    if (known) return known;
    const bare = text.replace(/^[*.]+|[*.]+$/g, '').replaceAll('_', ' ').replaceAll(MINOR, '0');
    const found = /^[a-z]+$/.test(bare) ? [bare] : wordsOf(bare); // most are: this takes a third of the time
    const isOpen = /\*$/.test(text) || (LONG.test(found.at(-1) ?? '') && !/^\*|\.$/.test(text));
    const words = found.map((word) => word.replace(/^0/, MINOR));
    const term = { words, isOpen, isBegun: text[0] === '*', items: [] };
    terms.set(text, term);
    if (term.isBegun) endings.push(term);
    else if (beginnings.get(words[0])?.push(term) === undefined) beginnings.set(words[0], [term]);
    return term;
  };

  /** @type {Pattern[][]} */
  const patterns = lines.map(() => []);
  for (const { gap, words, lines: own } of Object.values(lists)) {
    /** @type {Map<string, string[]>} */
    const groups = new Map();
    const textsOf = (/** @type {string} */ item) =>
      item.split('|').flatMap((part) => (part[0] === '@' ? (groups.get(part.slice(1)) ?? []) : [part, ...misspelt(part)]));
    words.split('/').forEach((group, place) => groups.set(place.toString(36), textsOf(group.replaceAll(' ', '|'))));
    /** @type {Map<string, number>} */
    const numbered = new Map();
    const numberOf = (/** @type {string} */ item) => {
      const known = numbered.get(item);
      if (known) return known;
      numbers += 1;
      numbered.set(item, numbers);
      for (const text of textsOf(item)) termOf(text).items.push(numbers);
      return numbers;
    };
    patterns.forEach((found, place) => {
      for (const line of `${lines[place]}\n${own[place]}`.split('\n')) if (line) found.push(...patternsOf(line, gap, numberOf));
    });
  }

  /** @param {string} word @returns {Term[]} */
  const beginningWith = (word) => {
    /** @type {Term[]} */
    const found = [];
    for (const form of formsOf(word)) {
      let beginning = '';
      for (const character of [...form.slice(0, 2 * LONGEST_BEGINNING)].slice(0, LONGEST_BEGINNING)) {
        found.push(...(beginnings.get((beginning += character)) ?? []));
      }
    }
    return [...found, ...endings.filter(({ words }) => word.includes(words[0]))];
  };
  return {
    patterns,
    /** @param {string[]} words @returns {Spans} */
    spansOf(words) {
      /** @type {Spans} */
      const spans = new Map();
      words.forEach((word, start) => {
        for (const term of beginningWith(word)) {
          const end = start + term.words.length;
          if (!agrees(term, words.slice(start, end))) continue;
          for (const item of term.items) {
            const found = spans.get(item) ?? [];
            found.push([start, end]);
            spans.set(item, found);
          }
        }
      });
      for (const found of spans.values()) found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      return spans;
    },
  };
}

/**
 * The patterns that a line stands for: see sopkb/danger/patterns.py.
 * @param {string} line
 * @param {number} gap
 * @param {(item: string) => number} numberOf
 * @returns {Pattern[]}
 */
function patternsOf(line, gap, numberOf) {
  /** @type {{items: number[], gaps: number[]}[]} */
  const sequences = [{ items: [], gaps: [] }];
  const unless = [];
  let pending = -1;
  let within = BESIDE;
  for (const part of line.split(/\s+/)) {
    const { items, gaps } = sequences[sequences.length - 1];
    if (part === '&') sequences.push({ items: [], gaps: [] });
    else if (/^~\d+$/.test(part)) pending = Number(part.slice(1));
    else if (part[0] === '!') {
      unless.push(part.replace(/^!+/, ''));
      if (part[1] === '!') within = AROUND;
    }
    else {
      if (items.length) {
        gaps.push(pending < 0 ? gap : pending);
        pending = -1;
      }
      items.push(numberOf(part));
    }
  }
  const apart = pending < 0 ? gap : pending;
  const against = unless.length ? numberOf(unless.join('|')) : 0;
  return orders(sequences).map((order) => ({
    items: order.flatMap(({ items }) => items),
    gaps: order.flatMap(({ gaps }) => [apart, ...gaps]).slice(1),
    unless: against,
    within,
  }));
}

/**
 * Every order of some things.
 * @template Thing
 * @param {Thing[]} things
 * @returns {Thing[][]}
 */
function orders(things) {
  if (things.length < 2) return [things];
  return things.flatMap((thing, place) => orders(things.toSpliced(place, 1)).map((rest) => [thing, ...rest]));
}

/**
 * A long word without one of its letters, its first and its last aside.
 * @param {string} text
 */
function misspelt(text) {
  if (!SPELT.test(text)) return [];
  const letters = text.replace(/\W/, '');
  return [...letters.slice(2)].map((_, place) => text.slice(0, place + 1) + text.slice(place + 2));
}

/**
 * What a word of a text may stand for: see `forms` in sopkb/danger/patterns.py.
 * @param {string} word
 */
function formsOf(word) {
  if (AGE.test(word)) return [word, word.replace(AGE, MINOR)];
  const held = LONG_WORD.test(word) ? /(.)\1+/gu : /(.)\1\1+/gu;
  const bare = JOINED.test(word) ? word.slice(1) : word.replace(ELIDED, '');
  return [word, bare, bare.replace(BOUND, '\u0647'), word.replace(held, '$1'), word.replace(/([aou])e/g, '$1')];
}

/**
 * @param {Term} term
 * @param {string[]} words
 */
function agrees({ words: wanted, isBegun, isOpen }, words) {
  return (
    words.length === wanted.length &&
    wanted.every((text, place) => {
      const [starts, ends] = [isBegun && !place, isOpen && place === wanted.length - 1];
      return formsOf(words[place]).some((form) => {
        if (starts) return ends ? form.includes(text) : form.endsWith(text);
        return ends ? form.startsWith(text) : form === text;
      });
    })
  );
}

/**
 * The patterns of which every item stands somewhere.
 * @param {Pattern[]} patterns
 * @param {Spans} spans
 */
function possible(patterns, spans) {
  return patterns.filter(({ items }) => items.every((item) => spans.has(item)));
}

/**
 * Where items still stand without the words that some patterns take.
 * @param {Spans} spans
 * @param {Pattern[]} patterns
 * @returns {Spans}
 */
function without(spans, patterns) {
  const taken = new Set(possible(patterns, spans).flatMap((each) => matches(each, spans)).flatMap(({ words }) => words));
  const isFree = (/** @type {Span} */ span) => !rangeOf(...span).some((word) => taken.has(word));
  const free = [...spans].map(([item, found]) => /** @type {[number, Span[]]} */ ([item, found.filter(isFree)]));
  return new Map(free.filter(([, found]) => found.length));
}

/**
 * @param {Pattern} pattern
 * @param {Spans} spans
 */
function isHeard(pattern, spans) {
  const against = new Set((spans.get(pattern.unless) ?? []).flatMap((span) => rangeOf(...span)));
  return matches(pattern, spans).some(
    ({ start, end }) => !rangeOf(start - pattern.within, end + pattern.within).some((word) => against.has(word)),
  );
}

/**
 * Where a pattern stands, one match for each place where it may end: the one that begins last.
 * @param {Pattern} pattern
 * @param {Spans} spans
 * @returns {Match[]}
 */
function matches({ items, gaps }, spans) {
  /** @type {Map<number, Match>} */
  let found = new Map();
  for (const [start, end] of spans.get(items[0]) ?? []) found.set(end, { start, end, words: rangeOf(start, end) });
  for (let place = 1; place < items.length && found.size; place += 1) {
    const before = found;
    found = new Map();
    for (const [start, end] of spans.get(items[place]) ?? []) {
      /** @type {Match | undefined} */
      let best;
      for (let at = start - gaps[place - 1]; at <= start; at += 1) {
        const match = before.get(at);
        if (match && (!best || match.start >= best.start)) best = match; // ends come in their order
      }
      const other = found.get(end);
      if (best && (!other || best.start >= other.start)) {
        found.set(end, { start: best.start, end, words: [...best.words, ...rangeOf(start, end)] });
      }
    }
  }
  return [...found.values()];
}

/**
 * @param {number} start
 * @param {number} end
 */
function rangeOf(start, end) {
  return Array.from({ length: end - start }, (_, place) => start + place);
}
