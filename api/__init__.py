"""Every door: command line, HTTP, pages, calendars, notices, jobs."""
