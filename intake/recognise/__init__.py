"""What stands in a document: each file finds one kind of thing and says where and how surely."""
