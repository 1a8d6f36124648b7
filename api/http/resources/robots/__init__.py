"""Robots of group chats that notices are posted by."""
