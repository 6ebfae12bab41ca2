package io.damso.load.peer.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code deploy/native/process.sh} notes of a process: its id, and when it was started. */
final class PidFile {

    /** Of {@code /proc/<pid>/stat}, counted from the end of the name, which may hold blanks: starttime. */
    private static final int START_TIME = 19;

    private PidFile() {}

    /** Returns the process while it runs. A later one that got the same id does not count. */
    static Optional<ProcessHandle> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < 2) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.get(0));
            return isSame(pid, lines.get(1)) ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(long pid, String startTime) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME].equals(startTime);
        } catch (NoSuchFileException e) {
            // It has ended, or there is no /proc: then the id has to do.
            return !Files.exists(Path.of("/proc/self/stat"));
        }
    }
}
