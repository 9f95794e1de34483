/**
 * What a stemmer that Snowball generated asks of its runtime: the part of it that the English algorithm uses.
 *
 * Of several endings that fit the longest counts; Snowball's own runtime finds it by bisection, which is more code and,
 * for the few words of a question, no faster.
 */

/** @typedef {(string | number)[][]} Among texts, each with its result */

export default class Runtime {
  constructor() {
    this.current = '';
    this.c = 0;
    this.limit = 0;
    this.limit_backward = 0;
    this.bra = 0;
    this.ket = 0;
  }

  /** @param {string} word */
  setCurrent(word) {
    this.current = word;
    this.c = this.limit_backward = this.bra = 0;
    this.limit = this.ket = word.length;
  }

  getCurrent() {
    return this.current;
  }

  /**
   * Whether the character at a place is of a group.
   * @param {number[]} group bits, from the character `min` on
   * @param {number} min
   * @param {number} max
   * @param {number} at
   */
  isOf(group, min, max, at) {
    const code = this.current.charCodeAt(at);
    return code >= min && code <= max && (group[(code - min) >> 3] & (1 << ((code - min) & 7))) !== 0;
  }

  /** @param {number[]} group @param {number} min @param {number} max */
  in_grouping(group, min, max) {
    if (this.c >= this.limit || !this.isOf(group, min, max, this.c)) return false;
    this.c += 1;
    return true;
  }

  /** @param {number[]} group @param {number} min @param {number} max */
  in_grouping_b(group, min, max) {
    if (this.c <= this.limit_backward || !this.isOf(group, min, max, this.c - 1)) return false;
    this.c -= 1;
    return true;
  }

  /** @param {number[]} group @param {number} min @param {number} max */
  out_grouping_b(group, min, max) {
    if (this.c <= this.limit_backward || this.isOf(group, min, max, this.c - 1)) return false;
    this.c -= 1;
    return true;
  }

  /** @param {number[]} group @param {number} min @param {number} max */
  go_in_grouping(group, min, max) {
    while (this.c < this.limit && this.isOf(group, min, max, this.c)) this.c += 1;
    return this.c < this.limit;
  }

  /** @param {number[]} group @param {number} min @param {number} max */
  go_out_grouping(group, min, max) {
    while (this.c < this.limit && !this.isOf(group, min, max, this.c)) this.c += 1;
    return this.c < this.limit;
  }

  /** @param {number[]} group @param {number} min @param {number} max */
  go_out_grouping_b(group, min, max) {
    while (this.c > this.limit_backward && !this.isOf(group, min, max, this.c - 1)) this.c -= 1;
    return this.c > this.limit_backward;
  }

  /** @param {string} text */
  eq_s(text) {
    if (!this.current.startsWith(text, this.c)) return false;
    this.c += text.length;
    return true;
  }

  /** @param {string} text */
  eq_s_b(text) {
    if (!this.endsWith(text)) return false;
    this.c -= text.length;
    return true;
  }

  /** @param {Among} among */
  find_among(among) {
    return this.longest(among, 1, (text) => this.current.startsWith(text, this.c));
  }

  /** @param {Among} among */
  find_among_b(among) {
    return this.longest(among, -1, (text) => this.endsWith(text));
  }

  /**
   * The result of the longest text that fits, which is gone past; 0 where none does.
   * @param {Among} among
   * @param {number} step
   * @param {(text: string) => boolean} fits
   */
  longest(among, step, fits) {
    let [length, found] = [-1, 0];
    for (const [text, result] of /** @type {[string, number][]} */ (among)) {
      if (text.length > length && fits(text)) [length, found] = [text.length, result];
    }
    if (length > 0) this.c += step * length;
    return found;
  }

  /** @param {string} text */
  endsWith(text) {
    return this.c - this.limit_backward >= text.length && this.current.endsWith(text, this.c);
  }

  slice_del() {
    this.slice_from('');
  }

  /** @param {string} text */
  slice_from(text) {
    const longer = text.length - (this.ket - this.bra);
    this.current = this.current.slice(0, this.bra) + text + this.current.slice(this.ket);
    this.limit += longer;
    if (this.c >= this.ket) this.c += longer;
    else if (this.c > this.bra) this.c = this.bra;
    this.ket = this.bra + text.length;
  }
}
