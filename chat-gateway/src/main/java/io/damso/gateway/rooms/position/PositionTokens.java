package io.damso.gateway.rooms.position;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Envelope;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads positions as opaque texts of at most {@value #MAX_LENGTH} characters, for one room each. All
 * gateways of a cluster have the same key, so a token of one is read by each. A token contains numbers and names of
 * origins, no secret; its code (HMAC-SHA256) keeps clients from making one up. Thread-safe.
 *
 * <p>Bytes: the version, 8 bytes of SHA-256 of the room id, the stored number, and for each origin its name and number;
 * then 16 bytes of the code over all of that and the room id. Numbers are written 7 bits a byte, lowest first. A name
 * is 0 and 12 bytes if it is their Base64url text, otherwise its length and its UTF-8.
 *
 * <p>A position without holes has version 1. In version 2 origins are in the order of their names, and after the number
 * of each come the number of its holes and for each hole, in their order, how many numbers are known before it, from
 * the end of the hole before it, and how many are missing.
 */
public final class PositionTokens {

    /** Longest token in characters. */
    public static final int MAX_LENGTH = 512;

    /** Maximum number of origins in a token. */
    public static final int MAX_ORIGINS = 16;

    private static final byte WHOLE = 1;
    private static final byte WITH_HOLES = 2;
    private static final int ROOM_BYTES = 8;
    private static final int CODE_BYTES = 16;
    private static final int ORIGIN_BYTES = 12;
    private static final int ORIGIN_TEXT = 16;
    private static final int MAX_BYTES = MAX_LENGTH / 4 * 3;
    private static final String HMAC = "HmacSHA256";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final ThreadLocal<Mac> codes;

    /**
     * Creates the tokens of a cluster.
     *
     * @param secret any text that all gateways share and clients do not know
     */
    public PositionTokens(String secret) {
        // A key of its own, so that the code of a token says nothing about another use of the secret.
        byte[] key = mac(secret.getBytes(StandardCharsets.UTF_8))
                .doFinal("damso position tokens".getBytes(StandardCharsets.UTF_8));
        this.codes = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        }
    }

    /** Returns the token of a position; null if it has too many origins or holes, or their names are too long. */
    public @Nullable String write(RoomId room, Position position) {
        List<Hole> holes = position.holes();
        if (position.heard().size() > MAX_ORIGINS || holes.size() > Position.MAX_HOLES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(MAX_ORIGINS * 2 * Envelope.MAX_ORIGIN_LENGTH + MAX_BYTES);
        bytes.put(holes.isEmpty() ? WHOLE : WITH_HOLES).put(hash(room));
        number(bytes, position.stored());
        Map<String, Long> heard = holes.isEmpty() ? position.heard() : new TreeMap<>(position.heard());
        heard.forEach((origin, number) -> {
            name(bytes, origin);
            number(bytes, number);
            if (!holes.isEmpty()) {
                writeHoles(bytes, holes, origin);
            }
        });
        byte[] body = Arrays.copyOf(bytes.array(), bytes.position());
        if (body.length + CODE_BYTES > MAX_BYTES) {
            return null;
        }
        byte[] whole = Arrays.copyOf(body, body.length + CODE_BYTES);
        System.arraycopy(code(room, body), 0, whole, body.length, CODE_BYTES);
        return TEXT.encodeToString(whole);
    }

    private static void writeHoles(ByteBuffer bytes, List<Hole> all, String origin) {
        List<Hole> holes =
                all.stream().filter(hole -> hole.origin().equals(origin)).toList();
        number(bytes, holes.size());
        long end = 0;
        for (Hole hole : holes) {
            number(bytes, hole.after() - end);
            number(bytes, hole.last() - hole.after());
            end = hole.last();
        }
    }

    /**
     * Reads a token.
     *
     * @throws RefusedException with {@link ErrorCode#POSITION_INVALID} if it is not a token of this room and cluster
     */
    public Position read(RoomId room, String token) throws RefusedException {
        if (token.length() > MAX_LENGTH) {
            throw new RefusedException(ErrorCode.POSITION_INVALID);
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(token);
            int length = whole.length - CODE_BYTES;
            if (length <= ROOM_BYTES + 1) {
                throw new RefusedException(ErrorCode.POSITION_INVALID);
            }
            byte[] body = Arrays.copyOf(whole, length);
            byte[] code = Arrays.copyOfRange(whole, length, whole.length);
            if (body[0] != WHOLE && body[0] != WITH_HOLES || !MessageDigest.isEqual(code, code(room, body))) {
                throw new RefusedException(ErrorCode.POSITION_INVALID);
            }
            return position(ByteBuffer.wrap(body, 1 + ROOM_BYTES, length - 1 - ROOM_BYTES), body[0] == WITH_HOLES);
        } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) {
            throw new RefusedException(ErrorCode.POSITION_INVALID);
        }
    }

    private static Position position(ByteBuffer bytes, boolean withHoles) {
        long stored = number(bytes);
        Map<String, Long> heard = new HashMap<>();
        List<Hole> holes = new ArrayList<>();
        while (bytes.hasRemaining()) {
            String origin = name(bytes);
            long last = number(bytes);
            heard.put(origin, last);
            if (withHoles) {
                readHoles(bytes, origin, last, holes);
            }
        }
        return new Position(stored, heard, holes);
    }

    private static void readHoles(ByteBuffer bytes, String origin, long top, List<Hole> holes) {
        long end = 0;
        for (long left = number(bytes); left > 0; left--) {
            long after = Math.addExact(end, number(bytes));
            long last = Math.addExact(after, number(bytes));
            boolean touches = after == end && end > 0;
            if (touches || after < end || last <= after || last >= top || holes.size() == Position.MAX_HOLES) {
                throw new IllegalArgumentException("The holes are not in order");
            }
            holes.add(new Hole(origin, after, last));
            end = last;
        }
    }

    private byte[] code(RoomId room, byte[] body) {
        Mac mac = codes.get();
        mac.update(body);
        return Arrays.copyOf(mac.doFinal(room.value().getBytes(StandardCharsets.UTF_8)), CODE_BYTES);
    }

    private static byte[] hash(RoomId room) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(room.value().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, ROOM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void name(ByteBuffer bytes, String origin) {
        byte[] raw = raw(origin);
        if (raw == null) {
            byte[] text = origin.getBytes(StandardCharsets.UTF_8);
            number(bytes, text.length);
            bytes.put(text);
        } else {
            bytes.put((byte) 0).put(raw);
        }
    }

    private static byte @Nullable [] raw(String origin) {
        if (origin.length() != ORIGIN_TEXT) {
            return null;
        }
        try {
            byte[] raw = Base64.getUrlDecoder().decode(origin);
            return TEXT.encodeToString(raw).equals(origin) ? raw : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String name(ByteBuffer bytes) {
        int length = Math.toIntExact(number(bytes));
        byte[] name = new byte[length == 0 ? ORIGIN_BYTES : length];
        bytes.get(name);
        return length == 0 ? TEXT.encodeToString(name) : new String(name, StandardCharsets.UTF_8);
    }

    private static void number(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest >= 0x80) {
            bytes.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
            if (shift > 56) {
                throw new IllegalArgumentException("The number is too long");
            }
        }
    }
}
