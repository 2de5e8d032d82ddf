"""What Semantic Scholar sends of a paper, and the record that it makes."""
