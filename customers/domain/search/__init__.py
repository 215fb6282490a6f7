"""What the search in the top bar finds of customers: files, people, numbers; each within what the person may see."""
