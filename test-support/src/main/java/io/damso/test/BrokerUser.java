package io.damso.test;

/** The users that the definitions create. */
public enum BrokerUser {
    /** May do everything; for looking at and cleaning up what a test left. */
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

    /** Returns the name to log in with. */
    public String login() {
        return login;
    }

    /** Returns the placeholder of the password in the definitions, and the environment variable of a given broker. */
    String passwordVariable() {
        return passwordVariable;
    }
}
