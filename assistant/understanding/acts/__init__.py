"""What a visitor does with a message: yes and no, corrections, other acts."""
