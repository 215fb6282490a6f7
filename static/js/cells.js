/* Changing a value in its cell: double click, or on the row one is at `e` or the arrows and Enter; Escape puts it back. */
(function () {
  'use strict';
  var table = document.querySelector('table[data-widths]'), wide = window.matchMedia('(min-width: 992px)');
  if (!table || !table.querySelector('td[data-cell]')) return;
  function say(text) { if (window.look) window.look.say(text); }
  function cells(row) { return Array.prototype.slice.call(row.querySelectorAll('td[data-cell]')); }
  function rest(cell, html) {
    if (html !== undefined) cell.innerHTML = html;
    else cell.replaceChildren.apply(cell, cell.kept);
    cell.classList.remove('is-edited');
    at(cell);
  }
  function at(cell) { cell.tabIndex = -1; cell.focus({ preventScroll: true }); }
  function show(cell, html) {
    if (!cell.classList.contains('is-edited')) cell.kept = Array.prototype.slice.call(cell.childNodes);
    cell.innerHTML = html;
    cell.classList.add('is-edited');
    cell.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true, detail: { elt: cell.firstElementChild } }));
    var bad = cell.querySelector('.is-invalid, [aria-invalid="true"]'), field = bad || cell.querySelector('select, input:not([type=hidden]), textarea');
    if (field) field.focus();
  }
  function ask(cell, url, options) {
    cell.setAttribute('aria-busy', 'true');
    return fetch(url, options).then(function (answer) {
      return answer.text().then(function (text) {
        if (window.look && window.look.ended(answer.url)) return new Promise(function () {});
        // A page in place of a cell: another right, the gate of a restricted file.
        if (answer.redirected || (answer.status !== 200 && answer.status !== 422) || /<!doctype/i.test(text.slice(0, 60))) throw new Error(answer.status);
        return { status: answer.status, text: text };
      });
    }).finally(function () { cell.removeAttribute('aria-busy'); });
  }
  function failed() { if (window.look) window.look.toast(table.dataset.sayFailed, 'bad'); }
  function begin(cell) {
    var link = cell.closest('tr').querySelector('[data-row-link]');
    if (!wide.matches || !link || cell.classList.contains('is-edited') || cell.hasAttribute('aria-busy')) return;
    ask(cell, link.getAttribute('href') + 'cell/' + cell.dataset.cell + '/').then(function (got) { show(cell, got.text); }, failed);
  }
  table.addEventListener('dblclick', function (event) {
    var cell = event.target.closest('td[data-cell]');
    if (cell && !event.target.closest('form, a, button')) { window.getSelection().removeAllRanges(); begin(cell); }
  });
  table.addEventListener('submit', function (event) {
    var form = event.target.closest('.cell-form'), cell = form && form.closest('td');
    if (!cell) return;
    event.preventDefault();
    if (cell.hasAttribute('aria-busy')) return;
    ask(cell, form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(new FormData(form)) }).then(function (got) {
      if (got.status === 422) { show(cell, got.text); return; }
      rest(cell, got.text);
      say(table.dataset.saySaved);
    }, function () { if (window.look) window.look.free(form); failed(); });
  });
  table.addEventListener('click', function (event) {
    var stop = event.target.closest('[data-cell-cancel]');
    if (stop) rest(stop.closest('td'));
  });
  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !wide.matches) return;
    var form = event.target.closest('.cell-form');
    if (form) {
      if (event.key === 'Escape') { event.preventDefault(); rest(form.closest('td')); }
      return;
    }
    var cell = event.target.closest('td[data-cell]'), row = event.target.closest('tr[data-row]');
    if (!row && event.target === document.body && event.key === 'e') row = table.querySelector('tr.is-here');
    if (!row || !table.contains(row) || event.target.matches('input')) return;
    var list = cells(row), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], n = list.indexOf(cell);
    if (step) { if (list[cell ? n + step : step > 0 ? 0 : -1]) { event.preventDefault(); at(list[cell ? n + step : 0]); } }
    else if (cell && event.target === cell && (event.key === 'Enter' || event.key === 'F2')) { event.preventDefault(); begin(cell); }
    else if (event.key === 'e' && list.length && localStorage.getItem('keys') !== 'off') { event.preventDefault(); begin(cell || list[0]); }
  });
})();
