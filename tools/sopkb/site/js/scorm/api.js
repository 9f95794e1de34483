/**
 * The learning system's side (SCORM 1.2): found in a frame above or in the window that opened this one; absent, the course
 * runs all the same and keeps nothing.
 */

/**
 * @typedef {object} Api
 * @property {(ignored: '') => string} LMSInitialize
 * @property {(ignored: '') => string} LMSFinish
 * @property {(name: string) => string} LMSGetValue
 * @property {(name: string, value: string) => string} LMSSetValue
 * @property {(ignored: '') => string} LMSCommit
 */

/** @returns {Api | null} */
export function findApi() {
  for (const start of [window, window.opener]) {
    /** @type {any} */
    let frame = start;
    for (let up = 0; frame && up < 12; up += 1) {
      try {
        if (frame.API) return frame.API;
      } catch {
        break; // a frame of another origin
      }
      if (frame === frame.parent) break;
      frame = frame.parent;
    }
  }
  return null;
}

/**
 * A length of time as the standard writes it: HHHH:MM:SS.
 * @param {number} milliseconds
 */
export function timespan(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.min(Math.floor(seconds / 3600), 9999), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, at) => String(part).padStart(at ? 2 : 4, '0')).join(':');
}
