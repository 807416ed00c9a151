// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.net.URI;
import java.net.URISyntaxException;

/** Checks the base URLs of engines. */
final class BaseUrl {

    private BaseUrl() {}

    /** Returns the URL without {@code /v1} and {@code /} at its end. Messages don't repeat what may hold a password. */
    static URI parse(String text) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("base-url must be a URL such as http://localhost:8000, but at character "
                    + e.getIndex() + " it is none");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.matches("(?i)https?") || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "base-url must begin with http:// or https:// and have a host, as in http://localhost:8000");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("base-url of host '" + url.getHost()
                    + "' must have no user, query or fragment; set the key as api-key");
        }
        String trimmed = url.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
        return URI.create(trimmed.replaceFirst("/+$", ""));
    }
}
