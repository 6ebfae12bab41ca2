package io.damso.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyBytesTests {

    // spotless:off
    private static final List<Object> IN_ORDER = Arrays.asList(
            null,
            Double.NEGATIVE_INFINITY, Long.MIN_VALUE, -1e10, Integer.MIN_VALUE, -1.5, -1, -Double.MIN_VALUE, 0,
            Double.MIN_VALUE, 0.5, 1, 1.5, 2L, Integer.MAX_VALUE, (1L << 53) - 1, 0x1p53, (1L << 53) + 1, (1L << 53) + 2,
            Long.MAX_VALUE - 1, 0x1p63, Double.MAX_VALUE, Double.POSITIVE_INFINITY,
            "", "\0", "\0\0", "\0a", "\1", "\1\0", "a", "a\0", "a\1", "aa", "b", "z", "é", "\u07ff", "\u0800", "가", "\uffff",
            new ObjectId("000000000000000000000001"), new ObjectId("ff0000000000000000000000"),
            false, true,
            Instant.ofEpochMilli(-1), Instant.EPOCH, Instant.ofEpochMilli(1));
    // spotless:on

    @Test
    void bytesSortAsMongoDbSortsValues() {
        for (int i = 1; i < IN_ORDER.size(); i++) {
            assertThat(compare(IN_ORDER.get(i - 1), IN_ORDER.get(i)))
                    .as("%s before %s", IN_ORDER.get(i - 1), IN_ORDER.get(i))
                    .isNegative();
        }
    }

    @Test
    void descendingBytesSortTheOtherWayRound() {
        List<Object> shuffled = new ArrayList<>(IN_ORDER);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort((a, b) -> Arrays.compareUnsigned(descending(a), descending(b)));
        assertThat(shuffled).isEqualTo(IN_ORDER.reversed());
    }

    @Test
    void noValueBeginsAnother() {
        for (Object a : IN_ORDER) {
            for (Object b : IN_ORDER) {
                byte[] first = KeyBytes.of(a);
                byte[] second = KeyBytes.of(b);
                int difference = Arrays.mismatch(first, second);
                assertThat(difference).as("%s and %s", a, b).isLessThan(Math.min(first.length, second.length));
            }
        }
    }

    @Test
    void equalValuesOfDifferentTypesHaveTheSameBytes() {
        assertSame(1, 1L, 1.0, new Decimal128(new BigDecimal("1.00")));
        assertSame(0, -0.0, 0L);
        assertSame(0x1p62, 1L << 62);
        assertSame(null, Missing.getInstance());
    }

    @Test
    void numbersSortAsTheMatcherComparesThem() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            Number a = number(random);
            Number b = number(random);
            assertThat(Integer.signum(compare(a, b)))
                    .as("%s and %s", a, b)
                    .isEqualTo(Integer.signum(ValueComparator.asc().compare(a, b)));
        }
    }

    /** Whole numbers of any size, fractions below 2^31: above, the matcher is not exact. */
    private static Number number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> random.nextInt() / (double) (1 + random.nextInt(9));
            default -> random.nextInt(5);
        };
    }

    @Test
    void afterAPrefixComesWhatDoesNotBeginWithIt() {
        assertThat(KeyBytes.after(new byte[] {1, 2})).containsExactly(1, 3);
        assertThat(KeyBytes.after(new byte[] {1, -1, -1})).containsExactly(2);
        assertThat(KeyBytes.after(new byte[0])).containsExactly(-1);
    }

    private static void assertSame(Object... values) {
        assertThat(values).extracting(KeyBytes::of).allMatch(bytes -> Arrays.equals(bytes, KeyBytes.of(values[0])));
    }

    private static int compare(Object a, Object b) {
        return Arrays.compareUnsigned(KeyBytes.of(a), KeyBytes.of(b));
    }

    private static byte[] descending(Object value) {
        return new KeyBytes().append(value, false).toBytes();
    }
}
