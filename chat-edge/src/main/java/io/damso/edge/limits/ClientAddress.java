package io.damso.edge.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The address by which a client is counted: an IPv4 address, or the /64 network of an IPv6 address, which is the
 * smallest network that a provider assigns to a customer.
 *
 * @param value address or network
 */
public record ClientAddress(String value) {

    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9A-Fa-f.]{0,15}:[0-9A-Fa-f:.]{1,45})(%[^]]*)?]?");
    private static final int NETWORK_BYTES = 8;

    /**
     * Returns the address or network by which the client is counted.
     *
     * @param text textual address of a request, without port
     */
    public static ClientAddress of(String text) {
        var ipv6 = IPV6.matcher(text);
        return new ClientAddress(ipv6.matches() ? network(ipv6.group(1)) : text);
    }

    private static String network(String literal) {
        try {
            // A literal with a colon causes no DNS lookup.
            InetAddress address = InetAddress.getByName(literal);
            if (address instanceof Inet6Address) {
                byte[] bytes = address.getAddress();
                Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
                return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
            }
            return address.getHostAddress(); // an IPv4-mapped IPv6 address
        } catch (UnknownHostException e) {
            return literal;
        }
    }
}
