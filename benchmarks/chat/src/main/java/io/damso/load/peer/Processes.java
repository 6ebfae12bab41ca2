package io.damso.load.peer;

import io.damso.bench.process.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Selects the processes of a peer that are measured. */
final class Processes {

    private static final String NGINX = "nginx";

    /** Erlang's port mapper daemon, and NGINX if no client uses it. */
    private static final Set<String> IDLE = Set.of("epmd", NGINX);

    private Processes() {}

    static List<ServerProcess> of(RunDirectory run) {
        return run.running().entrySet().stream()
                .filter(entry -> !IDLE.contains(entry.getKey()))
                .map(entry -> new ServerProcess(entry.getKey(), entry.getValue().pid()))
                .toList();
    }

    /** Returns the processes including NGINX and its workers, because the NGINX master does no work. */
    static List<ServerProcess> withNginx(RunDirectory run) {
        List<ServerProcess> processes = new ArrayList<>(of(run));
        ProcessHandle master = run.running().get(NGINX);
        if (master != null) {
            processes.add(new ServerProcess(NGINX, master.pid()));
            List<Long> workers =
                    master.children().map(ProcessHandle::pid).sorted().toList();
            for (int i = 0; i < workers.size(); i++) {
                processes.add(new ServerProcess(NGINX + " worker " + (i + 1), workers.get(i)));
            }
        }
        return processes;
    }
}
