// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a request may name: addresses, and names that the operator configured or the machine has. A name that an
 * attacker's name server resolves to this machine (DNS rebinding) is not allowed.
 */
final class AllowedHosts {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+?)\\.?(?::[0-9]{1,5})?");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|" + OCTET + "(\\." + OCTET + "){3}");

    private final InetAddress bound;
    private final Set<String> names = new HashSet<>(Set.of("localhost"));

    /**
     * Creates the hosts of a server.
     *
     * @param bound the address that the server listens on
     * @param configured names that are allowed besides {@code localhost} and, if other machines can connect, this machine's own
     */
    AllowedHosts(InetAddress bound, List<String> configured) {
        this.bound = bound;
        configured.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).forEach(names::add);
        if (!bound.isLoopbackAddress()) {
            ownName().ifPresent(own -> names.addAll(Set.of(own, own + ".local")));
        }
    }

    /** Returns whether a request may have {@code header} as its {@code Host}. */
    boolean allows(@Nullable String header) {
        Matcher matcher = HOST.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        return ADDRESS.matcher(host).matches()
                ? isOwnAddress(host)
                : names.contains(host) || host.endsWith(".localhost");
    }

    /** Allows any address if the server listens on all of them, since behind a router or in a container it does not know its own. */
    private boolean isOwnAddress(String literal) {
        try {
            InetAddress address = InetAddress.getByName(literal);
            return bound.isAnyLocalAddress()
                    || address.equals(bound)
                    || (bound.isLoopbackAddress() && address.isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<String> ownName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
