"""Field sheets: what each vehicle and each place needs to know, to print and as CSV."""
