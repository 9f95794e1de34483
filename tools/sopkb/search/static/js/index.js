/**
 * What a search asks of an index, and what stands in it beside postings. A search is given an index that answers at
 * once; how its parts come over a network is not its business.
 */

/** @typedef {import('./posting.js').Posting} Posting */
/** @typedef {import('./spelling.js').Lexicon} Lexicon */

/**
 * An index, as much of it as a query needs.
 * @typedef {object} Index
 * @property {Settings} settings
 * @property {(now: number) => Standing} standing what every record is at a moment
 * @property {(number: number, now: number) => string} area key of the area of a record
 * @property {(number: number, now: number) => Traits} traits of a record
 * @property {number} recordCount
 * @property {Lexicon} lexicon
 * @property {(term: string) => Posting[]} salient postings in records that have the term in a front field or a heading
 * @property {(term: string) => Posting[]} plain postings in records that have it in running text only; none of a common one
 * @property {(term: string) => number[]} others numbers of the records that plain postings of a common term are of
 * @property {(term: string) => Uint8Array[]} places where a term that is not common stands in each of its records, those of
 *   its salient postings first: see positionsIn
 * @property {(term: string) => number} count in how many records a term stands
 * @property {(key: string) => number[]} holders numbers of the records that have an exact key
 * @property {(word: string) => boolean} isCommon whether a word is in the list of common words of one of the base's languages
 * @property {(prefix: string) => string[]} keysBeginning exact keys that begin so and that some record has, sorted
 * @property {(number: number) => Card} card what a row of a record is drawn from
 * @property {boolean} [isLacking] whether something that was asked for is not here yet: what is worked out now is worked
 *   out again, and need not be gone into
 */

/**
 * What `kb.yml`, `ranking.yml` and `synonyms.yml` lend to a search, and constants of the program. Names in snake case
 * are those of the files.
 * @typedef {object} Settings
 * @property {Kind[]} kinds in the order that numbers are given in
 * @property {string} stopWords with a space between one and the next
 * @property {string} stopCharacters of scripts without spaces
 * @property {Record<string, Record<string, string>>} labels for areas, teams and audiences what a reader is shown
 * @property {{code: string, bug: string, incident: string}} patterns the policy's regular expressions
 * @property {number} soon how long before its expiry a workaround is EXPIRES SOON, in seconds
 * @property {Record<'synonym' | 'prefix' | 'typo' | 'joined' | 'code' | 'filler' | 'nearby', number>} weights in 256ths of a word as typed
 * @property {number} most_completions
 * @property {number} most_corrections
 * @property {number} least_strength how strong the evidence must be that the first row is an answer, in 1024ths
 * @property {number} close live records that are named where none is an answer
 * @property {number} filler_records records up to which words without information are looked up
 * @property {number} nearby_among records that are looked at for neighbours
 * @property {number} incident_share of them that must stand in title and symptoms to lead, or of a draft to be meant, in 1024ths
 * @property {number} common records above which a term counts only where it is salient
 * @property {string[]} factors a row of letters for each share of the words that the record has that has most: the factor for
 *   each share that a record has
 * @property {{entries: Synonym[], routes: [string[], string][]}} synonyms
 */

/** @typedef {{name: string, plural: string, prefix: string}} Kind */
/** @typedef {{terms: string[], others: string[][], not_after_number: boolean}} Synonym */

/**
 * What records are at one moment.
 * @typedef {object} Standing
 * @property {() => Iterable<number>} numbers of every record
 * @property {(number: number) => boolean} has whether there is a record with a number
 * @property {(number: number) => import('./state.js').State} stateOf
 * @property {(number: number) => boolean} isInIncident whether it names an open incident
 */

/**
 * What filters ask of every record that matches.
 * @typedef {object} Traits
 * @property {string} area key of its area
 * @property {string} owner key of its team
 * @property {string[]} audience keys of whom it is for
 * @property {string[]} regions where it holds, folded; empty for everywhere
 * @property {string} language tag, folded
 */

/**
 * What a row of a record is drawn from; what is empty is missing.
 * @typedef {object} Card
 * @property {(number | null)[]} life what its state is computed from
 * @property {string} [title]
 * @property {string} [summary]
 * @property {string} [area]
 * @property {string} [version]
 * @property {string} [confidence]
 * @property {string} [reviewed]
 * @property {string[]} [symptoms]
 * @property {string[]} [exact] aliases, codes, bugs and incidents as the record writes them
 * @property {number} [minutes]
 * @property {string[]} [permissions]
 * @property {string} [affected]
 * @property {string} [waits_for]
 * @property {string} [how_to_raise]
 * @property {string} [how_fast]
 * @property {string} [advisory]
 * @property {string} [because]
 * @property {string} [fixed_in]
 * @property {string} [successor]
 * @property {[string, string][]} [related]
 * @property {string} [path]
 * @property {number} [steps] the section with the steps
 * @property {[string, string, string][]} [sections] heading, anchor and text of each
 */

const NUMBERS_A_KIND = 10000;

/**
 * The kind of the record with a number.
 * @param {number} number
 * @param {Settings} settings
 */
export function kindOf(number, { kinds }) {
  return kinds[Math.floor(number / NUMBERS_A_KIND)];
}

/**
 * The id of the record with a number.
 * @param {number} number
 * @param {Settings} settings
 */
export function idOf(number, settings) {
  return `${kindOf(number, settings).prefix}-${String(number % NUMBERS_A_KIND).padStart(4, '0')}`;
}

/**
 * The number of the record with an id.
 * @param {string} id
 * @param {Settings} settings
 */
export function numberOf(id, { kinds }) {
  return kinds.findIndex(({ prefix }) => prefix === id.slice(0, 3)) * NUMBERS_A_KIND + Number(id.slice(4));
}
