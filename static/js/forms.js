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

  /* ---- what was read from a text ---- */
  function same(field, value) { return field.value.trim().replace(/\s+/g, ' ') === value.trim().replace(/\s+/g, ' '); }
  function fill(field, value) {
    if (field.tomselect) field.tomselect.addItem(value);
    else if (field.multiple) all('option', field).forEach(function (option) { if (option.value === value) option.selected = true; });
    else field.value = value;
    unfold(field);
    ['input', 'change'].forEach(function (kind) { field.dispatchEvent(new Event(kind, { bubbles: true })); });
  }
  function taken(field) { return field.multiple ? field.selectedOptions.length > 0 : field.value.trim() !== ''; }
  document.addEventListener('htmx:afterSwap', function (event) {
    all('[data-fill]', event.detail.target).forEach(function (row) {
      var field = document.getElementById(row.dataset.fill), note = row.querySelector('[data-kept]');
      if (!field) return;
      if (!taken(field)) fill(field, row.dataset.value);
      else if (note && !field.multiple && !same(field, row.dataset.value)) note.hidden = false;
    });
  });
})();
