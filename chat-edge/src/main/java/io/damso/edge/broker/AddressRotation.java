package io.damso.edge.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which one connection tries the brokers of a cluster. Each attempt begins with the address after the one
 * that the attempt before began with: a connection is mostly lost because its broker failed, and a broker that hangs
 * costs a timeout. Thread-safe.
 *
 * @param <T> type of an address
 */
public final class AddressRotation<T> {

    private final List<T> addresses;
    private int next;

    /**
     * Creates the order of one connection.
     *
     * @param addresses at least one
     * @param first number of the address of the first attempt, 0 or more; counted on from the first address after the
     *     last one
     */
    public AddressRotation(List<T> addresses, int first) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("No address of a broker");
        }
        this.addresses = List.copyOf(addresses);
        this.next = first % addresses.size();
    }

    /** Returns all addresses in the order of the next attempt. */
    public synchronized List<T> next() {
        List<T> order = new ArrayList<>(addresses);
        Collections.rotate(order, -next);
        next = (next + 1) % addresses.size();
        return order;
    }

    @Override
    public String toString() {
        return addresses.toString();
    }

    /**
     * Returns the number of the address that a node begins with, so that the nodes of a cluster are spread over the
     * brokers: {@code gateway-1} begins with the first one, {@code gateway-2} with the second.
     *
     * @param node its name; without a number at the end, any number
     */
    public static int first(String node) {
        int digits = (int) IntStream.iterate(node.length() - 1, i -> i >= 0, i -> i - 1)
                .takeWhile(i -> Character.isDigit(node.charAt(i)))
                .count();
        if (digits == 0 || digits > 9) {
            return Math.floorMod(node.hashCode(), 1 << 16);
        }
        return Math.max(0, Integer.parseInt(node.substring(node.length() - digits)) - 1);
    }
}
