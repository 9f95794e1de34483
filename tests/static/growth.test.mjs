// No text makes the browser's modules slow: queries are pasted, records are written by anybody, an address is a link.
// Work is measured by processor time and by its growth over three doublings, never by seconds.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../tools/sopkb/', import.meta.url);
const built = [];
const RealRegExp = globalThis.RegExp;
globalThis.RegExp = class extends RealRegExp {
  constructor(pattern, flags) {
    super(pattern, flags);
    if (typeof pattern === 'string') built.push(new RealRegExp(pattern, flags));
  }
};
const { tokens } = await import(new URL('search/static/js/analysis.js', ROOT));
const { read, withoutNoise } = await import(new URL('search/static/js/reading.js', ROOT));
const { snippetOf } = await import(new URL('search/static/js/snippets.js', ROOT));
const { fold } = await import(new URL('search/static/js/folding.js', ROOT));
const { wordsOf } = await import(new URL('search/static/js/danger.js', ROOT));
globalThis.RegExp = RealRegExp;

const MOST = 2.9; // times as long for twice the text, on average: 2 where work is linear, 4 where it is quadratic
const LENGTH = 40_000; // characters of the longest text: a quadratic expression takes a second for it
const NOTICEABLE = 20_000; // microseconds below which a time says nothing
const HOPELESS = 200_000; // microseconds for a few dozen characters: a power of the text

const cost = (work) => {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return user + system;
};
const cheapest = (work, runs = 3) => Math.min(...Array.from({ length: runs }, () => cost(work)));

/** Whether work on a repeated part costs no more than a linear function's, over three doublings. */
function growsWithItsText(work, part, begin = '', end = '\u0000!') {
  const count = Math.ceil(LENGTH / 8 / part.length);
  const text = (times) => begin + part.repeat(times) + end;
  const once = cost(() => work(text(count * 8)));
  if (once < NOTICEABLE) return true;
  const most = cheapest(() => work(text(count))) * MOST ** 3 + NOTICEABLE / 2;
  return once <= most || cheapest(() => work(text(count * 8)), 2) <= Math.max(most, NOTICEABLE);
}

const PARTS = [
  ...['a', ' ', 'a ', '-', '_a', '_', 'a-', 'A', 'aB', '1', '1.', '0x', '.', ':', '"', '“a', '{', '{a', '}', '(', '[', '<', '>'],
  ...['*', '|', '`', '/', '=', ',', '@', '#', '~', '\n', '\t', '\u0301', 'e\u0301', '\u200b', '\u200d', '审', '\u{20000}', '🙂'],
  ...['kind:a ', '-ab ', 'trace id=', '2026-11-22 ', 'deadbeef', '10:00:00,', 'ABC-1', 'v1.', 'ation', 'ed', 'a|b|', '1:2.', 'ل', 'รหัส'],
];

for (const [name, work] of Object.entries({
  tokens,
  fold,
  danger: wordsOf,
  snippet: (text) => snippetOf(text, new Set(['a', 'ab', '1'])),
  reading: (text) => read(text, { kinds: [], patterns: { bug: [], incident: [], code: [] }, prefixes: [] }),
  noise: (text) => withoutNoise(text, () => false),
})) {
  test(`no text makes ${name} slow`, () => {
    for (const part of PARTS) assert.ok(growsWithItsText(work, part), JSON.stringify(part));
  });
}

/** The regular expressions of a module, as they stand in it. */
function literalsOf(source) {
  const code = source.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = code.matchAll(/(?<=[=(,:?[&|!]\s*|return )\/((?:[^/\\[\n*]|\\.|\[(?:[^\]\\\n]|\\.)*\])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])*)\/([dgimsuvy]*)/g);
  return [...found].map(([, pattern, flags]) => new RegExp(pattern, flags));
}

const modules = ['search/static/js/', 'site/js/'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true }).filter((file) => file.endsWith('.js')).map((file) => folder + file),
);
const literals = modules.flatMap((file) => literalsOf(readFileSync(new URL(file, ROOT), 'utf8')).map((each) => [file, each]));
const every = [...literals, ...built.map((each) => ['built', each])];

/** Beginnings of expressions that grow faster than their text, and what keeps that text short. */
const BOUNDED = new Map([
  ['/^ +| +$/g', 'a query, of which 1,000 characters are read, or a word of it'],
  ['/[^ ]*[0-9][^ ]*/g', 'a query'],
  ['/\\b(?:trace|span|request', 'a query'],
  ['/[0-9]*$/', 'an id or a number in a query'],
]);
const isBounded = (expression) => [...BOUNDED.keys()].some((each) => String(expression).startsWith(each));

/** What finds all of an expression in a text. */
const finds = (expression) => {
  const all = new RegExp(expression.source, expression.flags.includes('g') ? expression.flags : `${expression.flags}g`);
  return (text) => {
    for (const _ of text.matchAll(all));
  };
};
/** Parts for an expression: those for all, and the letters and beginnings that stand in it. */
const partsOf = ({ source }) => {
  const words = source.match(/[A-Za-z]{2,}/g) ?? [];
  const signs = [...new Set(source.replace(/\\(.)/g, '$1'))];
  return [...PARTS, ...words, ...words.map((each) => `${each} `), ...words.map((each) => `${each}:`), ...signs];
};
const beginningsOf = ({ source }) => ['', ...[...source.matchAll(/^\^([#\w=]+)/g)].map((match) => match[1])];

test('no regular expression of the browser can be made slow by a text', () => {
  assert.ok(every.length > 50, `${every.length} are too few: are they still found?`);
  const slow = new Map();
  for (const [where, expression] of every) {
    if (isBounded(expression)) continue;
    for (const begin of beginningsOf(expression)) {
      const part = partsOf(expression).find((each) => isSlow(finds(expression), each, begin));
      if (part !== undefined) slow.set(String(expression), `${where}: ${JSON.stringify(begin + part)} again and again`);
    }
  }
  assert.deepEqual(Object.fromEntries(slow), {});
});

function isSlow(work, part, begin) {
  const isPower = [12, 18, 24].some((times) => cost(() => work(`${begin}${part.repeat(times)}\u0000!`)) > HOPELESS);
  return isPower || !growsWithItsText(work, part, begin);
}

test('the attack finds what is slow', () => {
  assert.ok(cost(() => finds(/^#way=((?:\d{1,3}\.?)*)$/)(`#way=${'1'.repeat(27)}\u0000!`)) > HOPELESS);
  assert.ok(!growsWithItsText(finds(/\{+([a-z]+)\}+/), '{'));
  assert.ok(!growsWithItsText(finds(/[^ ]*[0-9][^ ]*/), 'a'));
});
