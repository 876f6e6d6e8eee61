"""What is handed to a transport, and the clock that says until when it may leave."""
