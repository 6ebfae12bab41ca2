package io.damso.auth;

import io.jsonwebtoken.gson.io.GsonDeserializer;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import java.io.Reader;
import java.util.List;
import java.util.Map;

/**
 * Reads headers and claims, and takes times only as the numbers that they must be (RFC 7519 §2 "NumericDate"). The
 * library takes texts, too, and lets numbers beyond its range wrap around.
 */
final class StrictJson implements Deserializer<Map<String, ?>> {

    private static final List<String> TIMES = List.of("exp", "nbf", "iat");
    private static final double END_OF_YEAR_9999 = 253_402_300_799d;

    private final Deserializer<Map<String, ?>> json = new GsonDeserializer<>();

    @Override
    public Map<String, ?> deserialize(Reader reader) {
        return checked(json.deserialize(reader));
    }

    @Override
    @Deprecated
    public Map<String, ?> deserialize(byte[] bytes) {
        return checked(json.deserialize(bytes));
    }

    private static Map<String, ?> checked(Map<String, ?> values) {
        for (String name : TIMES) {
            if (values.containsKey(name) && !isTime(values.get(name))) {
                throw new DeserializationException(name + " is no time");
            }
        }
        return values;
    }

    private static boolean isTime(Object value) {
        return value instanceof Number number && Math.abs(number.doubleValue()) <= END_OF_YEAR_9999;
    }
}
