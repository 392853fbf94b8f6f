// Runs before the page is drawn, so that the chosen size does not jump.
(function () {
  try {
    var size = localStorage.getItem('resident-assistant.size');
    if (size === 'large' || size === 'huge') document.documentElement.setAttribute('data-size', size);
  } catch (refused) { /* storage is switched off: the standard size stays */ }
})();
