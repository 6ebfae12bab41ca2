package io.damso.load.run;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.Peer;
import io.damso.load.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Full garbage collections in servers that are Java programs, so that their memory contains only live objects. */
public final class HeapCollection {

    private HeapCollection() {}

    /**
     * Runs a collection in each Java process and waits up to one minute for each. Other processes are skipped.
     *
     * @throws InterruptedException if interrupted
     */
    public static void of(Peer peer) throws InterruptedException {
        for (ServerProcess process : peer.processes()) {
            boolean java = ProcessHandle.of(process.pid())
                    .flatMap(handle -> handle.info().command())
                    .filter(command -> command.endsWith("/java"))
                    .isPresent();
            if (java) {
                collect(process.pid());
            }
        }
    }

    private static void collect(long pid) throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process running = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            running.waitFor(1, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot run " + jcmd + ": " + e, e);
        }
    }
}
