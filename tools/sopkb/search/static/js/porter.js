/** The Porter stem of an English word, exactly as Whoosh 2.7.4 computes it, whose departures from the paper stay. */

const CONSONANTS = '[^aeiouy]+';
const VOWEL = '[aeiouy]';
const VOWELS = '[aeiou]+';

const ONE_SYLLABLE = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}`);
const JUST_ONE = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}(${VOWELS})?$`);
const TWO_SYLLABLES = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`);
const HAS_VOWEL = new RegExp(`^(${CONSONANTS})?${VOWEL}`);
const SHORT = new RegExp(`^${CONSONANTS}${VOWEL}[^aeiouwxy]$`);

// Whoosh looks for these two at the beginning of the word, so that only a whole word of two letters has them.
const LACKS_E = /^(at|bl|iz)$/;
const DOUBLED = /^([^aeiouylsz])\1$/;

/** @type {Record<string, string>} */
const STEP_2 = {
  ational: 'ate', tional: 'tion', enci: 'ence', anci: 'ance', izer: 'ize', bli: 'ble', alli: 'al', entli: 'ent',
  eli: 'e', ousli: 'ous', ization: 'ize', ation: 'ate', ator: 'ate', alism: 'al', iveness: 'ive', fulness: 'ful',
  ousness: 'ous', aliti: 'al', iviti: 'ive', biliti: 'ble', logi: 'log',
};
/** @type {Record<string, string>} */
const STEP_3 = { icate: 'ic', ative: '', alize: 'al', iciti: 'ic', ical: 'ic', ful: '', ness: '' };
const STEP_2_ENDING = new RegExp(`^(.+?)(${Object.keys(STEP_2).join('|')})$`);
const STEP_3_ENDING = new RegExp(`^(.+?)(${Object.keys(STEP_3).join('|')})$`);
const STEP_4_ENDING = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;
const STEP_4_ION = /^(.+?)(s|t)(ion)$/;

/**
 * The stem of a word of lower-case ASCII letters.
 * @param {string} word
 */
export function porterStem(word) {
  if (word.length < 3) return word;
  const firstIsY = word[0] === 'y';
  let stem = firstIsY ? `Y${word.slice(1)}` : word;
  stem = pastAndPresent(plural(stem));
  if (stem.endsWith('y') && HAS_VOWEL.test(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaced(stem, STEP_2_ENDING, STEP_2);
  stem = replaced(stem, STEP_3_ENDING, STEP_3);
  stem = lastE(withoutEnding(stem));
  if (stem.endsWith('ll') && TWO_SYLLABLES.test(stem)) stem = stem.slice(0, -1);
  return firstIsY ? `y${stem.slice(1)}` : stem;
}

/** @param {string} word */
function plural(word) {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.at(-2) === 's' ? word : word.slice(0, -1);
}

/** @param {string} word */
function pastAndPresent(word) {
  if (word.endsWith('eed')) return ONE_SYLLABLE.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const stem = /^(.*)(ed|ing)$/.exec(word)?.[1];
  if (stem === undefined || !HAS_VOWEL.test(stem)) return word;
  if (LACKS_E.test(stem)) return `${stem}e`;
  if (DOUBLED.test(stem)) return stem.slice(0, -1);
  return SHORT.test(stem) ? `${stem}e` : stem;
}

/**
 * @param {string} word
 * @param {RegExp} ending
 * @param {Record<string, string>} replacements
 */
function replaced(word, ending, replacements) {
  const match = ending.exec(word);
  return match && ONE_SYLLABLE.test(match[1]) ? match[1] + replacements[match[2]] : word;
}

/** @param {string} word */
function withoutEnding(word) {
  const match = STEP_4_ENDING.exec(word);
  if (match) return TWO_SYLLABLES.test(match[1]) ? match[1] : word;
  const ion = STEP_4_ION.exec(word);
  return ion && TWO_SYLLABLES.test(ion[1] + ion[2]) ? ion[1] + ion[2] : word;
}

/** @param {string} word */
function lastE(word) {
  const stem = /^(.+?)e$/.exec(word)?.[1];
  if (stem === undefined) return word;
  return TWO_SYLLABLES.test(stem) || (JUST_ONE.test(stem) && !SHORT.test(stem)) ? stem : word;
}
