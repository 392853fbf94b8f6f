// Phones too old for the chat's script get the page as it is without script.
document.documentElement.className += ' plain';
