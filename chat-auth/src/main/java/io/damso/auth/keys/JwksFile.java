package io.damso.auth.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * A JWK set in a file.
 *
 * @param file the file
 * @param maxSize maximum size
 */
public record JwksFile(Path file, DataSize maxSize) implements JwksDocument {

    private static final String SETTING = "damso.auth.jwks.file";

    /**
     * Returns the keys of a file.
     *
     * @throws IllegalArgumentException with the remedy, if there is no usable key: unlike a server, a file does not
     *     recover by itself
     */
    public static KeySource keys(Path file, DataSize maxSize, PublishedKeys.Times times) {
        JwksFile document = new JwksFile(file, maxSize);
        try {
            PublishedKeySet.parse(document.read());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    SETTING + ": " + file + " cannot be used (" + e + "); name a file with a "
                            + "JWK set, {\"keys\": [...]}, that this process may read",
                    e);
        }
        return new PublishedKeys(document, times);
    }

    @Override
    public byte[] read() throws IOException {
        int max = Math.toIntExact(maxSize.toBytes());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                throw new IOException(file + " is larger than damso.auth.jwks.max-size (" + maxSize + ")");
            }
            return content;
        }
    }

    @Override
    public String setting() {
        return SETTING;
    }
}
