"""Operations: start and stop, settings, health, backup."""
