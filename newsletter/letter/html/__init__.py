"""MJML and HTML as texts: what mrml can render, what it would lose in silence, and what browsers may not break."""
