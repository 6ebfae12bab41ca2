package io.damso.reliability.check;

import java.util.Collection;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The times of a ledger, in milliseconds. Faults are pairs of their begin and end. */
final class Times {

    private Times() {}

    /** Returns the longest time that a client heard nothing new after a fault began, or was between two sessions. */
    static double untilLive(Collection<Listener> clients, Collection<double[]> faults) {
        double longest = 0;
        for (Listener client : clients) {
            for (double[] fault : faults) {
                longest = Math.max(longest, silence(client, fault[0]));
            }
            for (double[] outage : client.outages) {
                longest = Math.max(longest, outage[1] - outage[0]);
            }
        }
        return longest;
    }

    private static double silence(Listener client, double since) {
        if (client.leftAt >= 0) {
            return 0;
        }
        return client.deliveries.stream()
                .filter(delivery -> delivery.at >= since && delivery.message.firstSent >= since)
                .mapToDouble(delivery -> delivery.at - since)
                .findFirst()
                .orElse(0);
    }

    /**
     * Returns the longest time from RECEIPT until a message was found in the history, of the messages that were
     * acknowledged during a fault. One that was never found counts until the end.
     *
     * @return empty if no message was found, which means that nobody looked
     */
    static OptionalDouble untilStored(Collection<Message> messages, Collection<double[]> faults, double end) {
        if (messages.stream().noneMatch(message -> message.foundAt >= 0)) {
            return OptionalDouble.empty();
        }
        double longest = messages.stream()
                .filter(message -> faults.stream()
                        .anyMatch(fault -> message.acknowledgedAt >= fault[0] && message.acknowledgedAt <= fault[1]))
                .mapToDouble(message -> (message.foundAt < 0 ? end : message.foundAt) - message.acknowledgedAt)
                .max()
                .orElse(0);
        return OptionalDouble.of(Math.max(0, longest)); // it may be stored before its RECEIPT arrives
    }

    /** Returns a percentile of the time from writing to RECEIPT, of the messages that were written during a fault. */
    static double receipt(Collection<Message> messages, Collection<double[]> faults, double percentile) {
        Stream<Message> acknowledged = messages.stream().filter(message -> message.acknowledgedAt >= 0);
        double[] times = acknowledged
                .filter(message -> faults.isEmpty()
                        || faults.stream().anyMatch(fault -> message.due >= fault[0] && message.due <= fault[1]))
                .mapToDouble(message -> message.acknowledgedAt - message.due)
                .sorted()
                .toArray();
        return times.length == 0 ? 0 : times[(int) Math.min(times.length - 1, Math.floor(times.length * percentile))];
    }
}
