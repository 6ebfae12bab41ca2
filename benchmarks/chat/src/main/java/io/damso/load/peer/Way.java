package io.damso.load.peer;

/** How clients connect to the nodes of a peer. */
public enum Way {

    /** Directly to the nodes, without TLS, distributed in turn. */
    DIRECT("direct"),

    /** With TLS to NGINX, which selects the node. */
    NGINX("through NGINX");

    private final String description;

    Way(String description) {
        this.description = description;
    }

    /** Returns the name in tables. */
    public String description() {
        return description;
    }
}
