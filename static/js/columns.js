/* Columns of a list: their order in the dialog, by dragging or by buttons, and their width by the edge of a heading. */
(function () {
  'use strict';
  /* ---- order ---- */
  var list = document.querySelector('[data-order]'), carried = null;
  if (list) {
    list.addEventListener('click', function (event) {
      var button = event.target.closest('[data-move]'), item = button && button.closest('li');
      if (!item) return;
      var up = button.dataset.move === '-1', other = up ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      list.insertBefore(up ? item : other, up ? other : item);
      button.focus();
      if (window.look) window.look.say(item.querySelector('label').textContent.trim() + ' ' + (Array.prototype.indexOf.call(list.children, item) + 1));
    });
    list.addEventListener('dragstart', function (event) {
      carried = event.target.closest('li');
      if (carried) event.dataTransfer.effectAllowed = 'move';
    });
    list.addEventListener('dragover', function (event) {
      var over = event.target.closest('li');
      if (!carried || !over || over === carried) return;
      event.preventDefault();
      var box = over.getBoundingClientRect();
      list.insertBefore(carried, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
    });
    list.addEventListener('drop', function (event) { event.preventDefault(); });
    list.addEventListener('dragend', function () { carried = null; });
  }

  /* ---- width: with the mouse; by keyboard it is chosen in the dialog ---- */
  var table = document.querySelector('table[data-widths]');
  if (!table || !window.matchMedia('(min-width: 992px) and (pointer: fine)').matches) return;
  Array.prototype.forEach.call(table.querySelectorAll('col[data-column]'), function (col) {
    var head = table.tHead.rows[0].cells[Array.prototype.indexOf.call(col.parentNode.children, col)];
    var edge = document.createElement('span'), begun = 0, was = 0;
    edge.className = 'col-edge';
    edge.setAttribute('aria-hidden', 'true');
    head.classList.add('has-edge');
    head.appendChild(edge);
    edge.addEventListener('click', function (event) { event.preventDefault(); event.stopPropagation(); });
    edge.addEventListener('pointerdown', function (event) {
      event.preventDefault();
      begun = event.clientX;
      was = head.offsetWidth;
      edge.setPointerCapture(event.pointerId);
    });
    edge.addEventListener('pointermove', function (event) {
      if (was) col.setAttribute('width', String(Math.max(60, Math.min(600, was + event.clientX - begun))));
    });
    edge.addEventListener('pointerup', function () {
      if (!was) return;
      was = 0;
      fetch(table.dataset.widths, { method: 'POST', headers: { 'X-CSRFToken': window.look.token() }, body: new URLSearchParams({ column: col.dataset.column, width: head.offsetWidth }) });
    });
  });
})();
