package io.damso.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a message: a name-based UUID (RFC 9562 §5.8) of what was sent. A repeated SEND has the same id on every
 * gateway at any time. The content is part of the name, so another text under the same client message id is another
 * message.
 *
 * <p>The name is six fields in this order: {@code damso-message-1}, room id, sender, client message id, type and text. If
 * the message has {@code replyTo} or {@code data}, two more fields follow: {@code replyTo}, and {@code data} as JSON
 * without white space; the absent one of the two is empty. Each field is written as its length in bytes (4 bytes,
 * big-endian) and its UTF-8. The id is the first 16 bytes of the
 * SHA-256 of the name, with the bits of version 8 and of the variant set.
 */
public final class MessageId {

    /** The first field, so that no other name has the same bytes. Changes whenever the ids change. */
    private static final String TAG = "damso-message-1";

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private MessageId() {}

    /**
     * Returns the id of a message.
     *
     * @param clientMessageId id that the client gave the message, or a random one
     * @param content the text, and what follows it
     * @throws IllegalArgumentException if a value has an unpaired surrogate, which UTF-8 cannot encode
     */
    public static String of(RoomId roomId, UserId sender, String clientMessageId, String type, String... content) {
        List<String> fields = new ArrayList<>(List.of(TAG, roomId.value(), sender.value(), clientMessageId, type));
        fields.addAll(List.of(content));
        ByteBuffer digest = ByteBuffer.wrap(sha256(name(fields.toArray(String[]::new))));
        long high = digest.getLong() & ~0xF000L | 0x8000L; // version 8
        long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L; // variant 10
        return new UUID(high, low).toString();
    }

    /** Returns the text if it has the form of an id: a UUID in lower case (RFC 9562 §4). */
    public static Optional<String> parse(String text) {
        return Optional.of(text).filter(UUID_FORM.asMatchPredicate());
    }

    /** Returns the fields as bytes. Different lists of fields have different bytes, because each length is written. */
    static byte[] name(String... fields) {
        ByteBuffer[] encoded = new ByteBuffer[fields.length];
        int length = 0;
        for (int i = 0; i < fields.length; i++) {
            encoded[i] = utf8(fields[i]);
            length += Integer.BYTES + encoded[i].remaining();
        }
        ByteBuffer name = ByteBuffer.allocate(length);
        for (ByteBuffer field : encoded) {
            name.putInt(field.remaining()).put(field);
        }
        return name.array();
    }

    /** Encodes strictly: the usual replacement of unpaired surrogates would give different texts the same bytes. */
    private static ByteBuffer utf8(String field) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(field));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Not Unicode", e);
        }
    }

    private static byte[] sha256(byte[] name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
