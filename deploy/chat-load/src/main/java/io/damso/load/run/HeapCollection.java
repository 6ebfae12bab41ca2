package io.damso.load.run;

import io.damso.bench.scenario.BenchmarkException;
import io.damso.load.peer.Peer;
import io.damso.load.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Full collections in servers that are Java programs: their memory shows what they hold, and not what they held. */
public final class HeapCollection {

    private HeapCollection() {}

    /** Makes one in each, and waits for it; processes that are no Java programs are left alone. */
    public static void of(Peer peer) throws InterruptedException {
        for (ServerProcess process : peer.processes()) {
            boolean java = ProcessHandle.of(process.pid()).flatMap(handle -> handle.info().command())
                    .filter(command -> command.endsWith("/java")).isPresent();
            if (java) {
                collect(process.pid());
            }
        }
    }

    private static void collect(long pid) throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process running = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            running.waitFor(1, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new BenchmarkException("Cannot run " + jcmd + ": " + e, e);
        }
    }
}
