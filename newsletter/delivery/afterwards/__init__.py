"""What becomes known or is recorded after a run: events, what was settled, what was given by hand, what was sent."""
