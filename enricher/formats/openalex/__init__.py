"""What OpenAlex sends of a work, and the record that it makes."""
