// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The address of a server, separated from the credentials that may be written in it.
 *
 * @param url the address without user, password and query, which may be shown
 * @param query the parameters to send with each request, which may hold a key
 * @param headers the headers to send with each request: user and password by HTTP basic authentication
 */
record UpstreamAddress(String url, Map<String, String> query, Map<String, String> headers) {

    UpstreamAddress {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if {@code address} is not valid; the message does not repeat it
     */
    static UpstreamAddress parse(String address) {
        URI uri;
        try {
            uri = new URI(address.strip());
        } catch (URISyntaxException e) {
            // Without the cause, whose message repeats the address and its credentials.
            throw malformed();
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw malformed();
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String url = uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
        return new UpstreamAddress(url, query(uri), headers(uri));
    }

    /** Returns the address without credentials. */
    @Override
    public String toString() {
        return url;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String parameter : uri.getRawQuery().split("&", -1)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                if (!name.isEmpty()) {
                    query.put(decoded(name), decoded(equals < 0 ? "" : parameter.substring(equals + 1)));
                }
            }
        }
        return query;
    }

    private static Map<String, String> headers(URI uri) {
        if (uri.getUserInfo() == null) {
            return Map.of();
        }
        byte[] credentials = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "OPENAI_BASE_URL (chatbot.upstream.base-url) is not the address of a server; write one"
                        + " such as https://host/v1, with special characters of a password as %40 and the like");
    }
}
