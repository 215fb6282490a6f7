/* Days and moments as lists write them, 2026-03-02 and 2026-03-02 10:00. The browser's own field writes them as the browser's language does, so
   it becomes a text, which takes what people type, with a calendar in the language of the page (a library, loaded when one is opened: by a
   click, or by the arrow down). Without this script the browser's own field stands there. All words come from the page. */
(function () {
  'use strict';
  var self = document.currentScript.dataset, shown = null;
  var FIELDS = 'input[type=date], input[type=datetime-local], input[data-days]:not([data-days-ready])';
  function all(css, from) { return Array.prototype.slice.call(from.querySelectorAll(css)); }
  function two(n) { return ('0' + Number(n)).slice(-2); }
  // What the server understands besides (names of months) stays as it was typed.
  function read(text) {
    text = text.normalize('NFKC').trim().replace(/\s*([年月\/.-])\s*/g, '$1');
    var found = /^(\d{4})(?:[-\/.年](\d{1,2})[-\/.月](\d{1,2})日?|(\d\d)(\d\d))(?:[T\s]*(\d{1,2}):(\d\d)(?::\d\d)?)?$/.exec(text);
    if (!found) return null;
    var month = Number(found[2] || found[4]), day = Number(found[3] || found[5]), real = new Date(Number(found[1]), month - 1, day);
    if (real.getMonth() !== month - 1 || real.getDate() !== day) return null;
    return { day: found[1] + '-' + two(month) + '-' + two(day), time: found[6] ? two(found[6]) + ':' + found[7] : '' };
  }
  function timed(field) { return field.dataset.days === 'datetime-local'; }
  function write(field, found, told) {
    var text = found ? found.day + (timed(field) && found.time ? ' ' + found.time : '') : '';
    if (field.value === text) return;
    field.value = text;
    if (told) ['input', 'change'].forEach(function (kind) { field.dispatchEvent(new Event(kind, { bubbles: true })); });
  }
  function tidy(field) { var found = read(field.value); if (found && !(timed(field) && !found.time)) write(field, found); }

  function upgrade(field) {
    if (field.dataset.daysReady) return;
    field.dataset.days = field.dataset.days || field.type;
    field.dataset.daysReady = '1';
    field.type = 'text';
    field.autocomplete = 'off';
    field.placeholder = timed(field) ? self.momentForm : self.dayForm;
    field.classList.add('day-input');
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-haspopup', 'dialog');
    field.setAttribute('aria-expanded', 'false');
    // With a finger one points: the keyboard would cover the calendar.
    if (window.matchMedia('(pointer: coarse)').matches) field.inputMode = 'none';
    tidy(field);
  }
  function ready(field) { return field && field.dataset && field.dataset.daysReady && !field.disabled && !field.readOnly; }
  function fit(root) { all(FIELDS, root).forEach(upgrade); }

  /* ---- the calendar ---- */
  function hide(back) {
    if (!shown) return;
    var was = shown;
    shown = null;
    was.calendar.destroy();
    was.box.remove();
    was.field.setAttribute('aria-expanded', 'false');
    was.field.removeAttribute('aria-controls');
    if (back) was.field.focus({ preventScroll: true });
  }
  function place() {
    var at = shown.field.getBoundingClientRect(), box = shown.box, high = box.offsetHeight, wide = box.offsetWidth;
    var below = at.bottom + high + 8 <= window.innerHeight || at.top < high + 8;
    box.style.top = Math.max(4, Math.min(below ? at.bottom + 4 : at.top - high - 4, window.innerHeight - high - 4)) + 'px';
    box.style.left = Math.max(4, Math.min(at.left, document.documentElement.clientWidth - wide - 4)) + 'px';
  }
  function now() { var day = new Date(); return { day: day.getFullYear() + '-' + two(day.getMonth() + 1) + '-' + two(day.getDate()), time: two(day.getHours()) + ':00' }; }
  function button(text, act) {
    var one = document.createElement('button');
    one.type = 'button';
    one.className = 'btn btn-quiet btn-sm';
    one.textContent = text;
    one.addEventListener('click', act);
    return one;
  }
  function draw(field, inside) {
    if (shown || !field.isConnected) return;
    var box = document.createElement('div'), body = document.createElement('div'), foot = document.createElement('div');
    var found = read(field.value), time = (found && found.time) || now().time, label = field.labels && field.labels[0];
    box.className = 'day-box';
    box.id = 'day-box';
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', label ? label.textContent.replace('*', '').trim() : self.application);
    foot.className = 'day-foot';
    foot.append(button(self.today, function () { write(field, now(), true); hide(true); }));
    if (!field.required) foot.append(button(self.clear, function () { write(field, null, true); hide(true); }));
    if (timed(field)) foot.append(button(self.done, function () { hide(true); }));
    box.append(body, foot);
    (field.closest('dialog[open]') || document.body).append(box);
    var options = {
      locale: document.documentElement.lang === 'en' ? 'en-GB' : 'zh-CN',
      firstWeekday: 1,
      dateMin: '1800-01-01', dateMax: '2100-12-31',
      selectedTheme: 'own', themeAttrDetect: false,
      enableDateToggle: false, enableJumpToSelectedDate: true,
      displayDatesOutside: false,
      selectedDates: found ? [found.day] : [],
      selectionTimeMode: timed(field) ? 24 : false,
      labels: {
        application: self.application, navigation: self.application, month: self.month, months: self.month, year: self.year, years: self.year,
        week: self.week, dates: self.application, selectingTime: self.time, inputHour: self.hour, inputMinute: self.minute, rangeHour: self.hour, rangeMinute: self.minute,
        arrowNext: { month: self.nextMonth, year: self.nextYears }, arrowPrev: { month: self.lastMonth, year: self.lastYears }
      },
      onCreateMonthEls: function (made, one) { setTimeout(function () { (one.querySelector('button') || one).setAttribute('aria-label', one.textContent); }, 0); },     // it is called what it shows
      onClickDate: function (made) {
        if (!made.context.selectedDates[0]) return;
        write(field, { day: made.context.selectedDates[0], time: time }, true);
        if (!timed(field)) setTimeout(function () { hide(true); }, 0);      // the library is not done yet
      },
      onChangeTime: function (made) {
        time = made.context.selectedTime.slice(0, 5);
        if (made.context.selectedDates[0]) write(field, { day: made.context.selectedDates[0], time: time }, true);
      }
    };
    if (field.min) options.dateMin = field.min.slice(0, 10);
    if (field.max) options.dateMax = field.max.slice(0, 10);
    if (timed(field)) options.selectedTime = time;
    var calendar = new window.VanillaCalendarPro.Calendar(body, options);
    calendar.init();
    shown = { field: field, box: box, calendar: calendar };
    field.setAttribute('aria-expanded', 'true');
    field.setAttribute('aria-controls', box.id);
    if (box.showPopover) { box.popover = 'manual'; box.showPopover(); }
    place();
    if (inside) enter();
  }
  function enter() {
    var wanted = ['[data-vc-date-selected] ', '[data-vc-date-today] ', ''].map(function (css) { return shown.box.querySelector(css + '[data-vc-date-btn]'); });
    var day = wanted.filter(Boolean)[0];
    if (day) day.focus();
  }
  function show(field, inside) {
    if (shown && shown.field === field) { if (inside) enter(); return; }
    hide(false);
    window.look.sheet(self.layout);
    window.look.sheet(self.css);
    window.look.load(self.calendar).then(function () { draw(field, inside); });
  }

  document.addEventListener('click', function (event) { if (ready(event.target)) show(event.target, false); });
  document.addEventListener('change', function (event) { if (ready(event.target)) tidy(event.target); }, true);
  document.addEventListener('input', function (event) { if (shown && event.isTrusted && event.target === shown.field) hide(false); });
  document.addEventListener('keydown', function (event) {
    if (shown && event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); hide(true); return; }
    if (ready(event.target) && event.key === 'ArrowDown') { event.preventDefault(); show(event.target, true); }
  }, true);
  document.addEventListener('pointerdown', function (event) { if (shown && !shown.box.contains(event.target) && event.target !== shown.field) hide(false); });
  document.addEventListener('focusin', function (event) { if (shown && !shown.box.contains(event.target) && event.target !== shown.field) hide(false); });
  window.addEventListener('resize', function () { if (shown) place(); });
  document.addEventListener('scroll', function (event) { if (shown && !shown.box.contains(event.target)) place(); }, true);
  document.addEventListener('htmx:load', function (event) { fit(event.detail.elt.parentNode || document); });
  document.addEventListener('htmx:beforeSwap', function () { if (shown && !shown.field.isConnected) hide(false); });
  fit(document);
})();
