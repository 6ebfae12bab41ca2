package io.damso.system.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Mutates valid bytes. The same seed and number give the same bytes on every machine. Thread-safe.
 */
public final class Mutator {

    // spotless:off
    private static final List<byte[]> WORDS = List.of(
                    "\0", "\n", "\r", "\r\n", "\n\n", ":", "\\", "\\c", "\\n", "\\q", ",", ".", "/", "*", "#", "%2F",
                            "%00", "../",
                    "content-length:5\n", "content-length:-1\n", "content-length:70000\n", "receipt:r\n", "receipt:\n",
                            "id:errors\n",
                    "destination:/topic/#\n", "transaction:t\n", "SEND\n", "SUBSCRIBE\n", "CONNECT\n", "\n\n\0", "{",
                            "}", "[", "\"",
                    "\"text\":", "\\u0000", "\\ud83d", "1e9999", "null", "-1", "2147483648", "\u0000", "\u00e9",
                            "\uac00",
                    "\u202e", "\ufeff", "\ud83d\ude00", "\u001b")
            .stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    // spotless:on
    private static final int MOST_CHANGES = 4;
    private static final int KINDS = 8;
    private static final int MOST_BYTES = 24;

    private final List<byte[]> originals;
    private final long seed;

    /** Creates a mutator of these originals. */
    public Mutator(long seed, List<String> originals) {
        this.seed = seed;
        this.originals = originals.stream()
                .map(original -> original.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Returns the mutant with this number: one of the originals with one to four changes. */
    public byte[] mutant(int number) {
        SplittableRandom random = new SplittableRandom(seed * 31 + number);
        byte[] bytes = originals.get(random.nextInt(originals.size()));
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(MOST_BYTES));
        return switch (random.nextInt(KINDS)) {
            case 0 -> flipped(bytes, random);
            case 1 -> spliced(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
            case 2 -> spliced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt(128)});
            case 3 -> spliced(bytes, at, to, new byte[0]);
            case 4 -> spliced(bytes, at, at, part(bytes, at, to));
            case 5 -> spliced(bytes, at, to, WORDS.get(random.nextInt(WORDS.size())));
            case 6 -> spliced(bytes, at, at, WORDS.get(random.nextInt(WORDS.size())));
            default -> {
                byte[] other = originals.get(random.nextInt(originals.size()));
                yield spliced(bytes, at, bytes.length, part(other, Math.min(at, other.length), other.length));
            }
        };
    }

    private static byte[] flipped(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + middle.length);
        all.write(bytes, 0, from);
        all.writeBytes(middle);
        all.write(bytes, to, bytes.length - to);
        return all.toByteArray();
    }
}
