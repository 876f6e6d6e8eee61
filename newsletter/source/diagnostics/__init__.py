"""From the code of a fault to a diagnostic in the user's language, and the word that was probably meant."""
