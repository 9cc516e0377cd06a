"""What people read: reports and field sheets."""
