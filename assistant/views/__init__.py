"""The app's views: what a councillor or an officer sees in the browser."""
