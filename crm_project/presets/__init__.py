"""Rule books as presets: what each sets, a preview, and the verb that applies them."""
