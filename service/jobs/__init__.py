"""Work that is done apart from requests: batches scored by worker processes, messages to institutions' systems."""
