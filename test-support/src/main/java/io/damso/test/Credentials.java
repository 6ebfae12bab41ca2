package io.damso.test;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Passwords of one broker.
 *
 * @param passwords the password of each user
 */
record Credentials(Map<BrokerUser, String> passwords) {

    /** Returns new random passwords. */
    static Credentials random() {
        return from(user -> UUID.randomUUID().toString());
    }

    /** Returns the passwords of an external broker, from the environment. */
    static Credentials fromEnvironment() {
        return from(user -> {
            String password = System.getenv(user.passwordVariable());
            if (password == null) {
                throw new IllegalStateException("DAMSO_TEST_RABBITMQ is set; set " + user.passwordVariable() + " too");
            }
            return password;
        });
    }

    private static Credentials from(Function<BrokerUser, String> source) {
        Map<BrokerUser, String> passwords = new EnumMap<>(BrokerUser.class);
        for (BrokerUser user : BrokerUser.values()) {
            passwords.put(user, source.apply(user));
        }
        return new Credentials(passwords);
    }

    String password(BrokerUser user) {
        return Objects.requireNonNull(passwords.get(user));
    }

    /** Returns the text with every password placeholder replaced. */
    String render(String template) {
        String text = template;
        for (BrokerUser user : BrokerUser.values()) {
            text = text.replace("${" + user.passwordVariable() + "}", password(user));
        }
        return text;
    }
}
