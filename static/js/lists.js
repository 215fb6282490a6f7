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
    var place = $('[data-picked]', bar);
    if (place) place.textContent = picked.length.toLocaleString(document.documentElement.lang);
    list.forEach(function (box) { var row = box.closest('tr, li'); if (row) row.classList.toggle('is-picked', box.checked); });
    all('input[data-pick-all="' + bar.id + '"]').forEach(function (head) {
      head.checked = !!picked.length && picked.length === list.length;
      head.indeterminate = !!picked.length && picked.length < list.length;
    });
  }
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

  /* ---- keyboard ---- */
  var here = null, went = 0;
  function rows() { return all('[data-keys] [data-row]').filter(function (row) { return row.offsetParent !== null; }); }
  function move(step) {
    var list = rows();
    if (!list.length) return false;
    var at = list.indexOf(here);
    at = at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + step));
    if (here) here.classList.remove('is-here');
    here = list[at];
    here.classList.add('is-here');
    var link = $('[data-row-link], a, button', here) || here;
    link.focus({ preventScroll: true });
    here.scrollIntoView({ block: 'nearest' });
    return true;
  }
  document.addEventListener('focusin', function (event) {
    var row = event.target.closest && event.target.closest('[data-keys] [data-row]');
    if (row && row !== here) { if (here) here.classList.remove('is-here'); here = row; row.classList.add('is-here'); }
  });
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
    if ($('dialog[open]') || !on()) return;
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
      case 'a': used = press('[data-approve]'); break;
      case 'r': used = press('[data-refuse]'); break;
      case 'u': var undo = Array.prototype.slice.call(document.querySelectorAll('[data-undo]')).pop(); if (undo) undo.focus(); else used = false; break;
      case 'Enter': used = target === document.body && press('[data-row-link]'); break;
      default: used = false;
    }
    if (used) event.preventDefault();
  });
})();
