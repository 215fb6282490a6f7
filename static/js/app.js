/* What every page needs: htmx's token and errors, toasts, dialogs, confirmations, one submit per click, rich selects, charts,
   file drops. All words come from the page (data- attributes), so that they are translated. */
(function () {
  'use strict';
  var self = document.currentScript.dataset;
  var body = document.body;
  var $ = function (css, from) { return (from || document).querySelector(css); };
  var all = function (css, from) { return Array.prototype.slice.call((from || document).querySelectorAll(css)); };
  var token = function () { var meta = $('meta[name="csrf-token"]'); return meta ? meta.content : ''; };

  var loads = {};

  /* ---- toasts ---- */
  function say(text, loud) {
    var place = $(loud ? '#say-loud' : '#say');
    if (place) { place.textContent = ''; setTimeout(function () { place.textContent = text; }, 60); }
  }
  function settle(note) {
    if (note.dataset.settled) return;
    note.dataset.settled = '1';
    var words = $('[data-note-text]', note);
    var hint = $('[data-undo]', note);
    if (words) say(words.textContent + (hint ? ' ' + hint.dataset.undo : ''), note.classList.contains('bad'));
    if (note.hasAttribute('data-stay')) return;
    var left = $('form', note) ? 20000 : 8000, timer;
    var start = function () { timer = setTimeout(function () { note.remove(); }, left); };
    var stop = function () { clearTimeout(timer); };
    note.addEventListener('mouseenter', stop);
    note.addEventListener('focusin', stop);
    note.addEventListener('mouseleave', start);
    note.addEventListener('focusout', start);
    start();
  }
  function toast(text, tone) {
    var place = $('#toasts');
    if (!place || !text) return;
    all('[data-note-text]', place).forEach(function (said) { if (said.textContent === text) said.closest('[data-note]').remove(); });   // once is enough
    var note = document.createElement('div');
    note.className = 'note ' + (tone || 'info');
    note.dataset.note = '';
    if (tone === 'bad') note.dataset.stay = '';
    var mark = document.createElement('i');
    mark.className = 'bi bi-' + (tone === 'bad' ? 'exclamation-octagon-fill' : 'info-circle-fill');
    mark.setAttribute('aria-hidden', 'true');
    var words = document.createElement('span');
    words.dataset.noteText = '';
    words.textContent = text;
    var close = document.createElement('button');
    close.type = 'button'; close.className = 'btn-close'; close.dataset.closeNote = '';
    close.setAttribute('aria-label', body.dataset.sayClose || '');
    note.append(mark, words, close);
    place.append(note);
    settle(note);
  }
  window.look = { toast: toast, say: say, token: token, free: free, ended: ended, load: load, sheet: sheet };

  /* ---- dialogs ---- */
  function open(dialog) {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    var first = $('[autofocus]', dialog);
    if (first) first.focus();
  }
  var confirmed = null;
  function ask(form, button) {
    var from = button && button.dataset.confirm !== undefined ? button.dataset : form.dataset;
    var dialog = $('#confirm'), yes = $('#confirm-yes'), title = $('#confirm-title');
    title.textContent = from.confirm || title.dataset.default;
    $('#confirm-text').textContent = from.confirmText || '';
    $('#confirm-text').hidden = !from.confirmText;
    yes.textContent = from.confirmYes || (button && button.textContent.trim()) || yes.dataset.default;
    yes.className = 'btn btn-' + (from.confirmTone === 'danger' ? 'danger' : 'primary');
    yes.onclick = function () { dialog.close(); confirmed = form; form.requestSubmit(button || undefined); };
    open(dialog);
    if (from.confirmTone !== 'danger') yes.focus();
  }

  document.addEventListener('click', function (event) {
    var target = event.target;
    if (!(target instanceof Element)) return;
    var opener = target.closest('[data-open]');
    if (opener) { event.preventDefault(); open($(opener.dataset.open)); return; }
    var closer = target.closest('[data-close]');
    if (closer) { closer.closest('dialog').close(); return; }
    var note = target.closest('[data-close-note]');
    if (note) { note.closest('[data-note]').remove(); return; }
    if (target.matches('dialog.box') && !target.hasAttribute('data-firm')) {
      var box = target.getBoundingClientRect();
      if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom) target.close();
      return;
    }
    var show = target.closest('[data-show]');
    if (show) {
      var part = $(show.dataset.show);
      part.hidden = !part.hidden;
      show.setAttribute('aria-expanded', String(!part.hidden));
      if (!part.hidden) { var field = $('textarea, input:not([type=hidden]), select', part); if (field) field.focus(); }
      return;
    }
    var twig = target.closest('[data-tree]');
    if (twig) {
      var below = twig.closest('li').querySelector(':scope > ul');
      below.hidden = !below.hidden;
      twig.setAttribute('aria-expanded', String(!below.hidden));
      return;
    }
    var printer = target.closest('[data-print]');
    if (printer) {
      // On paper the table stands behind its chart: nobody can unfold it there.
      document.querySelectorAll('.chart-data').forEach(function (table) { table.open = true; });
      window.print();
      return;
    }
    var copier = target.closest('[data-copy]');
    if (copier && navigator.clipboard) {
      navigator.clipboard.writeText($(copier.dataset.copy).textContent.trim()).then(function () { toast(copier.dataset.copied, 'ok'); });
    }
  });

  /* ---- one submit per click; confirmation first ---- */
  function busy(form, button) {
    setTimeout(function () {                       // after the form's data were collected
      form.dataset.sent = '1';
      all('button:not([type=button]), input[type=submit]', form).concat(button ? [button] : []).forEach(function (one) {
        if (!one.disabled) { one.disabled = true; one.dataset.locked = '1'; }
      });
      if (button) button.classList.add('is-busy');
    }, 0);
  }
  function free(form) {
    delete form.dataset.sent;
    all('[data-locked]', form).concat(form.id ? all('[data-locked][form="' + form.id + '"]') : []).forEach(function (one) {
      one.disabled = false; delete one.dataset.locked; one.classList.remove('is-busy');
    });
  }
  document.addEventListener('submit', function (event) {
    var form = event.target, button = event.submitter;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    var wants = (button && button.dataset.confirm !== undefined) || (form.dataset.confirm !== undefined && !(button && button.hasAttribute('data-no-confirm')));
    if (wants && confirmed !== form) { event.preventDefault(); event.stopImmediatePropagation(); ask(form, button); return; }
    confirmed = null;
    if (form.method === 'get' && !form.hasAttribute('hx-get')) {
      // leave empty fields out of the address
      all('input, select', form).forEach(function (field) { if (field.name && field.value === '' && !field.disabled) { field.disabled = true; field.dataset.blank = '1'; } });
      setTimeout(function () { all('[data-blank]', form).forEach(function (field) { field.disabled = false; delete field.dataset.blank; }); }, 0);
      return;
    }
    if (form.target === '_blank' || (button && button.formTarget === '_blank') || form.method === 'dialog') return;
    busy(form, button);
    if (form.hasAttribute('data-download')) setTimeout(function () { free(form); }, 3000);
  }, true);
  window.addEventListener('pageshow', function (event) { if (event.persisted) all('form[data-sent]').forEach(free); });

  /* ---- htmx ---- */
  document.addEventListener('htmx:configRequest', function (event) {
    if (event.detail.verb !== 'get') event.detail.headers['X-CSRFToken'] = token();
    if (event.detail.elt.hasAttribute('data-poll')) event.detail.headers['X-Background'] = '1';
  });
  document.addEventListener('htmx:beforeRequest', function (event) {
    var elt = event.detail.elt;
    if (elt.hasAttribute('data-poll') && (document.hidden || $('.dropdown-menu.show', elt))) event.preventDefault();
  });
  document.addEventListener('visibilitychange', function () {
    if (!document.hidden && window.htmx) all('[data-poll]').forEach(function (elt) { window.htmx.trigger(elt, 'refresh'); });
  });
  // The session ended: the answer is the sign-in page, which belongs into the window and not into a corner of it.
  function ended(url) {
    var path = body.dataset.loginUrl;
    if (!path || !url || new URL(url).pathname !== path || location.pathname === path) return false;
    location.assign(path + '?expired=1&next=' + encodeURIComponent(location.pathname + location.search));
    return true;
  }
  document.addEventListener('htmx:beforeSwap', function (event) {
    if (ended(event.detail.xhr.responseURL)) event.detail.shouldSwap = false;
  });
  document.addEventListener('htmx:afterRequest', function (event) {
    var form = event.detail.elt.closest && event.detail.elt.closest('form');
    if (form && form.dataset.sent) free(form);
  });
  document.addEventListener('htmx:responseError', function (event) {
    if (event.detail.elt.hasAttribute('data-poll')) return;
    toast(event.detail.xhr.status === 403 ? body.dataset.sayForbidden : body.dataset.sayFailed, 'bad');
  });
  document.addEventListener('htmx:sendError', function (event) {
    if (!event.detail.elt.hasAttribute('data-poll')) toast(body.dataset.sayOffline, 'bad');
  });
  var waiting = 0, strip;
  document.addEventListener('htmx:beforeSend', function (event) {
    if (event.detail.elt.hasAttribute('data-poll') || event.detail.elt.hasAttribute('data-still')) return;
    event.detail.xhr.shown = true;
    waiting += 1;
    if (!strip) { strip = document.createElement('div'); strip.className = 'loading-bar'; strip.setAttribute('aria-hidden', 'true'); }
    setTimeout(function () { if (waiting) body.append(strip); }, 250);
  });
  document.addEventListener('htmx:afterOnLoad', done);
  document.addEventListener('htmx:sendError', done);
  document.addEventListener('htmx:responseError', done);
  document.addEventListener('htmx:timeout', done);
  function done(event) {
    if (!event.detail.xhr || !event.detail.xhr.shown) return;
    event.detail.xhr.shown = false;
    waiting -= 1;
    if (!waiting && strip) strip.remove();
  }

  /* ---- rich selects and charts: their libraries are loaded only where a page has one ---- */
  function load(src) {
    loads[src] = loads[src] || new Promise(function (ok, no) {
      var script = document.createElement('script');
      script.src = src; script.onload = ok; script.onerror = no;
      document.head.append(script);
    });
    return loads[src];
  }
  function sheet(href) {
    if ($('link[href="' + href + '"]')) return;
    var link = document.createElement('link');
    link.rel = 'stylesheet'; link.href = href;
    document.head.insertBefore(link, $('link[href*="css/theme"]'));
  }
  function enrich(select) {
    if (select.tomselect) return;
    var label = select.labels && select.labels[0];
    if (label && !select.getAttribute('aria-label')) select.setAttribute('aria-label', label.textContent.replace('*', '').trim());
    var url = select.dataset.url, beside = select.dataset.beside && document.getElementById(select.dataset.beside);
    var options = {
      plugins: select.multiple ? ['remove_button'] : [],
      maxOptions: 200,
      refreshThrottle: url ? 300 : 0,          // what is typed and chosen by Enter at once is the one that was typed
      allowEmptyOption: true,
      hidePlaceholder: true,
      render: {
        option: function (data, escape) { return '<div>' + escape(data.text) + (data.note ? '<span class="note">' + escape(data.note) + '</span>' : '') + '</div>'; },
        no_results: function () { return '<div class="no-results">' + (select.dataset.none || body.dataset.sayNothing || '–') + '</div>'; }
      },
      onChange: function () { select.dispatchEvent(new Event('input', { bubbles: true })); }
    };
    if (select.hasAttribute('data-create')) {
      options.create = true;
      options.render.option_create = function (data, escape) { return '<div class="create">' + (select.dataset.create || '+') + ' <strong>' + escape(data.input) + '</strong></div>'; };
    }
    if (url) {
      options.valueField = 'value'; options.labelField = 'text'; options.searchField = [];
      options.shouldLoad = function (query) { return query.length > 0; };
      options.load = function (query, back) {
        var asked = new URLSearchParams({ q: query });
        if (beside) asked.set(beside.name, beside.value);
        // What is typed may be a number: it stands in no address.
        fetch(url, { method: 'POST', body: asked, headers: { Accept: 'application/json', 'X-CSRFToken': token() } })
          .then(function (answer) { return answer.json(); })
          .then(function (data) { back(data.results || data); })
          .catch(function () { back(); });
      };
    }
    var focused = document.activeElement === select;
    new window.TomSelect(select, options);
    ['aria-describedby', 'aria-invalid'].forEach(function (name) { if (select.getAttribute(name)) select.tomselect.control_input.setAttribute(name, select.getAttribute(name)); });
    if (focused) select.tomselect.focus();
    // What was found for another day is asked for anew.
    if (beside) beside.addEventListener('change', function () { select.tomselect.clearOptions(); });
  }
  function fit(root) {
    var selects = all('select[data-select]', root);
    if (selects.length) { sheet(self.selectCss); load(self.selectJs).then(function () { selects.forEach(enrich); }); }
    var charts = all('canvas[data-chart]', root);
    if (charts.length) load(self.chartJs).then(function () { return load(self.chartHydrate); }).then(function () { charts.forEach(window.lookChart); });
    all('[data-note]', root).forEach(settle);
    all('[data-indeterminate]', root).forEach(function (box) { box.indeterminate = true; });
  }
  document.addEventListener('htmx:load', function (event) { fit(event.detail.elt.parentNode || document); });
  document.addEventListener('htmx:oobAfterSwap', function () { all('[data-note]').forEach(settle); });
  fit(document);
  all('dialog[data-open-now]').forEach(open);

  /* ---- file drops ---- */
  document.addEventListener('change', function (event) {
    var drop = event.target.closest && event.target.closest('.drop');
    if (drop && event.target.type === 'file') {
      var names = Array.prototype.map.call(event.target.files, function (file) { return file.name + ' (' + Math.max(1, Math.round(file.size / 1024)).toLocaleString() + ' kB)'; });
      var picked = $('.picked', drop);
      picked.textContent = names.join(', ');
      picked.hidden = !names.length;
    }
  });
  ['dragenter', 'dragover', 'dragleave', 'drop'].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var drop = event.target.closest && event.target.closest('.drop');
      if (drop) drop.classList.toggle('is-over', kind === 'dragenter' || kind === 'dragover');
    });
  });

  /* ---- the sidebar remembers what was folded ---- */
  function folds() {
    all('details[data-fold]').forEach(function (group) {
      var kept = localStorage.getItem('fold:' + group.dataset.fold);
      if (kept === 'shut' && !$('[aria-current]', group)) group.open = false;
      if (kept === 'open' && group.hasAttribute('data-fold-shut')) group.open = true;
    });
  }
  folds();
  document.addEventListener('htmx:oobAfterSwap', folds);
  document.addEventListener('toggle', function (event) {
    var group = event.target;
    if (group.matches && group.matches('details[data-fold]')) localStorage.setItem('fold:' + group.dataset.fold, group.open ? 'open' : 'shut');
  }, true);

  /* ---- on a phone the tab one is on may lie outside its row: the row moves, the page does not ---- */
  all('.subtabs a[aria-current]').forEach(function (tab) {
    var row = tab.closest('ul'), left = tab.getBoundingClientRect().left - row.getBoundingClientRect().left;
    if (left + tab.offsetWidth > row.clientWidth) row.scrollLeft += left - 24;
  });
})();
