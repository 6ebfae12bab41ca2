package io.damso.edge;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializerBase;

/**
 * Writes times in JSON always with three digits of a second: {@code 2026-01-31T09:30:00.000Z}. Java omits zeros, so one
 * in a thousand times would have another form, which clients may not parse and which sorts differently as text.
 */
final class MillisecondTimes extends SimpleModule {

    private static final long serialVersionUID = 1L;

    MillisecondTimes() {
        addSerializer(Instant.class, new Serializer());
    }

    private static final class Serializer extends ToStringSerializerBase {

        private static final DateTimeFormatter FORMAT =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

        Serializer() {
            super(Instant.class);
        }

        @Override
        public String valueToString(Object value) {
            return FORMAT.format((Instant) value);
        }
    }
}
