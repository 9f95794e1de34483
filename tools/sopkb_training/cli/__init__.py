"""The training commands: tracks, changes for trainers, courses."""
