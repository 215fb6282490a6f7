/* The board: a card dragged to another column sends its own form, the one that the keyboard uses. Without this script the forms work.
   With the focus on the board the arrows go on by a stage, Home and End to its ends. */
(function () {
  'use strict';
  var board = document.querySelector('[data-board]');
  if (!board) return;
  var card = null;
  board.querySelectorAll('[data-card]').forEach(function (item) { if (item.querySelector('form')) item.draggable = true; });
  function column(event) { return event.target.closest ? event.target.closest('[data-stage]') : null; }
  function clear() { board.querySelectorAll('.over').forEach(function (place) { place.classList.remove('over'); }); }
  board.addEventListener('dragstart', function (event) {
    card = event.target.closest ? event.target.closest('[data-card]') : null;
    if (!card) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', card.dataset.card);
    card.classList.add('dragged');
  });
  board.addEventListener('dragend', function () { if (card) card.classList.remove('dragged'); card = null; clear(); });
  board.addEventListener('dragover', function (event) {
    var place = column(event);
    if (!card || !place) return;
    event.preventDefault();
    clear();
    place.classList.add('over');
  });
  board.addEventListener('drop', function (event) {
    var place = column(event);
    if (!card || !place) return;
    event.preventDefault();
    clear();
    if (place.contains(card)) return;
    var form = card.querySelector('form'), select = form.querySelector('select');
    var way = Array.prototype.find.call(select.options, function (one) { return one.value === place.dataset.stage; });
    // Where it does not go, the server says why.
    if (!way) { way = new Option(place.querySelector('h2').textContent.trim(), place.dataset.stage); select.add(way); }
    way.selected = true;
    form.requestSubmit();
  });
  // The menu of a card opens at its choice: the arrow keys, then Enter on the button.
  board.addEventListener('toggle', function (event) {
    var choice = event.target.open && event.target.querySelector('select');
    if (choice) choice.focus();
  }, true);
  board.addEventListener('keydown', function (event) {
    if (event.target !== board || event.ctrlKey || event.metaKey || event.altKey) return;
    var places = Array.prototype.map.call(board.querySelectorAll('[data-stage]'), function (place) { return place.offsetLeft - board.clientLeft; });
    var here = board.scrollLeft, to = {
      ArrowRight: places.filter(function (left) { return left > here + 8; })[0],
      ArrowLeft: places.filter(function (left) { return left < here - 8; }).pop(),
      Home: 0,
      End: board.scrollWidth
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    board.scrollTo({ left: to, behavior: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  });
})();
