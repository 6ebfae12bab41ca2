package io.damso.bench.broker.gateway;

import io.damso.bench.broker.count.Message;
import io.damso.bench.broker.count.Phases;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.envelope.Previous;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Packs the messages of one publishing channel into envelopes, and numbers them. Confined to one thread. */
final class Packing {

    /** Size of the JSON of a message in bytes. */
    static final int MESSAGE_BYTES = 400;

    private static final byte[] MESSAGE = json();

    /** As long as real ones. */
    private final String origin = UUID.randomUUID().toString().replace("-", "").substring(0, 24);

    private long next = 1;

    byte[] pack(List<Message> messages) {
        long first = next;
        List<Entry> entries = new ArrayList<>();
        for (Message message : messages) {
            // The product names the last entry of the same room; a number of the same length does here.
            Previous previous = next == 1 ? new Previous.First(null) : new Previous.At(next - 1);
            entries.add(new Entry(message.room().id(), Phases.messageId(message), previous, MESSAGE));
            next++;
        }
        return EnvelopeCodec.write(new Envelope(origin, first, entries));
    }

    private static byte[] json() {
        String head = "{\"type\":\"chat\",\"text\":\"";
        String tail = "\"}";
        return (head + "x".repeat(MESSAGE_BYTES - head.length() - tail.length()) + tail)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
