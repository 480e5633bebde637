"""Pages for students: what they are set, writing beside feedback, one draft, and the course over drafts."""
