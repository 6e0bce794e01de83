"""What is said and counted: words, lists, laws' figures. Imports nothing of the house."""
