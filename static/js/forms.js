/* Forms: the first field in error has the focus and is never folded away; what was read from a text goes into fields that are
   still empty, and the page says which were left alone. All words come from the page. */
(function () {
  'use strict';
  var all = function (css, from) { return Array.prototype.slice.call((from || document).querySelectorAll(css)); };

  function unfold(field) {
    for (var part = field.closest('details'); part; part = part.parentElement && part.parentElement.closest('details')) part.open = true;
  }
  function go(field) {
    unfold(field);
    if (field.tomselect) field.tomselect.focus(); else field.focus();
  }
  // A field by its id; of a group its first choice.
  function found(id) {
    var place = document.getElementById(id);
    return place && !place.matches('input, select, textarea') ? place.querySelector('input:not([type=hidden]), select, textarea') || place : place;
  }

  /* ---- errors ---- */
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('.error-summary a[href^="#"]');
    var field = link && found(link.hash.slice(1));
    if (field) { event.preventDefault(); go(field); }
  });
  // To the first field in error, or to the sentence above the form; false where nothing was refused.
  function toError(part) {
    var summary = part.querySelector('.error-summary');
    var first = all('.is-invalid, [aria-invalid="true"]', part).filter(function (field) {
      return field.matches('input:not([type=hidden]), select, textarea') && !field.disabled;
    })[0];
    var named = summary && summary.querySelector('a[href^="#"]');
    first = first || (named && found(named.hash.slice(1)));
    if (first) go(first);
    else if (summary) { summary.setAttribute('tabindex', '-1'); summary.focus(); }
    return Boolean(first || summary);
  }
  window.lookForms = { toError: toError };
  toError(document.querySelector('main') || document);

  /* ---- lines that are added and removed without a reload ([data-rows]: the prefix of a formset; empty lines are ignored) ---- */
  function lines(box) {
    if (box.dataset.ready) return;
    box.dataset.ready = '1';
    var total = box.closest('form').elements[box.dataset.rows + '-TOTAL_FORMS'], fresh = box.querySelector('template'), more = box.querySelector('[data-line-add]');
    var shown = function () { return all('[data-line]', box).filter(function (line) { return !line.hidden; }); };
    var fields = function (line) { return all('input, select', line).filter(function (field) { return field.name; }); };
    box.addLine = function () {
      var line = all('[data-line]', box).filter(function (one) { return one.hidden && one.dataset.spare; })[0];
      if (line) { line.hidden = false; delete line.dataset.spare; return line; }
      var piece = document.createElement('div');
      piece.innerHTML = fresh.innerHTML.replace(/__prefix__/g, total.value);
      line = box.insertBefore(piece.firstElementChild, fresh);
      total.value = Number(total.value) + 1;
      line.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true, detail: { elt: line } }));
      return line;
    };
    all('[data-line]', box).forEach(function (line, n) {                     // the empty ones that stand there for lack of a script
      line.querySelector('[data-line-drop]').hidden = false;
      if (n && fields(line).every(function (field) { return !field.value; })) { line.hidden = true; line.dataset.spare = '1'; }
    });
    box.querySelector('[data-line-plain]').hidden = true;
    more.hidden = false;
    more.addEventListener('click', function () { go(fields(box.addLine())[0]); });
    box.addEventListener('click', function (event) {
      var drop = event.target.closest('[data-line-drop]');
      if (!drop) return;
      var line = drop.closest('[data-line]');
      fields(line).forEach(function (field) { if (field.tomselect) field.tomselect.clear(true); field.value = ''; });
      line.hidden = true;
      if (!shown().length) box.addLine();
      more.focus();
      more.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
  // A draft has lines that the page does not have yet.
  document.addEventListener('draft:restore', function (event) {
    all('[data-rows]', event.target).forEach(function (box) {
      lines(box);
      Object.keys(event.detail).forEach(function (name) {
        var part = name.indexOf(box.dataset.rows + '-') === 0 && event.detail[name] ? name.split('-')[1] : '';
        while (/^\d{1,2}$/.test(part) && !event.target.elements[name]) box.addLine();
        var field = part && event.target.elements[name];
        if (field) { field.closest('[data-line]').hidden = false; delete field.closest('[data-line]').dataset.spare; }
      });
    });
  });
  document.addEventListener('htmx:load', function (event) { all('[data-rows]', event.detail.elt.parentNode || document).forEach(lines); });
  all('[data-rows]').forEach(lines);

  /* ---- what was read from a text ---- */
  function same(field, value) { return field.value.trim().replace(/\s+/g, ' ') === value.trim().replace(/\s+/g, ' '); }
  function fill(field, value) {
    if (field.tomselect) field.tomselect.addItem(value);
    else if (field.multiple) all('option', field).forEach(function (option) { if (option.value === value) option.selected = true; });
    else field.value = value;
    unfold(field);
    ['input', 'change'].forEach(function (kind) { field.dispatchEvent(new Event(kind, { bubbles: true })); });
  }
  // What is proposed goes into its field where the person says so, whatever stands there.
  function use(button) {
    var field = document.getElementById(button.dataset.use);
    if (!field) return;
    fill(field, button.dataset.value);
    button.textContent = button.dataset.used;
    button.disabled = true;
  }
  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-use]');
    if (button) use(button);
  });
  function taken(field) { return field.multiple ? field.selectedOptions.length > 0 : field.value.trim() !== ''; }
  document.addEventListener('htmx:afterSwap', function (event) {
    all('[data-use]', event.detail.target).forEach(function (button) {
      var field = document.getElementById(button.dataset.use);
      if (!field) button.hidden = true;
      else if (same(field, button.dataset.value)) { button.textContent = button.dataset.used; button.disabled = true; }
    });
    all('[data-fill]', event.detail.target).forEach(function (row) {
      var field = document.getElementById(row.dataset.fill), note = row.querySelector('[data-kept]');
      if (!field) return;
      if (!taken(field)) fill(field, row.dataset.value);
      else if (note && !field.multiple && !same(field, row.dataset.value)) note.hidden = false;
    });
  });
})();
