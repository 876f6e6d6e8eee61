"""What a person sees: tables and sentences about sending, approval and the year, diagnostics, JSON documents and SARIF."""
