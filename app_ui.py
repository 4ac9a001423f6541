"""The chat in the browser: `scrutiny chat` starts it, or `streamlit run app_ui.py`."""

from assistant.views.app import render

render()
