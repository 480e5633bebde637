"""What people can do, one file a noun: each function checks who asks, writes, leaves an audit line, gives values."""
