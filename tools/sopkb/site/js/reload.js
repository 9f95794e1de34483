/** Under `kb serve` alone: loads the page again when it has changed, and shows what keeps a change from being shown. */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const mine = Number(script.dataset.version);

/** @param {string[]} lines */
function show(lines) {
  document.querySelector('.kb-broken')?.remove();
  if (!lines.length) return;
  const box = document.createElement('div');
  box.className = 'admonition failure kb-broken';
  box.setAttribute('role', 'status');
  for (const [place, line] of ['The last good state is shown', ...lines].entries()) {
    const part = document.createElement('p');
    if (!place) part.className = 'admonition-title';
    part.textContent = line;
    box.append(part);
  }
  (document.querySelector('article') ?? document.body).prepend(box);
}

async function follow() {
  for (let version = 0; ; ) {
    try {
      const answer = await fetch(`/kb-live.json?version=${version}`);
      const news = await answer.json();
      if (news.site !== mine) return location.reload();
      if (news.version !== version) show(news.trouble);
      version = news.version;
    } catch {
      await new Promise((done) => setTimeout(done, 1000)); // the server is being started again
    }
  }
}

follow();
