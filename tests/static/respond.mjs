// Answers questions put by pytest: one a line in, one a line out, in the same order.

import { createInterface } from 'node:readline';

import { ANSWERS } from './answers.mjs';

async function answerTo([name, question]) {
  try {
    return { found: await ANSWERS[name](question) };
  } catch (error) {
    return { failed: String(error.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answerTo(JSON.parse(line)))}\n`);
}
