"""What a page of rows is made of: head, rows, controls, and how it is made to fit."""
