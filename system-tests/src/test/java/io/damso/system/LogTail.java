package io.damso.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The lines that a process of the cluster has logged since a certain time. */
public final class LogTail {

    /** Lines of the services and of RabbitMQ that tell a problem. */
    private static final Pattern PROBLEM = Pattern.compile("\\S+Z +(WARN|ERROR) .*|.* \\[(warning|error|critical)] .*");

    private final Path log;
    private final long start;

    /** Starts at the present end of the log, which need not exist. */
    public LogTail(Path log) throws IOException {
        this.log = log;
        this.start = Files.exists(log) ? Files.size(log) : 0;
    }

    /** Returns the lines that were added. */
    public List<String> lines() throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(start);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Returns the added warnings and errors, without their stack traces. */
    public List<String> problems() throws IOException {
        return lines().stream().filter(line -> PROBLEM.matcher(line).matches()).toList();
    }
}
