/* Lists: picking rows for a bulk action, and the keyboard. */
(function () {
  'use strict';
  var $ = function (css, from) { return (from || document).querySelector(css); };
  var all = function (css, from) { return Array.prototype.slice.call((from || document).querySelectorAll(css)); };

  /* ---- picking ---- */
  function boxes(bar) { return all('input[type=checkbox][form="' + bar.id + '"]:not([data-pick-all])'); }
  function count(bar) {
    var list = boxes(bar), picked = list.filter(function (box) { return box.checked; });
    bar.hidden = !picked.length;
    every(bar, false);
    // On a phone there is no box for the whole page: any one will do.
    var heads = all('input[data-pick-all="' + bar.id + '"]').some(function (head) { return head.offsetParent !== null && getComputedStyle(head.closest('thead') || head).clipPath === 'none'; });
    all('[data-every-offer], [data-every-limit]', bar).forEach(function (part) { part.hidden = heads && picked.length < list.length; });
    var place = $('[data-picked]', bar);
    if (place) place.textContent = picked.length.toLocaleString(document.documentElement.lang);
    list.forEach(function (box) { var row = box.closest('tr, li'); if (row) row.classList.toggle('is-picked', box.checked); });
    all('input[data-pick-all="' + bar.id + '"]').forEach(function (head) {
      head.checked = !!picked.length && picked.length === list.length;
      head.indeterminate = !!picked.length && picked.length < list.length;
    });
  }
  // All that match, on every page: the server finds them anew by the list's address.
  function every(bar, on) {
    var field = $('[data-every]', bar);
    if (!field) return;
    field.disabled = !on;
    $('[data-every-chosen]', bar).hidden = !on;
    $('[data-some]', bar).hidden = on;
    $('[data-every-offer]', bar).hidden = on;
  }
  document.addEventListener('click', function (event) {
    var offer = event.target.closest && event.target.closest('[data-every-offer]');
    if (!offer) return;
    var bar = offer.closest('[data-bulk]'), next = $('button[formaction]', bar);
    every(bar, true);
    if (next) next.focus();
  });
  var anchor = null;
  document.addEventListener('click', function (event) {
    var box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox') return;
    if (box.dataset.pickAll) {
      var bar = document.getElementById(box.dataset.pickAll);
      boxes(bar).forEach(function (one) { one.checked = box.checked; });
      count(bar);
      return;
    }
    var own = box.getAttribute('form') && document.getElementById(box.getAttribute('form'));
    if (!own || !own.hasAttribute('data-bulk')) return;
    if (event.shiftKey && anchor && anchor.getAttribute('form') === own.id) {
      var list = boxes(own), from = list.indexOf(anchor), to = list.indexOf(box);
      list.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (one) { one.checked = box.checked; });
    }
    anchor = box;
    count(own);
  });
  document.addEventListener('click', function (event) {
    var none = event.target.closest && event.target.closest('[data-pick-none]');
    if (none) { var bar = none.closest('[data-bulk]'); boxes(bar).forEach(function (box) { box.checked = false; }); count(bar); }
  });
  function recount() { all('form[data-bulk]').forEach(count); }
  window.addEventListener('pageshow', recount);
  document.addEventListener('htmx:load', recount);

  /* ---- the row one is at ---- */
  var here = null, place = 0, went = 0;
  function rows() { return all('[data-keys] [data-row]').filter(function (row) { return row.offsetParent !== null; }); }
  function select(row, focus) {
    if (here) here.classList.remove('is-here');
    here = row;
    if (!row) return;
    place = rows().indexOf(row);
    row.classList.add('is-here');
    if (focus) { ($('[data-row-link], a, button', row) || row).focus({ preventScroll: true }); row.scrollIntoView({ block: 'nearest' }); }
  }
  function move(step) {
    var list = rows();
    if (!list.length) return false;
    var at = list.indexOf(here);
    select(list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + step))], true);
    return true;
  }
  document.addEventListener('focusin', function (event) {
    var row = event.target.closest && event.target.closest('[data-keys] [data-row]');
    if (row && row !== here) select(row, false);
  });
  // A row that was done with and went away leaves its place to the next; an emptied page is asked for anew.
  document.addEventListener('htmx:afterSettle', function () {
    if (!here || here.isConnected) return;
    var list = rows();
    if (list.length) select(list[Math.min(place, list.length - 1)], true);
    else if ($('[data-keys][data-refill]')) location.reload();
    else here = null;
  });
  window.lookList = { rows: rows, select: select };

  /* ---- back at the same place: the row in which one acted is remembered for this address ---- */
  var key = 'row:' + location.pathname + location.search, mark = function (row) { var link = $('[data-row-link]', row); return link ? link.getAttribute('href') : row.id; };
  function remember(event) {
    var row = event.target.closest && event.target.closest('[data-keys] [data-row]');
    if (row) sessionStorage.setItem(key, JSON.stringify({ row: mark(row), place: rows().indexOf(row), at: Date.now() }));
  }
  document.addEventListener('submit', remember);
  document.addEventListener('click', function (event) { if (event.target.closest && event.target.closest('a')) remember(event); });
  (function () {
    var list = rows(), kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch (error) { /* none then */ }
    sessionStorage.removeItem(key);
    if (kept && Date.now() - kept.at < 1800000 && list.length) {
      var at = list.findIndex(function (row) { return mark(row) === kept.row; });
      // It is done where a message says so: then the next one is due.
      var next = at < 0 ? kept.place : $('#toasts .note.ok') ? at + 1 : at;
      select(list[Math.min(next, list.length - 1)], true);
    } else if ($('[data-keys][data-first]') && list.length) select(list[0], false);
  })();

  /* ---- keyboard ---- */
  function press(css) { var button = here && $(css, here); if (!button || button.disabled) return false; button.click(); return true; }
  function on() { return localStorage.getItem('keys') !== 'off'; }

  var toggle = $('[data-keys-switch]');
  if (toggle) { toggle.checked = on(); toggle.addEventListener('change', function () { localStorage.setItem('keys', toggle.checked ? 'on' : 'off'); }); }

  document.addEventListener('keydown', function (event) {
    if (event.isComposing) return;                          // a Chinese input method is at work
    var target = event.target;
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && target.form && target.form.method === 'post') { event.preventDefault(); target.form.requestSubmit(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.matches('input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]') || target.closest('.ts-wrapper, .dropdown-menu')) return;
    if ($('dialog[open]:not(.drawer)') || !on()) return;
    var used = true, go = $('[data-go]');
    if (went && Date.now() - went < 1200 && go && go.getAttribute('data-go-' + event.key)) { went = 0; location.assign(go.getAttribute('data-go-' + event.key)); event.preventDefault(); return; }
    went = 0;
    switch (event.key) {
      case '/': $('#global-search').focus(); break;
      case '?': $('#shortcuts').showModal(); break;
      case 'g': went = Date.now(); break;
      case 'n': var fresh = $('[data-new]') || $('[data-new-menu]'); if (fresh) { fresh.focus(); fresh.click(); } else used = false; break;
      case 'j': used = move(1); break;
      case 'k': used = move(-1); break;
      case 'x': var box = here && $('input[type=checkbox]', here); if (box) box.click(); else used = false; break;
      case 'a': used = press('[data-act], [data-approve]'); break;
      case 'r': used = press('[data-refuse]'); break;
      case 'u': var undo = Array.prototype.slice.call(document.querySelectorAll('[data-undo]')).pop(); if (undo) undo.focus(); else used = false; break;
      case 'Enter': used = target === document.body && press('[data-row-link]'); break;
      default: used = false;
    }
    if (used) event.preventDefault();
  });
})();
