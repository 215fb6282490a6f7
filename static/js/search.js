/* The search in the top bar: a combobox. "/" or Ctrl+K opens it, it asks while one types, arrows choose, Enter opens, Esc closes.
   What was opened lately is kept as addresses, per person, in this browser; names and rights come from the server. */
(function () {
  'use strict';
  var box = document.getElementById('global-search');
  if (!box) return;
  var form = box.form, panel = document.getElementById('search-panel'), cross = form.querySelector('[data-search-close]');
  var KEPT = 20, WAIT = 120, LEAST = 2, timer, chosen = -1, asked = null, answered = null;
  var kept = 'recent:' + (document.body.dataset.user || '');

  function recent() { try { return JSON.parse(localStorage.getItem(kept)) || []; } catch (error) { return []; } }
  (function remember() {
    var path = location.pathname;
    if (!document.body.dataset.user || !/^\/[\w/-]+\/\d+\/$/.test(path)) return;
    try { localStorage.setItem(kept, JSON.stringify([path].concat(recent().filter(function (one) { return one !== path; })).slice(0, KEPT))); } catch (error) { /* no place */ }
  })();

  /* ---- the same in the menu, asked for when its fold is opened ---- */
  document.addEventListener('DOMContentLoaded', function () {
    var fold = document.querySelector('[data-recent]'), list = fold && fold.querySelector('div');
    if (!fold || !recent().length) return;
    fold.hidden = false;
    list.addEventListener('htmx:configRequest', function (event) { event.detail.parameters.recent = recent().join(' '); });
    function fill() { if (fold.open && !list.firstElementChild) window.htmx.trigger(list, 'look'); }
    fold.addEventListener('toggle', fill);
    fill();
  });

  function options() { return Array.prototype.slice.call(panel.querySelectorAll('[role=option]')); }
  function show(on) {
    panel.hidden = !on;
    form.classList.toggle('is-open', on);
    cross.hidden = !on;
    var list = on && panel.querySelector('[role=listbox]');
    box.setAttribute('aria-expanded', String(!!list));
    if (list) box.setAttribute('aria-controls', 'search-list'); else box.removeAttribute('aria-controls');
    if (!on) choose(-1);
  }
  function choose(at) {
    var list = options();
    list.forEach(function (one, n) { one.setAttribute('aria-selected', String(n === at)); });
    chosen = list.length ? at : -1;
    if (chosen < 0) { box.removeAttribute('aria-activedescendant'); return; }
    box.setAttribute('aria-activedescendant', list[chosen].id);
    list[chosen].scrollIntoView({ block: 'nearest' });
  }
  // What Enter opens: what was chosen, else the only thing there is.
  function found(list) {
    if (chosen >= 0) return list[chosen];
    var hits = list.filter(function (one) { return one.classList.contains('find-hit') && !one.hasAttribute('data-search-all'); });
    return box.value.trim() && answered === box.value.trim() && hits.length === 1 ? hits[0] : null;
  }
  function look() {
    clearTimeout(timer);
    var text = box.value.trim();
    if (text && text.length < LEAST) { asked = null; show(false); return; }
    if (text === asked) { show(!!panel.firstElementChild); return; }
    asked = text;
    window.htmx.trigger(box, 'look');
  }
  function close() { clearTimeout(timer); show(false); }

  box.addEventListener('htmx:configRequest', function (event) { event.detail.parameters.recent = recent().join(' '); });
  box.addEventListener('htmx:beforeSwap', function (event) {
    // An answer to what no longer stands in the box.
    if ((event.detail.requestConfig.parameters.q || '').trim() !== box.value.trim()) event.detail.shouldSwap = false;
  });
  panel.addEventListener('htmx:afterSwap', function (event) {
    chosen = -1;
    // What was asked, not what stands in the box by now: what was opened lately is no answer to it.
    answered = (event.detail.requestConfig.parameters.q || '').trim();
    show(document.activeElement === box);
    var list = options(), none = panel.querySelector('.find-note');
    panel.querySelectorAll('[data-search-all]').forEach(function (link) {
      link.addEventListener('click', function (event) { event.preventDefault(); form.requestSubmit(); });
    });
    if (window.look) window.look.say(list.length ? form.dataset.sayFound.replace('0', list.length) : none ? none.textContent.trim() : '');
  });
  box.addEventListener('input', function (event) { if (!event.isComposing) { clearTimeout(timer); timer = setTimeout(look, WAIT); } });
  box.addEventListener('compositionend', function () { clearTimeout(timer); timer = setTimeout(look, WAIT); });
  box.addEventListener('focus', look);
  box.addEventListener('click', function () { if (panel.hidden) look(); });
  cross.addEventListener('click', function () { box.value = ''; asked = null; close(); box.blur(); });
  form.addEventListener('submit', function (event) { if (!box.value.trim()) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
  document.addEventListener('click', function (event) { if (!form.contains(event.target)) close(); });
  form.addEventListener('focusout', function (event) { if (event.relatedTarget && !form.contains(event.relatedTarget)) close(); });

  box.addEventListener('keydown', function (event) {
    if (event.isComposing) return;                          // a Chinese input method is at work
    var list = options(), n = list.length;
    switch (event.key) {
      case 'ArrowDown': if (panel.hidden) { look(); break; } if (n) choose((chosen + 1) % n); break;
      case 'ArrowUp': if (n) choose(chosen < 0 ? n - 1 : (chosen - 1 + n) % n); break;
      case 'Enter': if (panel.hidden || !found(list)) return; found(list).click(); break;
      case 'Escape': if (!panel.hidden) close(); else { box.value = ''; asked = null; box.blur(); } break;
      default: return;
    }
    event.preventDefault();
  });
  document.addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k' && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  var page = document.querySelector('[data-search-query]');
  if (page) { box.value = page.dataset.searchQuery; asked = null; }
})();
