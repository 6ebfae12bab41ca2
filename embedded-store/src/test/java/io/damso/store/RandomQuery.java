package io.damso.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bson.Document;

/** Makes documents and queries by chance, and says in plain Java what a query means. */
final class RandomQuery {

    private static final List<String> FIELDS = List.of("a", "b", "c.d");
    private static final Object MISSING = new Object();

    private final Random random;

    RandomQuery(Random random) {
        this.random = random;
    }

    /** A query, as the store and as the test understand it; documents that sort alike are equal in its order. */
    record Query(
            Document filter,
            Predicate<Document> predicate,
            Document sort,
            Comparator<Document> order,
            int skip,
            int limit,
            int batchSize) {

        @Override
        public String toString() {
            return "filter " + filter + " sort " + sort + " skip " + skip + " limit " + limit + " batchSize "
                    + batchSize;
        }
    }

    Document document(int id) {
        Document document = new Document("_id", id);
        for (String field : List.of("a", "b")) {
            put(document, field);
        }
        if (random.nextInt(5) > 0) {
            Document inner = new Document();
            put(inner, "d");
            document.append("c", inner);
        } else if (random.nextBoolean()) {
            document.append("c", 7);
        }
        return document.append("x", random.nextInt());
    }

    private void put(Document document, String field) {
        if (random.nextInt(8) > 0) {
            document.append(field, value());
        }
    }

    private Object value() {
        int small = random.nextInt(6);
        return switch (random.nextInt(14)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> new Date(small - 2L);
            case 3 -> (long) small;
            case 4 -> small / 2.0;
            case 5 -> Long.MAX_VALUE - 5000 - small;
            // no fractions here: above 2^31 mongo-java-server's matcher compares them with longs as if they were whole
            case 6 -> (double) (1L << 40) + small;
            case 7 -> (1L << 40) + small;
            case 8, 9 -> List.of("", "a", "a\0b", "ab", "b", "가").get(small);
            default -> small - 2;
        };
    }

    Query next() {
        Document filter = new Document();
        Predicate<Document> predicate = document -> true;
        for (String field : shuffled(random.nextInt(4))) {
            predicate = predicate.and(condition(field, filter));
        }
        Document sort = new Document();
        Comparator<Document> order = (a, b) -> 0;
        if (random.nextBoolean()) {
            int direction = random.nextBoolean() ? 1 : -1;
            for (String field : shuffled(1 + random.nextInt(2))) {
                int own = random.nextInt(3) > 0 ? direction : -direction;
                sort.append(field, own);
                order = order.thenComparing((a, b) -> own * compare(get(a, field), get(b, field)));
            }
        }
        int limit = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20);
        return new Query(
                filter,
                predicate,
                sort,
                order,
                random.nextInt(3) == 0 ? random.nextInt(10) : 0,
                limit,
                1 + random.nextInt(30));
    }

    private List<String> shuffled(int count) {
        List<String> fields = new ArrayList<>(FIELDS);
        Collections.shuffle(fields, random);
        return fields.subList(0, Math.min(count, fields.size()));
    }

    private Predicate<Document> condition(String field, Document filter) {
        Object value = value();
        switch (random.nextInt(5)) {
            case 0 -> {
                filter.append(field, value);
                return document -> compare(get(document, field), value) == 0;
            }
            case 1 -> {
                List<Object> values = IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> value())
                        .toList();
                filter.append(field, new Document("$in", values));
                return document -> values.stream().anyMatch(one -> compare(get(document, field), one) == 0);
            }
            case 2 -> {
                filter.append(field, new Document("$ne", value));
                return document -> compare(get(document, field), value) != 0;
            }
            default -> {
                return range(field, filter);
            }
        }
    }

    private Predicate<Document> range(String field, Document filter) {
        Document operators = new Document();
        Predicate<Document> predicate = document -> true;
        for (String operator :
                random.nextBoolean() ? List.of("$gt", "$lte") : List.of(random.nextBoolean() ? "$gte" : "$lt")) {
            Object value = value();
            if (value != null) {
                operators.append(operator, value);
                predicate = predicate.and(document -> isIn(get(document, field), operator, value));
            }
        }
        if (!operators.isEmpty()) {
            filter.append(field, operators);
        }
        return predicate;
    }

    private static boolean isIn(Object value, String operator, Object bound) {
        int order = compare(value, bound);
        return rank(value) == rank(bound)
                && switch (operator) {
                    case "$gt" -> order > 0;
                    case "$gte" -> order >= 0;
                    case "$lt" -> order < 0;
                    default -> order <= 0;
                };
    }

    private static Object get(Document document, String field) {
        Object value = document;
        for (String step : field.split("\\.")) {
            value = value instanceof Document parent && parent.containsKey(step) ? parent.get(step) : MISSING;
        }
        return value;
    }

    /** MongoDB's order of types, and of the values of one type. */
    private static int compare(Object a, Object b) {
        if (rank(a) != rank(b)) {
            return Integer.compare(rank(a), rank(b));
        }
        return switch (a) {
            case Number number -> decimal(number).compareTo(decimal((Number) b));
            case String string -> string.compareTo((String) b);
            case Boolean flag -> flag.compareTo((Boolean) b);
            case Date date -> date.compareTo((Date) b);
            case null, default -> 0;
        };
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof Double ? new BigDecimal(number.doubleValue()) : BigDecimal.valueOf(number.longValue());
    }

    private static int rank(Object value) {
        return value == null || value == MISSING
                ? 0
                : 1
                        + Arrays.asList(Number.class, String.class, Boolean.class, Date.class)
                                .indexOf(value instanceof Number ? Number.class : value.getClass());
    }
}
