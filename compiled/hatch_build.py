"""What `pip install .` does beside copying: it compiles the reader, where the machine can.

The reader (``myotome/text``) is built as C extensions by mypyc, from the same sources: it reads the same, at about half the time. Without a C
compiler and Python's headers, or with MYOTOME_PURE=1, the wheel is pure Python, and a warning says so. An editable install is
always pure: who changes a rule sees it at once. `make compiled-test` compares both forms.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledReader(BuildHookInterface):
    PLUGIN_NAME = "custom"
    work: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile below a temporary folder and add the extensions to the wheel."""
        if version == "editable" or os.environ.get("MYOTOME_PURE"):
            return
        self.work = Path(tempfile.mkdtemp(prefix="myotome-compiled-"))
        built = self.work / "built"
        shutil.copytree(Path(self.root, "src", "myotome"), self.work / "myotome", ignore=shutil.ignore_patterns("__pycache__"))
        script = Path(self.root, "compiled", "reader.py")
        command = [sys.executable, str(script), "build_ext", "--build-lib", str(built), "--parallel", str(os.cpu_count() or 1)]
        run = subprocess.run(command, cwd=self.work, capture_output=True, text=True, check=False)
        if run.returncode:
            if os.environ.get("MYOTOME_COMPILED"):  # asked for by name: then a pure wheel is no answer
                shutil.rmtree(self.work, ignore_errors=True)
                raise RuntimeError(f"The reader could not be compiled.\n{(run.stdout + run.stderr)[-4000:]}")
            self.app.display_warning("The reader could not be compiled (is there a C compiler, are there Python headers?): it is installed as pure Python, and takes about twice the time.")
            self.app.display_warning((run.stdout + run.stderr)[-1000:])
            return
        extensions = [path for path in built.rglob("*") if path.is_file()]
        build_data["force_include"] |= {str(path): path.relative_to(built).as_posix() for path in extensions}
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the temporary folder away."""
        if self.work:
            shutil.rmtree(self.work, ignore_errors=True)
