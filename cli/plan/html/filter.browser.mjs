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
    let count = 0;
    for (const each of rows) {
      const isShown =
        (what === '' || each.what === what) &&
        (problem === '' || each.problem === problem) &&
        words.every((word) => each.text.includes(word));
      if (isShown) count += 1;
      if (each.row.hidden === isShown) each.row.hidden = !isShown;
    }
    shown.textContent = `${count} of ${rows.length} connections shown`;
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
