"""The chat in the browser: `scrutiny chat` starts it, or `streamlit run app_ui.py`.

Streamlit reads this file twice over: as the server starts, which wants the app, and at every run of the page, which wants the view.
"""

from streamlit import App
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assistant.views.app import render
from assistant.views.library import warmed
from assistant.views.originals import routes
from assistant.views.visitors import middleware

if get_script_run_ctx() is None:
    app = App(__file__, routes=routes(), middleware=middleware(), lifespan=warmed)
else:
    render()
