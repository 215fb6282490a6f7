/* What is wrong with the page that is open: a list of sentences. Run in the page by crawl.py. */
async ({ chinese }) => {
  const problems = [];
  const root = document.documentElement;
  const wider = root.scrollWidth - root.clientWidth;
  if (wider > 0) problems.push(`${wider} px wider than the screen`);

  const visible = (element) => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && style.display !== 'none' && !element.closest('[hidden], [inert], .visually-hidden');
  };
  const named = (element) => element.tagName.toLowerCase() + (element.className && element.className.baseVal === undefined ? '.' + String(element.className).trim().split(/\s+/).slice(0, 2).join('.') : '');
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (text && !element.closest('script, style, template, svg, noscript') && visible(element)) texts.push([element, text]);
  }

  /* Cut off: text that is longer than its box, in a box that hides it and does not say so with dots. */
  const cut = new Set();
  for (const [element] of texts) {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1 && style.textOverflow !== 'ellipsis' && box.clientWidth > 2) { cut.add(`text cut off in ${named(box)}`); break; }
      if (style.overflowX !== 'visible') break;
    }
  }
  problems.push(...cut);

  /* English on a Chinese page: two words in a row that are no name, code, address or file type. */
  if (chinese) {
    const words = new Set();
    for (const [element, text] of texts) {
      if (element.closest('[lang]:not(html), .code, .owner-note, code, kbd, pre, textarea, input, [translate="no"]')) continue;
      const plain = text.replace(/\S*[@/._-]\S+/g, ' ');
      for (const found of plain.match(/\b[a-z]{3,}(?:[ ,'’-]+[a-z]{2,})*/g) || []) words.add(found.slice(0, 60));
    }
    for (const word of words) problems.push(`in English: ${word}`);
  }

  if (window.axe) {
    const told = await window.axe.run(document, { resultTypes: ['violations'], preload: false });
    for (const violation of told.violations) problems.push(`axe ${violation.id}: ${violation.nodes[0].target.join(' ').slice(0, 80)}`);
  }
  return problems;
}
