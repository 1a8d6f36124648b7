"""The centre's recurring tasks at the desk."""
