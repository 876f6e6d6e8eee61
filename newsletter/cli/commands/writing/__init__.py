"""Writing an issue: making the folder, beginning an issue, gathering what members write, and looking at it in the browser."""
