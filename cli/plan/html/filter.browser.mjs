// Runs in the page that `plan --html` writes: shows the connections that are asked for, and says how many there are.
// Without it, and on paper, all of them are there.
{
  // Without accents and the width of letters, as people search.
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const form = document.getElementById('filter');
  const shown = document.getElementById('shown');
  const rows = [...document.querySelectorAll('#rows > tr')].map((row) => ({
    row,
    text: fold(row.textContent),
    what: row.dataset.what,
    problem: row.dataset.problem,
  }));

  const apply = () => {
    const { text, what, problem } = Object.fromEntries(new FormData(form));
    const words = fold(text).split(/\s+/);
    const found = new Set(
      rows.filter(
        (each) =>
          (what === '' || each.what === what) &&
          (problem === '' || each.problem === problem) &&
          words.every((word) => each.text.includes(word)),
      ),
    );
    shown.textContent = `${found.size} of ${rows.length} connections shown`;
    for (const each of rows) if (!found.has(each) && !each.row.hidden) each.row.hidden = true;
    cancelAnimationFrame(frame);
    show([...found].filter(({ row }) => row.hidden));
  };

  // To lay out a thousand rows at once would take longer than a letter; to leave them out does not.
  const AT_ONCE = 60;
  let frame = 0;
  const show = (hidden) => {
    for (const { row } of hidden.slice(0, AT_ONCE)) row.hidden = false;
    const rest = hidden.slice(AT_ONCE);
    if (rest.length > 0) frame = requestAnimationFrame(() => show(rest));
  };

  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  // The fields are empty only after the event.
  form.addEventListener('reset', () => setTimeout(apply));
  // A link to a connection that is not shown would lead nowhere.
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a[href^="#connection-"]') : null;
    const row = link && document.getElementById(link.hash.slice(1));
    if (!row?.hidden) return;
    form.reset();
    row.hidden = false;
  });
}
