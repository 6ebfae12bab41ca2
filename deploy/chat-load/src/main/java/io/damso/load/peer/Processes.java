package io.damso.load.peer;

import io.damso.load.peer.process.RunDirectory;
import java.util.List;
import java.util.Set;

/** The processes of a peer that do its work. */
final class Processes {

    /** Erlang's name server, and the front door that no client uses here. */
    private static final Set<String> IDLE = Set.of("epmd", "nginx");

    private Processes() {}

    static List<ServerProcess> of(RunDirectory run) {
        return run.running().entrySet().stream()
                .filter(entry -> !IDLE.contains(entry.getKey()))
                .map(entry -> new ServerProcess(entry.getKey(), entry.getValue().pid()))
                .toList();
    }
}
