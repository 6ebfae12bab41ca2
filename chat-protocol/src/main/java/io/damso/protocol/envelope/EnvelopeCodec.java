package io.damso.protocol.envelope;

import io.damso.protocol.RoomId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * Writes and reads envelopes: one byte with the version, then CBOR (RFC 8949). The form stands in
 * {@code docs/envelope.md}. Thread-safe.
 */
public final class EnvelopeCodec {

    /** The version that is written. It is no byte with which the JSON of a message can begin. */
    public static final byte VERSION = 1;

    /** Media type of the bytes. */
    public static final String CONTENT_TYPE = "application/vnd.damso.envelope";

    private static final int FIELDS_OF_ENVELOPE = 3;
    private static final int FIELDS_OF_ENTRY = 4;
    private static final int FIELDS_OF_LAST = 2;
    private static final CBORFactory CBOR = new CBORFactory();

    private EnvelopeCodec() {}

    /** Returns the bytes of an envelope. */
    public static byte[] write(Envelope envelope) {
        int size = Entry.MAX_OVERHEAD;
        for (Entry entry : envelope.entries()) {
            size += entry.message().length + Entry.MAX_OVERHEAD / 2;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        bytes.write(VERSION);
        try (JsonGenerator out = CBOR.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray(null, FIELDS_OF_ENVELOPE);
            out.writeString(envelope.origin());
            out.writeNumber(envelope.first());
            out.writeStartArray(null, envelope.entries().size());
            for (Entry entry : envelope.entries()) {
                write(entry, out);
            }
            out.writeEndArray();
            out.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static void write(Entry entry, JsonGenerator out) {
        out.writeStartArray(null, FIELDS_OF_ENTRY);
        out.writeString(entry.roomId().value());
        out.writeString(entry.messageId());
        switch (entry.previous()) {
            case Previous.At(long number) -> out.writeNumber(number);
            case Previous.Forgotten() -> out.writeNull();
            case Previous.First(Previous.Last last) -> {
                out.writeStartArray(null, last == null ? 0 : FIELDS_OF_LAST);
                if (last != null) {
                    out.writeString(last.origin());
                    out.writeNumber(last.number());
                }
                out.writeEndArray();
            }
        }
        out.writeBinary(entry.message());
        out.writeEndArray();
    }

    /**
     * Reads an envelope.
     *
     * @throws DamagedEnvelopeException if the version is unknown, or the bytes are cut, damaged, or followed by others
     */
    public static Envelope read(byte[] bytes) throws DamagedEnvelopeException {
        if (bytes.length == 0) {
            throw new DamagedEnvelopeException("empty");
        }
        if (bytes[0] != VERSION) {
            throw new DamagedEnvelopeException("version " + Byte.toUnsignedInt(bytes[0]) + " is not known");
        }
        try (JsonParser in = CBOR.createParser(ObjectReadContext.empty(), bytes, 1, bytes.length - 1)) {
            return read(in);
        } catch (JacksonException | IllegalArgumentException e) {
            // Not with its message: that may quote the text of a message.
            throw new DamagedEnvelopeException(e.getClass().getSimpleName());
        }
    }

    private static Envelope read(JsonParser in) throws DamagedEnvelopeException {
        require(in.nextToken(), JsonToken.START_ARRAY);
        String origin = text(in, Envelope.MAX_ORIGIN_LENGTH);
        long first = number(in, in.nextToken());
        require(in.nextToken(), JsonToken.START_ARRAY);
        List<Entry> entries = new ArrayList<>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            require(next, JsonToken.START_ARRAY);
            if (entries.size() == Envelope.MAX_ENTRIES) {
                throw new DamagedEnvelopeException("too many entries");
            }
            entries.add(entry(in));
        }
        require(in.nextToken(), JsonToken.END_ARRAY);
        if (in.nextToken() != null) {
            throw new DamagedEnvelopeException("followed by other bytes");
        }
        return new Envelope(origin, first, entries);
    }

    private static Entry entry(JsonParser in) throws DamagedEnvelopeException {
        RoomId roomId = new RoomId(text(in, Entry.MAX_ID_LENGTH));
        String messageId = text(in, Entry.MAX_ID_LENGTH);
        Previous previous = previous(in);
        require(in.nextToken(), JsonToken.VALUE_EMBEDDED_OBJECT);
        byte[] message = in.getBinaryValue();
        require(in.nextToken(), JsonToken.END_ARRAY);
        return new Entry(roomId, messageId, previous, message);
    }

    private static Previous previous(JsonParser in) throws DamagedEnvelopeException {
        JsonToken token = in.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return new Previous.Forgotten();
        }
        if (token != JsonToken.START_ARRAY) {
            return new Previous.At(number(in, token));
        }
        JsonToken next = in.nextToken();
        if (next == JsonToken.END_ARRAY) {
            return new Previous.First(null);
        }
        require(next, JsonToken.VALUE_STRING);
        String origin = in.getString();
        Previous.Last last = new Previous.Last(origin, number(in, in.nextToken()));
        require(in.nextToken(), JsonToken.END_ARRAY);
        return new Previous.First(last);
    }

    private static String text(JsonParser in, int longest) throws DamagedEnvelopeException {
        require(in.nextToken(), JsonToken.VALUE_STRING);
        String text = in.getString();
        if (text.length() > longest) {
            throw new DamagedEnvelopeException("a text is too long");
        }
        return text;
    }

    private static long number(JsonParser in, JsonToken token) throws DamagedEnvelopeException {
        require(token, JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    private static void require(JsonToken token, JsonToken expected) throws DamagedEnvelopeException {
        if (token != expected) {
            throw new DamagedEnvelopeException(token == null ? "cut" : "unexpected " + token);
        }
    }
}
