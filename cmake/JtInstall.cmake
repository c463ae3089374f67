# Filled with the plugin SDK's install rules.
