package io.damso.edge.production;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Prevents the start with demo secrets, {@code *} as origin or the broker's guest unless {@code damso.demo.enabled} is
 * true. Runs before any other bean is created.
 */
public final class ProductionCheck implements BeanFactoryPostProcessor {

    private static final String GUEST = "guest";
    private static final Bindable<List<String>> TEXTS = Bindable.listOf(String.class);

    private final Environment environment;

    /** Creates a check of these settings. */
    public ProductionCheck(Environment environment) {
        this.environment = environment;
    }

    /**
     * Checks the settings.
     *
     * @throws NotForProductionException with all unsafe settings and their remedies
     */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (environment.getProperty("damso.demo.enabled", Boolean.class, false)) {
            return;
        }
        List<String> mistakes = mistakes();
        if (!mistakes.isEmpty()) {
            throw new NotForProductionException(mistakes);
        }
    }

    private List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        if (isDemoSecret("damso.auth.secret")) {
            mistakes.add("damso.auth.secret is from an example or easy to guess: everybody could sign tokens. Set"
                    + " DAMSO_AUTH_SECRET to a random key, for example the output of 'openssl rand -base64 48'.");
        }
        if (isDemoSecret("spring.rabbitmq.password")) {
            mistakes.add(
                    "spring.rabbitmq.password is from an example or easy to guess. Set SPRING_RABBITMQ_PASSWORD, and"
                            + " the broker's user, to a random one, for example the output of 'openssl rand -hex 16'.");
        }
        if (usesGuest()) {
            mistakes.add(
                    "spring.rabbitmq logs in as guest, a default user of RabbitMQ. Set SPRING_RABBITMQ_USERNAME to the"
                            + " service's own user; deploy/rabbitmq/definitions.json has one for each service.");
        }
        if (texts("damso.edge.allowed-origins").contains("*")) {
            mistakes.add("damso.edge.allowed-origins is *: every web page could use the service. Set"
                    + " DAMSO_EDGE_ALLOWEDORIGINS to the origins of your pages, or to nothing to allow only the"
                    + " same origin.");
        }
        return mistakes;
    }

    private boolean isDemoSecret(String property) {
        String secret = environment.getProperty(property, "");
        return !secret.isEmpty() && DemoSecrets.isOne(secret);
    }

    private boolean usesGuest() {
        return GUEST.equals(environment.getProperty("spring.rabbitmq.username"))
                || texts("spring.rabbitmq.addresses").stream()
                        .anyMatch(address -> address.startsWith(GUEST + ":")
                                || address.contains("/" + GUEST + ":")
                                || address.startsWith(GUEST + "@")
                                || address.contains("/" + GUEST + "@"));
    }

    private List<String> texts(String property) {
        return Binder.get(environment).bind(property, TEXTS).orElse(List.of());
    }
}
