package io.damso.gateway.connect;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Proxies between clients and this node.
 *
 * @param trusted comma-separated list of addresses and networks of proxies whose X-Forwarded headers are used; the
 *     proxies must overwrite what a client sends
 */
@ConfigurationProperties("damso.gateway.proxies")
record ProxyProperties(@DefaultValue({"127.0.0.0/8", "::1"}) List<String> trusted) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if an entry is neither an address nor a network
     */
    ProxyProperties {
        trusted = List.copyOf(trusted);
        matchers(trusted);
    }

    /** Returns matchers for the trusted addresses and networks. */
    List<IpAddressMatcher> matchers() {
        return matchers(trusted);
    }

    private static List<IpAddressMatcher> matchers(List<String> addresses) {
        return addresses.stream().map(ProxyProperties::matcher).toList();
    }

    private static IpAddressMatcher matcher(String address) {
        try {
            return new IpAddressMatcher(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "damso.gateway.proxies.trusted has " + address
                            + "; write addresses or networks such as 10.0.0.0/8, separated by commas",
                    e);
        }
    }
}
