package io.damso.load.peer.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code deploy/native/process.sh} notes of a process: its id, and when it was started. */
final class PidFile {

    /** Of {@code /proc/<pid>/stat}, what follows the name, which may hold blanks: state and starttime. */
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    private static final String ZOMBIE = "Z";

    private PidFile() {}

    /**
     * Returns the process while it runs. One that has ended does not, even if nobody has asked for its exit code yet;
     * nor does a later one that got the same id.
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
            // It has ended, or there is no /proc: then the id has to do.
            return !Files.exists(Path.of("/proc/self/stat"));
        }
    }
}
