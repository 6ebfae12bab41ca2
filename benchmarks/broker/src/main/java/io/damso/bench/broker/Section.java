package io.damso.bench.broker;

/** A table of the report. */
enum Section {
    SMALL_ROOMS("Many small rooms, envelopes as gateways fill them"),
    ENVELOPES("Envelopes of a fixed size, as many as the machine bears"),
    MANY_ROOMS("Many rooms on one node");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
