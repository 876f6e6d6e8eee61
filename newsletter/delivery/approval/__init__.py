"""What an approval binds, whether it holds, and where it is kept."""
