package io.damso.bench.file;

import io.damso.bench.scenario.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes results as JSON: indented, with a line end at the end of the file. */
public final class JsonFile {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonFile() {}

    /**
     * Writes a value to a file, which is created or replaced.
     *
     * @throws BenchmarkException if it cannot be written
     */
    public static void write(Object value, Path file) {
        try {
            Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
        } catch (IOException e) {
            throw new BenchmarkException("Cannot write " + file + ": " + e, e);
        }
    }
}
