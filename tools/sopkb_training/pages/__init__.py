"""What training adds to the site, and what it hands out: courses, handbooks, question tables, SCORM packages."""
