"""What people see: modals, the card, the checklists, the App Home; and what a submitted modal says."""
