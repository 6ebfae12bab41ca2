package io.damso.test;

/** The users in the definitions. */
public enum BrokerUser {
    /** Has all permissions; for inspection and clean-up. */
    ADMIN("damso-admin", "DAMSO_RABBITMQ_ADMIN_PASSWORD"),
    /** Login of chat-gateway. */
    GATEWAY("damso-gateway", "DAMSO_RABBITMQ_GATEWAY_PASSWORD"),
    /** Login of chat-persistence. */
    PERSISTENCE("damso-persistence", "DAMSO_RABBITMQ_PERSISTENCE_PASSWORD");

    private final String login;
    private final String passwordVariable;

    BrokerUser(String login, String passwordVariable) {
        this.login = login;
        this.passwordVariable = passwordVariable;
    }

    /** Returns the user name. */
    public String login() {
        return login;
    }

    /**
     * Returns the placeholder of the password in the definitions, which is also the environment variable for an
     * external broker.
     */
    String passwordVariable() {
        return passwordVariable;
    }
}
