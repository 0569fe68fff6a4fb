"""The longest interval and the lowest dose of immunoglobulin that one patient's own record supports."""
