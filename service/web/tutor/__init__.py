"""Pages for tutors: assignments, batches, review, the class, disagreements and how long drafts are kept."""
