"""The commands of `markpoint`, one file a group."""
