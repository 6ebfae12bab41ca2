package io.damso.auth;

import io.jsonwebtoken.gson.io.GsonDeserializer;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import java.io.Reader;
import java.util.List;
import java.util.Map;

/**
 * Parses headers and claims, and accepts times only as numbers (RFC 7519 §2 "NumericDate"). The library alone would
 * also accept strings, and would let numbers outside of its range overflow.
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
                throw new DeserializationException(name + " is not a NumericDate");
            }
        }
        return values;
    }

    private static boolean isTime(Object value) {
        return value instanceof Number number && Math.abs(number.doubleValue()) <= END_OF_YEAR_9999;
    }
}
