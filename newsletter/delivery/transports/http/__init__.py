"""HTTP as letters need it: each call ends in time, and connections are kept between calls."""
