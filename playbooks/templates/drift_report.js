(() => {
  const at = (id) => document.getElementById(id);
  const [form, text, kind, shown, all, save] = ['filter', 'text', 'kind', 'shown', 'all', 'save'].map(at);
  const lists = [...document.querySelectorAll('.list')].map((section) => ({
    section,
    count: section.querySelector('h2 .n'),
    faults: section.querySelector('.faults'),
    entries: [...section.querySelectorAll('.e')],
  }));
  const total = lists.reduce((sum, list) => sum + list.entries.length, 0);
  const number = (value) => value.toLocaleString('en');
  let words;
  const wordsOf = (entry) => {
    words ??= new Map();
    if (!words.has(entry)) words.set(entry, entry.textContent.toLowerCase());
    return words.get(entry);
  };
  const apply = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { section, count, faults, entries } of lists) {
      let here = 0;
      for (const entry of entries) {
        const fits = (!kind.value || entry.dataset.flags.split(' ').includes(kind.value))
          && wanted.every((word) => wordsOf(entry).includes(word));
        entry.classList.toggle('out', !fits);
        here += fits;
      }
      found += here;
      section.classList.toggle('out', !here && !(faults && !wanted.length && !kind.value));
      count.textContent = here === entries.length ? number(here) : `${number(here)} of ${number(entries.length)}`;
    }
    shown.textContent = found === total ? `${number(total)} tables` : `${number(found)} of ${number(total)} tables`;
  };
  let due;
  const soon = () => { cancelAnimationFrame(due); due = requestAnimationFrame(apply); };
  const details = [...document.querySelectorAll('details')];
  const open = (value) => details.forEach((item) => { item.open = value; });
  all.hidden = !details.length;
  all.addEventListener('click', () => {
    const now = all.getAttribute('aria-pressed') !== 'true';
    all.setAttribute('aria-pressed', String(now));
    open(now);
  });
  text.addEventListener('input', soon);
  kind.addEventListener('change', soon);
  text.addEventListener('keydown', (event) => { if (event.key === 'Escape') { text.value = ''; soon(); } });
  form.addEventListener('submit', (event) => event.preventDefault());
  save.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([at('facts').textContent], { type: 'application/json' }));
    link.download = 'drift_report.json';
    link.click();
    URL.revokeObjectURL(link.href);
  });
  let before = [];
  addEventListener('beforeprint', () => { before = details.filter((item) => !item.open); open(true); });
  addEventListener('afterprint', () => { before.forEach((item) => { item.open = false; }); });
  form.hidden = !total;
  apply();
  save.hidden = false;
})();
