package io.damso.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The PID file of {@code deploy/native/process.sh}: process id and start time. */
final class PidFile {

    /**
     * Indexes of the fields state and starttime in {@code /proc/<pid>/stat}, counted after the name, which may contain
     * blanks.
     */
    private static final int STATE = 0;

    private static final int START_TIME = 19;

    private static final String ZOMBIE = "Z";

    private PidFile() {}

    /**
     * Returns the process if it is running. A process that has ended is not running, even if its parent has not read
     * the exit code yet; neither is a later process with the same id.
     */
    static Optional<ProcessHandle> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.get(0));
            return runs(pid, lines.get(1)) ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean runs(long pid, String startTime) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return !fields[STATE].equals(ZOMBIE) && fields[START_TIME].equals(startTime);
        } catch (NoSuchFileException e) {
            // The process has ended; or there is no /proc, and only the id can be checked.
            return !Files.exists(Path.of("/proc/self/stat"));
        }
    }
}
