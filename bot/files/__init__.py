"""What citizens send is read, stripped of what tells on them, and written anew before anyone sees it."""
