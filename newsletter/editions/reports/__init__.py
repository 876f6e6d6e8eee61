"""Reports about the sending itself: the year's, and the short one to the district board."""
