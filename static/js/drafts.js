/* Nothing typed is lost: <form data-draft="name"> is kept in this tab (sessionStorage) while it is filled in, and put back with
   a notice after an idle logout, a reload or an error. Kept per person; forgotten once saved and at sign-out. */
(function () {
  'use strict';
  var body = document.body, me = body.dataset.user || '';
  var prefix = 'draft:' + me + ':';
  var leaving = false;
  var quiet = body.hasAttribute('data-keep-drafts');   // sign-in and error pages: keep what there is
  var skip = function (field) { return !field.name || field.type === 'password' || field.type === 'file' || field.type === 'hidden' || field.name === 'csrfmiddlewaretoken' || field.hasAttribute('data-no-draft'); };

  // A form that came back with errors was sent, but not saved.
  function bound(form) { return form.querySelector('.is-invalid, [aria-invalid="true"], .error-summary'); }
  function keyOf(form) {
    // By where it is sent: in the drawer many forms stand at one address.
    var place = form.getAttribute('action'), path = place ? new URL(place, location.href).pathname : location.pathname;
    return prefix + path + ':' + (form.dataset.draft || form.id || '0');
  }
  function refused(key) {
    return Array.prototype.some.call(document.querySelectorAll('form[data-draft]'), function (form) { return bound(form) && keyOf(form) === key; });
  }
  function read(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch (error) { return null; } }
  function keys() { return Object.keys(sessionStorage).filter(function (key) { return key.indexOf('draft:') === 0; }); }

  if (!quiet && me) {
    keys().forEach(function (key) {
      var draft = read(key);
      if (key.indexOf(prefix) !== 0 || !draft || (draft.sent && !refused(key))) sessionStorage.removeItem(key);   // another person's, or saved by now
    });
  }
  if (quiet) {                                                                                // sent, but not saved: it comes back later
    keys().forEach(function (key) { var draft = read(key); if (draft && draft.sent) { draft.sent = false; sessionStorage.setItem(key, JSON.stringify(draft)); } });
  }

  function take(form) {
    var values = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (skip(field)) return;
      if (field.type === 'checkbox' || field.type === 'radio') { (values[field.name] = values[field.name] || []); if (field.checked) values[field.name].push(field.value); }
      else if (field.multiple) values[field.name] = Array.prototype.map.call(field.selectedOptions, function (option) { return option.value; });
      else values[field.name] = field.value;
    });
    return values;
  }
  // Only what was touched is kept: what nobody typed here is never put back over what others saved meanwhile.
  function touched(values, fresh) {
    var out = {};
    Object.keys(values).forEach(function (name) { if (JSON.stringify(values[name]) !== JSON.stringify(fresh[name])) out[name] = values[name]; });
    return out;
  }
  // What the page was opened on goes with the draft, so that the server sees what both changed (crm_project/lib/edit_form.py).
  function opened(form) {
    var out = {};
    Array.prototype.forEach.call(form.elements, function (field) { if (field.type === 'hidden' && /(^|-)(form_opened|opened)$/.test(field.name)) out[field.name] = field.value; });
    return out;
  }
  function reopen(form, values) {
    Object.keys(values || {}).forEach(function (name) { if (form.elements[name]) form.elements[name].value = values[name]; });
  }
  function put(form, values) {
    form.dispatchEvent(new CustomEvent('draft:restore', { bubbles: true, detail: values }));
    Array.prototype.forEach.call(form.elements, function (field) {
      if (skip(field) || !(field.name in values)) return;
      var value = values[field.name];
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = value.indexOf(field.value) >= 0;
      else if (field.multiple) Array.prototype.forEach.call(field.options, function (option) { option.selected = value.indexOf(option.value) >= 0; });
      else field.value = value;
      if (field.tomselect) field.tomselect.sync();
      if (field.value && JSON.stringify(value) !== '[]') for (var fold = field.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  function attach(form) {
    if (form.dataset.drafted) return;
    form.dataset.drafted = '1';
    var key = keyOf(form), fresh = take(form), kept = read(key), timer, base = opened(form), now = base, typed = {}, done = false;
    function keepOn() {                             // refused: what was typed stays a draft until it is saved
      var draft = read(key);
      if (draft) { draft.sent = false; sessionStorage.setItem(key, JSON.stringify(draft)); }
    }
    if (kept && bound(form)) {
      typed = kept.values;
      keepOn();
    } else if (kept && !kept.sent && Object.keys(touched(kept.values, fresh)).length) {
      put(form, kept.values);
      reopen(form, kept.opened);
      base = kept.opened || base;
      // What judges or looks up as one types (htmx) is not listening yet: tell it once it is.
      window.addEventListener('load', function () { form.dispatchEvent(new Event('input', { bubbles: true })); });
      var template = document.getElementById('draft-restored');
      if (template) {
        var notice = template.content.firstElementChild.cloneNode(true);
        form.prepend(notice);
        notice.querySelector('[data-draft-drop]').addEventListener('click', function () { put(form, fresh); reopen(form, now); base = now; sessionStorage.removeItem(key); notice.remove(); });
      }
    }
    function save() {
      clearTimeout(timer);
      if (leaving || done || !form.isConnected) return;   // saved, or gone from the page: nothing that is typed here any more
      var values = Object.assign({}, typed, touched(take(form), fresh));
      if (!Object.keys(values).length) { sessionStorage.removeItem(key); return; }
      try { sessionStorage.setItem(key, JSON.stringify({ values: values, opened: base, at: Date.now() })); } catch (error) { /* full or forbidden: then not */ }
    }
    form.addEventListener('input', function () { done = false; clearTimeout(timer); timer = setTimeout(save, 400); });
    form.addEventListener('submit', function (event) { save(); if (event.submitter && event.submitter.formTarget === '_blank') return; var draft = read(key); if (draft) { draft.sent = true; sessionStorage.setItem(key, JSON.stringify(draft)); } });
    form.addEventListener('htmx:afterRequest', function (event) {
      var answer = event.detail.xhr;
      if (event.detail.elt !== form || !event.detail.successful || answer.status >= 300) return;
      if (/"refused": true/.test(answer.getResponseHeader('HX-Trigger') || '')) { keepOn(); return; }
      done = true;
      sessionStorage.removeItem(key);
    });
    window.addEventListener('pagehide', function () { if (!(read(key) || {}).sent) save(); });
    form.saveDraft = save;
  }
  function scan() { document.querySelectorAll('form[data-draft]').forEach(attach); }
  document.addEventListener('submit', function (event) { if (!event.target.hasAttribute('data-signs-out')) return; leaving = true; keys().forEach(function (key) { sessionStorage.removeItem(key); }); });
  document.addEventListener('htmx:load', scan);
  window.lookDrafts = { saveAll: function () { document.querySelectorAll('form[data-draft]').forEach(function (form) { if (form.saveDraft) form.saveDraft(); }); } };
  scan();
})();
