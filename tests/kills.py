"""Kill -9 at random moments, on a cluster of this machine: `python tests/kills.py [KILLS]`.

Now the client is killed, now the scheduler, a worker, or a process that reads for one; what ended is started anew, with
the same command. After the last kill the files must be those of a run that nobody disturbed.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
TEXT = "Officials said that {0} soldiers had been killed since the spring. The ministry did not comment.\n\n"
ARTICLES, PART, PORT = 3600, 5, 28799  # so many that the work outlasts the kills
ADDRESS = f"tcp://127.0.0.1:{PORT}"
COMMANDS = {
    "scheduler": ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", PORT, "--no-dashboard"],
    "workers": ["distributed.cli.dask_worker", ADDRESS, "--nworkers", 2, "--nthreads", 1, "--no-dashboard"],
}


def start(*words) -> psutil.Popen:
    command = [sys.executable, "-m", *map(str, words)]
    return psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tables(corpus: Path, folder: Path, *options) -> psutil.Popen:
    return start("analysis", "tables", corpus, "--output", folder, "--part", PART, *options)


def files(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def running(processes: dict[str, psutil.Popen], corpus: Path, folder: Path) -> None:
    """Start whatever has ended."""
    for name, command in COMMANDS.items():
        if name not in processes or processes[name].poll() is not None:
            processes[name] = start(*command)
    if "client" not in processes or processes["client"].poll() is not None:
        processes["client"] = tables(corpus, folder, "--scheduler", ADDRESS)


def parts(folder: Path) -> int:
    return len(list(folder.glob("articles.parquet/part-*.parquet")))


def wait(folder: Path, before: int) -> None:
    """Wait for a moment at which there are more parts than `before`, now and then not so long."""
    patience = time.monotonic() + random.uniform(0, 40)
    while parts(folder) == before and time.monotonic() < patience:
        time.sleep(0.1)
    time.sleep(random.uniform(0, 3))


def victim(processes: dict[str, psutil.Popen]) -> tuple[str, psutil.Process | None]:
    """What is to be killed next; a worker is a child of its nanny, a reader is a child of a worker."""
    kind = random.choice(["client", "scheduler", "worker", "reader"])
    if kind in processes:
        return kind, processes[kind]
    below = processes["workers"].children(recursive=True)
    named = [process for process in below if ("corpus.reader" in " ".join(process.cmdline())) == (kind == "reader")]
    named = [process for process in named if kind == "reader" or process.children()]
    return kind, random.choice(named) if named else None


def main(kills: int) -> None:
    random.seed(kills)
    with tempfile.TemporaryDirectory() as scratch:
        corpus, calm, disturbed = (Path(scratch) / name for name in ("corpus.jsonl", "calm", "disturbed"))
        records = ({"id": f"n{number}", "text": TEXT.format(number) * 4} for number in range(ARTICLES))
        corpus.write_text("".join(json.dumps(record) + "\n" for record in records))
        assert tables(corpus, calm, "--workers", 2).wait() == 0
        processes: dict[str, psutil.Popen] = {}
        try:
            done = complete = 0
            while done < kills:
                running(processes, corpus, disturbed)
                wait(disturbed, complete)
                try:
                    kind, process = victim(processes)
                    if process is None:
                        continue
                    process.kill()
                except psutil.NoSuchProcess:
                    continue
                done += 1
                complete = parts(disturbed)
                print(f"{done}: {kind} killed after {complete} of {ARTICLES // PART} parts", flush=True)
                if kind == "scheduler":
                    processes["client"].wait()
            running(processes, corpus, disturbed)
            while processes["client"].wait() != 0:
                running(processes, corpus, disturbed)
        finally:
            for process in processes.values():
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        assert files(disturbed) == files(calm)
        print(f"after {kills} kills, {len(files(calm))} files are the same, byte for byte")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
