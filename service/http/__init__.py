"""What every request goes through, whether it asks for a page or for JSON: limits, safe headers, errors, the desk."""
