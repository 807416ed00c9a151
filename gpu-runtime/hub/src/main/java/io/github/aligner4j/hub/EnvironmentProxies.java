// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, in upper or lower case,
 * as curl and Python read them. The JVM's system properties ({@code https.proxyHost} and its kin) come first, if they are set.
 */
final class EnvironmentProxies extends ProxySelector {

    private static final List<String> SYSTEM_PROPERTIES =
            List.of("https.proxyHost", "http.proxyHost", "socksProxyHost", "java.net.useSystemProxies");
    private static final List<String> VARIABLES = List.of("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY");
    private static final int DEFAULT_PORT = 80;

    private final HubSettings.Environment environment;

    private EnvironmentProxies(HubSettings.Environment environment) {
        this.environment = environment;
    }

    /**
     * Returns the JVM's selector, if its properties name a proxy, else that of the environment.
     *
     * @throws IllegalArgumentException if a variable names no proxy
     */
    static ProxySelector of(HubSettings.Environment environment) {
        ProxySelector jvm = ProxySelector.getDefault();
        boolean configured = SYSTEM_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null);
        if (configured && jvm != null) {
            return jvm;
        }
        EnvironmentProxies proxies = new EnvironmentProxies(environment);
        VARIABLES.stream().flatMap(name -> proxies.variable(name).stream()).forEach(EnvironmentProxies::proxy);
        return proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toUpperCase(Locale.ROOT);
        Optional<String> address = variable(scheme + "_PROXY").or(() -> variable("ALL_PROXY"));
        return List.of(address.filter(proxy -> !isExcluded(uri))
                .map(EnvironmentProxies::proxy)
                .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the request fails, and is repeated
    }

    private Optional<String> variable(String name) {
        return environment.value(name.toLowerCase(Locale.ROOT)).or(() -> environment.value(name));
    }

    private boolean isExcluded(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return variable("NO_PROXY").stream()
                .flatMap(list -> Stream.of(list.split("[,\\s]+")))
                .map(rule -> rule.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .anyMatch(rule -> rule.equals("*") || matches(rule, host, uri.getPort()));
    }

    private static boolean matches(String rule, String host, int port) {
        String name = rule.endsWith(":" + port) ? rule.substring(0, rule.lastIndexOf(':')) : rule;
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    /** Reads {@code http://HOST:PORT}; a user in it is not used, since the JDK takes users from its own properties. */
    private static Proxy proxy(String address) {
        try {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).startsWith("http")) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
            }
        } catch (IllegalArgumentException e) {
            // refused below, without the text, which may hold a password
        }
        throw new IllegalArgumentException(
                "a proxy must be of the form http://HOST:PORT; correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY");
    }
}
